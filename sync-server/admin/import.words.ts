import type { ImportField } from '../../design/import/fields.ts';
import type { FindingLevel, FindingType } from '../../design/import/finding.ts';
import type { JobState } from '../../design/import/job.ts';
import type { FileEncoding } from '../../design/import/profile.ts';
import type { PlannedVat, VatRate } from '../../design/money/vat.ts';

/** Fields as people look for them; those of `main` stand open. */
export const FIELD_GROUPS: readonly { readonly title: string; readonly fields: readonly ImportField[] }[] = [
  {
    title: 'Главное',
    fields: ['sku', 'name', 'price', 'cost', 'vat', 'ean', 'brand', 'category', 'stock'],
  },
  { title: 'Ещё о товаре', fields: ['supplierCode', 'kind', 'currency', 'pack', 'markRequired'] },
  { title: 'Оправы', fields: ['model', 'colour', 'colourCode', 'size', 'dbl', 'temple', 'material', 'rim', 'group'] },
  {
    title: 'Линзы и контактные линзы',
    fields: ['index', 'diameter', 'sphFrom', 'sphTo', 'cylFrom', 'cylTo', 'add', 'bc', 'axis', 'packSize', 'replacement'],
  },
];

/** Without these columns no row can become a new product. */
export const NEEDED_FIELDS: readonly ImportField[] = ['sku', 'name', 'price'];

export const STATE_WORDS: Readonly<Record<JobState, string>> = {
  draft: 'не начата',
  checking: 'идёт проверка',
  checked: 'проверена, ждёт вашего решения',
  scheduled: 'назначена на время',
  applying: 'включается',
  done: 'включена',
  undoing: 'возвращаем как было',
  undone: 'отменена, всё как было',
  failed: 'не удалась',
  cancelled: 'прервана',
};

export const LEVEL_WORDS: Readonly<Record<FindingLevel, string>> = { error: 'Ошибка', warning: 'Внимание', info: 'К сведению' };

export const FINDING_WORDS: Readonly<Record<FindingType, string>> = {
  DUPLICATE_SKU: 'Артикул повторяется в файле',
  EAN_INVALID: 'Неверный штрихкод',
  EAN_MISSING: 'Нет штрихкода',
  EAN_CONFLICT: 'Один штрихкод у разных товаров',
  REQUIRED_EMPTY: 'Не заполнено обязательное',
  VAT_UNKNOWN: 'Нет такой ставки НДС',
  VAT_CHANGED: 'Меняется ставка НДС',
  VAT_RATE_OUTDATED: 'Прежняя ставка НДС',
  NUMBER_INVALID: 'Вместо числа написано другое',
  CURRENCY_UNKNOWN: 'Валюта без курса',
  COST_OVER_PRICE: 'Цена ниже закупочной',
  PRICE_JUMP: 'Цена меняется больше чем на 20 %',
  CHEAPER_ELSEWHERE: 'У другого поставщика дешевле',
  PRICE_NEGATIVE: 'Цена меньше нуля',
  STOCK_NEGATIVE: 'Остаток меньше нуля',
  STOCK_ROUGH: 'Остаток не числом',
  STOCK_INVALID: 'Непонятный остаток',
  CATEGORY_MISSING: 'Нет раздела',
  TEXT_TOO_LONG: 'Слишком длинный текст',
  TEXT_INVALID: 'Испорченный текст',
  EAN_RESTORED: 'Штрихкод восстановлен',
  SIZE_INVALID: 'Непонятный размер оправы',
  POWERS_INVALID: 'Непонятные силы контактной линзы',
  BAND_INVALID: 'Непонятный диапазон линз',
  BAND_OVERLAP: 'Диапазоны линз пересекаются',
  BAND_MISSING: 'Между диапазонами линз пропуск',
  SKU_LOOKALIKE: 'Артикул похож на другой',
  SKU_LETTERS: 'В артикуле русские буквы вместо латинских',
  SKU_ASSUMED: 'Артикул взят из названия',
  MATCH_AMBIGUOUS: 'Не понять, какой это товар',
  PRICE_ZERO: 'Цена ноль',
  VAT_ASSUMED: 'НДС взят по виду товара',
  KIND_ASSUMED: 'Вид товара взят по разделу',
  CATEGORY_ASSUMED: 'Раздел взят по виду товара',
  SUPPLIER_CHANGED: 'Товар переходит к другому поставщику',
  RETURNED: 'Товар возвращается из архива',
  VANISHED_MANY: 'Из прайса пропала большая часть товаров',
  VANISHED_STANDS: 'Нет в прайсе, но товар не распродан',
  ROW_SHIFTED: 'Строка съехала по колонкам',
  TABLE_CHANGED: 'Другая таблица ниже на листе',
  TABLE_BESIDE: 'Справа на листе ещё одна таблица',
  SHEETS_LEFT: 'Товары есть и на других листах',
  PRICE_ASSUMED: 'Ценой продажи считается закупочная',
  THOUSANDS_ASSUMED: 'Точка в цене: тысячи или дробь',
  PRICE_MERGED: 'Одна цена на несколько строк',
  UPDATE_OFF: 'Товар уже есть, обновление выключено',
  CREATE_OFF: 'Товара нет, заведение выключено',
};

export const ENCODING_WORDS: Readonly<Record<FileEncoding, string>> = {
  'utf-8': 'UTF-8 (обычная)',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (обратный порядок)',
  'windows-1251': 'Windows-1251 (из 1С и старого Excel)',
  'koi8-r': 'KOI8-R (старая)',
  ibm866: 'DOS 866 (старая)',
  'iso-8859-5': 'ISO 8859-5',
  'x-mac-cyrillic': 'Mac (кириллица)',
};

export const DELIMITER_WORDS: readonly (readonly [string, string])[] = [
  [';', 'точка с запятой ;'],
  [',', 'запятая ,'],
  ['\t', 'табуляция'],
  ['|', 'черта |'],
];

export const VAT_WORDS: Partial<Readonly<Record<VatRate, string>>> = {
  ...{ none: 'без НДС', '0': '0 %', '5': '5 %', '7': '7 %', '10': '10 %', '22': '22 %' },
};

/** «без НДС», «22 %»; a rate that forms do not offer as it is written. */
export const vatText = (rate: VatRate): string => VAT_WORDS[rate] ?? `${rate} %`;
/** «с 01.01.2027 10 %»; nothing planned: «—». */
export const vatPlanText = (plan: readonly PlannedVat[] | undefined): string =>
  plan?.map(({ from, vat }) => `с ${from.split('-').reverse().join('.')} ${vatText(vat)}`).join(', ') || '—';

/** «1 строка», «2 строки», «5 строк». */
export function counted(number: number, one: string, few: string, many: string): string {
  const [tens, units] = [Math.abs(number) % 100, Math.abs(number) % 10];
  const word = tens >= 11 && tens <= 14 ? many : units === 1 ? one : units >= 2 && units <= 4 ? few : many;
  return `${number.toLocaleString('ru-RU')} ${word}`;
}
