import type { ProductKind } from '../documents/catalogue.ts';
import { FIELD_WORDS } from './field-words.ts';
import type { Finding, FindingType } from './finding.ts';

interface FindingText {
  /** What is wrong, with the values of the row. */
  readonly message: (finding: Finding) => string;
  /** What becomes of the row, and what helps. */
  readonly resolution: string;
}

const KINDS: Readonly<Record<ProductKind, string>> = {
  frame: 'оправа',
  lens: 'очковая линза',
  'contact-lens': 'контактные линзы',
  sunglasses: 'солнцезащитные очки',
  care: 'средство ухода',
  accessory: 'аксессуар',
  service: 'услуга',
};

const field = ({ field }: Finding): string => (field === null ? '' : `«${FIELD_WORDS[field]}»`);
const value = (finding: Finding): string => `«${finding.value ?? ''}»`;
const vat = (rate: string | null): string => (rate === 'none' ? 'без НДС' : `${rate ?? ''} %`);
/** Roubles of a finding: `5200.00` → `5 200,00 ₽`. */
const roubles = (text: string | null): string => {
  const [whole = '', decimals = ''] = (text ?? '').split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f')}${decimals && `,${decimals}`}\u202f₽`;
};
const rowOf = (old: string | null): string => (old === null ? '' : `: строка ${old}`);
const whole = (finding: Finding, one: string, all: (count: string) => string): string =>
  finding.row === 0 ? all(finding.value ?? '') : one;

/** `3 0 1` → «лежит 3, в заказах клиентов 1». */
const standingWords = (old: string | null): string => {
  const counts = (old ?? '').split(' ');
  return ['лежит', 'едет от поставщика', 'в заказах клиентов']
    .flatMap((words, i) => (Number(counts[i] ?? 0) > 0 ? [`${words} ${counts[i]!}`] : []))
    .join(', ');
};

const LEFT_OUT = 'Строка пропущена. Исправьте её в файле и загрузите снова.';
const HELD = 'Изменение ждёт подтверждения ответственного.';

/** How a person reads each finding: in the report, in the file for the supplier, on the page. */
export const FINDING_TEXTS: Readonly<Record<FindingType, FindingText>> = {
  DUPLICATE_SKU: {
    message: (f) => `Артикул ${value(f)} повторяется: строки ${f.old ?? ''} и ${f.row}.`,
    resolution: 'Взята первая строка, эта пропущена. Оставьте в файле одну.',
  },
  EAN_INVALID: {
    message: (f) => `Неверный штрихкод ${value(f)}: нужны 13 цифр с правильной контрольной.`,
    resolution: 'Товар загружается без штрихкода. Пришлите верный.',
  },
  EAN_MISSING: {
    message: (f) => whole(f, 'Нет штрихкода.', (count) => `В файле нет колонки штрихкодов: новых товаров без него ${count}.`),
    resolution: 'Товар заводится без штрихкода: впишите его вручную или пришлите в следующем файле.',
  },
  EAN_CONFLICT: {
    message: (f) => `Штрихкод ${value(f)} уже у другого товара: ${f.old ?? ''}.`,
    resolution: 'Товар загружается без этого штрихкода. Проверьте, чей он.',
  },
  REQUIRED_EMPTY: { message: (f) => `Не заполнено: ${field(f)}.`, resolution: LEFT_OUT },
  VAT_UNKNOWN: {
    message: (f) => `Нет такой ставки НДС: ${value(f)}.`,
    resolution: 'Строка пропущена. Бывает: без НДС, 0, 5, 7, 10 и 22 %.',
  },
  VAT_CHANGED: { message: (f) => `Меняется ставка НДС: было ${vat(f.old)}, в файле ${vat(f.value)}.`, resolution: HELD },
  VAT_RATE_OUTDATED: {
    message: (f) => `Ставка НДС ${value(f)} больше не действует.`,
    resolution: 'Взята нынешняя основная ставка. Попросите поставщика поправить прайс.',
  },
  NUMBER_INVALID: { message: (f) => `${field(f)}: вместо числа написано ${value(f)}.`, resolution: LEFT_OUT },
  CURRENCY_UNKNOWN: {
    message: (f) => `${field(f)}: валюта без курса${f.old === null || f.old === 'XXX' ? '' : ` (${f.old})`}, ${value(f)}.`,
    resolution:
      'Строка пропущена. Укажите курс этой валюты в настройке поставщика; если это рубли, напишите «руб.» в заголовке столбца.',
  },
  COST_OVER_PRICE: {
    message: (f) => `Закупка ${roubles(f.value)} выше цены продажи ${roubles(f.old)}: продажа в убыток.`,
    resolution: HELD,
  },
  PRICE_JUMP: {
    message: (f) => `Цена меняется больше чем на 20 %: ${roubles(f.old)} → ${roubles(f.value)}.`,
    resolution: HELD,
  },
  CHEAPER_ELSEWHERE: {
    message: (f) => `Этот товар уже есть у другого поставщика не дороже: ${rival(f.old)}, здесь ${roubles(f.value)}.`,
    resolution: 'Остаётся прежний поставщик и его цена.',
  },
  PRICE_NEGATIVE: { message: (f) => `${field(f)} меньше нуля: ${value(f)}.`, resolution: LEFT_OUT },
  STOCK_NEGATIVE: { message: (f) => `Остаток меньше нуля: ${value(f)}.`, resolution: LEFT_OUT },
  STOCK_INVALID: {
    message: (f) => `Непонятный остаток: ${value(f)}.`,
    resolution: 'Строка пропущена. Впишите число или объясните это слово в настройке поставщика.',
  },
  STOCK_ROUGH: {
    message: (f) => `Остаток не числом: ${value(f)}.`,
    resolution: 'В остаток магазина не внесён. Пересчитайте товар или впишите число.',
  },
  CATEGORY_MISSING: { message: () => 'Не указан раздел каталога.', resolution: LEFT_OUT },
  TEXT_TOO_LONG: { message: (f) => `${field(f)} длиннее 128 знаков.`, resolution: 'Взято начало. Сократите текст в файле.' },
  TEXT_INVALID: {
    message: (f) => `${field(f)}: текст испорчен, ${value(f)}.`,
    resolution: 'Строка пропущена. Проверьте кодировку файла и саму ячейку.',
  },
  SIZE_INVALID: {
    message: (f) => `Непонятный размер оправы: ${value(f)}.`,
    resolution: 'Товар загружается без размеров. Пишите так: 54-18-140.',
  },
  POWERS_INVALID: {
    message: (f) => `Не прочитать ${field(f)} контактной линзы: ${value(f)}.`,
    resolution: 'Товар загружается, силы в каталоге остаются прежними. Исправьте в файле или введите в карточке.',
  },
  BAND_INVALID: { message: (f) => `${field(f)}: диапазон линз не читается, ${value(f)}.`, resolution: LEFT_OUT },
  BAND_OVERLAP: {
    message: (f) => `Диапазоны линз пересекаются: у части диоптрий две цены${rowOf(f.old)}.`,
    resolution: 'Для них взята цена, что стоит в файле раньше. Уточните у поставщика.',
  },
  BAND_MISSING: {
    message: () => 'Между диапазонами линз есть диоптрии без цены.',
    resolution: 'Такие линзы продать нельзя, остальные загружаются. Уточните у поставщика.',
  },
  EAN_RESTORED: {
    message: (f) => `Штрихкод восстановлен: в файле ${value(f)}, загружается «${f.old ?? ''}».`,
    resolution: 'Сверьте с упаковкой. Храните колонку штрихкодов в Excel как текст.',
  },
  SKU_LOOKALIKE: {
    message: (f) => `Артикул ${value(f)} отличается от «${f.old ?? ''}» только регистром, чертой или похожими буквами.`,
    resolution: `${HELD} Скорее всего это тот же товар: исправьте артикул в файле.`,
  },
  SKU_LETTERS: {
    message: (f) => `В артикуле ${value(f)} русские буквы, похожие на латинские.`,
    resolution: 'Загружается как есть. Проверьте: сканер и поиск различают такие буквы.',
  },
  SKU_ASSUMED: {
    message: (f) => `У линзы в файле нет артикула: назвали по названию, ${value(f)}.`,
    resolution: 'Загружается под ним и узнается по нему в следующий раз. Свой артикул можно написать над таблицей: «Артикул: …».',
  },
  MATCH_AMBIGUOUS: {
    message: (f) =>
      f.old === null
        ? `${field(f)} ${value(f)}: так называются несколько товаров.`
        : `По ${field(f)} ${value(f)} товара нет, а артикул «${f.old}» занят другим.`,
    resolution: 'Строка пропущена: не понять, какой это товар. Сопоставляйте по артикулу или уточните строку.',
  },
  PRICE_ZERO: { message: () => 'Цена продажи ноль.', resolution: `${HELD} Если цена «по запросу», оставьте её прежней.` },
  VAT_ASSUMED: {
    message: (f) =>
      whole(
        f,
        `Ставка НДС не указана, взята по виду товара: ${vat(f.old)}.`,
        (count) => `В файле нет колонки НДС: новых товаров ${count}.`,
      ),
    resolution: 'Ставка взята по виду товара: оправы и линзы без НДС, остальное по основной. Проверьте.',
  },
  KIND_ASSUMED: {
    message: (f) => `Вид товара не понять, взят «${KINDS[(f.old ?? 'accessory') as ProductKind]}».`,
    resolution: 'Товар заводится. Укажите вид в настройке поставщика или поправьте в каталоге.',
  },
  CATEGORY_ASSUMED: {
    message: (f) =>
      whole(f, `Раздел не указан, взят «${f.old ?? ''}».`, (count) => `В файле нет колонки раздела: новых товаров ${count}.`),
    resolution: 'Раздел взят по виду товара. Укажите свой в настройке поставщика или поправьте в каталоге.',
  },
  SUPPLIER_CHANGED: {
    message: (f) => `Здесь дешевле, чем у прежнего поставщика: ${roubles(f.value)} против ${rival(f.old)}.`,
    resolution: 'Товар переходит к этому поставщику с его ценой.',
  },
  RETURNED: { message: (f) => `Товар ${value(f)} был в архиве.`, resolution: 'Возвращается в продажу.' },
  VANISHED_MANY: {
    message: (f) => `В файле нет ${f.value ?? ''} из ${f.old ?? ''} товаров этого поставщика.`,
    resolution: 'В архив они уйдут только после подтверждения. Проверьте, весь ли это прайс.',
  },
  VANISHED_STANDS: {
    message: (f) => `Товара ${value(f)} больше нет в прайсе, но он не распродан: ${standingWords(f.old)}.`,
    resolution: 'В архиве кассы его не найдут. Уйдёт туда только после подтверждения; без него останется в продаже.',
  },
  ROW_SHIFTED: {
    message: () => 'Строка съехала: слова стоят на месте чисел, числа на месте слов.',
    resolution: 'Строка пропущена. Проверьте лишнюю или потерянную ячейку.',
  },
  TABLE_CHANGED: {
    message: (f) => `Выше, в строке ${f.old ?? '?'}, началась другая таблица: столбцы в ней стоят иначе.`,
    resolution: 'Строка пропущена. Положите эту таблицу на отдельный лист или в отдельный файл.',
  },
  TABLE_BESIDE: {
    message: (f) => `Справа на листе ещё одна таблица с товарами (${f.value ?? ''}): она не прочитана.`,
    resolution: 'Поставьте её под первой с теми же столбцами, на другой лист или в отдельный файл.',
  },
  SHEETS_LEFT: {
    message: (f) => `Прочитан лист «${f.old ?? ''}». Товары есть и на других: ${f.value ?? ''}.`,
    resolution: 'Загрузите их по очереди: лист выбирается.',
  },
  PRICE_ASSUMED: {
    message: (f) =>
      `Цена продажи взята из столбца «${f.value ?? ''}»: ${f.old === null ? 'другой цены в файле нет' : `есть и другие, ${f.old}`}.`,
    resolution: 'Если это не она, укажите столбец в настройке поставщика.',
  },
  THOUSANDS_ASSUMED: {
    message: (f) => `${field(f)} ${value(f)}: точка прочитана как знак тысяч.`,
    resolution: `${HELD} Если это дробная часть, исправьте файл.`,
  },
  PRICE_MERGED: {
    message: (f) => `${field(f)} ${value(f)} стоит в ячейке, объединённой со строкой ${f.old ?? ''}.`,
    resolution: `Взята для каждой строки. ${HELD} Если это цена за всё вместе, исправьте файл.`,
  },
  UPDATE_OFF: {
    message: (f) => `Товар ${value(f)} уже есть в каталоге.`,
    resolution: 'Оставлен как есть: обновление в настройке поставщика выключено.',
  },
  CREATE_OFF: {
    message: (f) => `Товара ${value(f)} нет в каталоге.`,
    resolution: 'Пропущен: заведение новых в настройке поставщика выключено.',
  },
};

/** `5000.00, Оптик-А` as `Оптик-А, 5 000,00 ₽`. */
function rival(old: string | null): string {
  const [sum = '', ...supplier] = (old ?? '').split(', ');
  return [supplier.join(', '), sum && roubles(sum)].filter(Boolean).join(', ');
}
