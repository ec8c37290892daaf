import type { ImportField } from './fields.ts';
import { TITLE_WORDS } from './title-words.ts';

/** What a title says beyond its meaning: units, brackets, numbers of lists. */
const BRACKETS = /\([^)]*\)|\[[^\]]*\]/gu;
const UNITS = /(?<![\p{L}\p{N}])(?:руб(?:\.|лей)?|rub|rur|₽|р\.|шт\.?|pcs|мм|mm|дптр|dpt|usd|eur|€|\$)(?![\p{L}\p{N}])|[*№#:]/giu;

/** The same with its brackets and units: «Цена (2)» is not «Цена». */
export const plainTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}%+]/gu, '');

const CHINESE = /\p{Script=Han}+/gu;

/**
 * A title for comparing: «Цена, руб.» and «ЦЕНА (руб)» are one, «ё» is «е»; letters, digits, % and + are left. Chinese beside letters that
 * we read says the same once more («单价 Unit Price»).
 */
export function titleKey(title: string): string {
  const key = plainTitle(title.replace(BRACKETS, ' ').replace(UNITS, ' ')) || plainTitle(title);
  return key.replace(CHINESE, '') || key;
}

interface Meaning {
  readonly field: ImportField;
  /** 0: the most telling title of its field. */
  readonly rank: number;
}

const MEANINGS: ReadonlyMap<string, readonly Meaning[]> = (() => {
  const all = new Map<string, Meaning[]>();
  for (const [field, words] of Object.entries(TITLE_WORDS) as [ImportField, readonly string[]][])
    for (const [rank, word] of words.entries()) {
      const key = titleKey(word);
      all.set(key, [...(all.get(key) ?? []), { field, rank }]);
    }
  return all;
})();

/** Titles that begin or are made of more than we list: «Цена розничная с 01.11», «Наименование и описание». Weaker than the list. */
const BEGINNINGS: readonly (readonly [RegExp, ImportField])[] = [
  [
    /^(?:ррц|(?:мин|минимальная|макс)?рознич|ценарозн|retailprice|рекомендованнаярозн|рекомендуемаярозн|рекомендованнаяцена|рекомендуемаяцена)/,
    'price',
  ],
  [/^(?:закуп|ценазакуп|оптов|ценаопт|опт(?!ик|ич|им)|wholesale|purchaseprice|дилер|ценадилер)/, 'cost'],
  [/^(?:ставкандс|ндс)/, 'vat'],
  [/^(?:штрихкод|штрихкод|ean|barcode|баркод|gtin)/, 'ean'],
  [/^(?:артикул)/, 'sku'],
  [/^(?:наименовани|названи|номенклатур|ценоваягруппаноменклатур)/, 'name'],
  [/^(?:остат(?!окср)|наличи|количеств(?!о?(?:в|на)?(?:упак|уп$|короб|заказ))|свободн)/, 'stock'],
  [/^(?:категори)/, 'category'],
  [/^(?:бренд|торговаямарка)/, 'brand'],
  [/^(?:новаяцена|newprice|цена|price)/, 'price'],
];

/** «Старая цена», «Цена (прежняя)»: nobody sells at it any more. */
const OUTDATED = /(?:стар|прежн|^old).*цен|цен.*(?:стар|прежн)|^old.*price|price.*old/;

/** «Оптовая скидка», «Розничная наценка, %»; «НДС, руб.» is a sum and no rate; «Штрихкод короба» is nobody's on a till. */
const NO_VALUE = /^(?!.*цен).*(?:скидк|наценк)|^(?:сумма)?ндс(?:сумма|руб)|^(?:ean|штрихкод|barcode).*(?:короб|carton|case)/;

/** «Номенклатура.Артикул», as 1С calls the columns of its reports; «Цена: Цена продажи», as МойСклад does. */
const PREFIX = /^\s*(?:(?:номенклатура|товары?)\s*\.|цена\s*:(?=.*цен))\s*(?=\p{L})/iu;
/** «Доп. поле: Бренд» is somebody's own column: what it calls a price is not the program's. */
const OWN_FIELD = /^\s*(?:доп\.?\s*поле|характеристика)\s*:\s*(?=\p{L})/iu;

/** «Цена (опт)»: the word in brackets makes it another column than «Цена»; empty where it tells nothing more. */
function ofBrackets(title: string): readonly Meaning[] {
  if (!/[([]/.test(title)) return [];
  const plain = plainTitle(title.replace(/ \(\d+\)$/, '').replace(UNITS, ' '));
  const begins = BEGINNINGS.slice(0, 2).find(([pattern]) => pattern.test(plain));
  return MEANINGS.get(plain) ?? (begins ? [{ field: begins[1], rank: 50 }] : []);
}

/** What a title may mean, the likeliest first; empty where it tells nothing. `exact`: it stands in the list. */
export function meaningsOf(title: string): readonly (Meaning & { readonly exact: boolean })[] {
  if (OWN_FIELD.test(title)) {
    return meaningsOf(title.replace(OWN_FIELD, '')).filter(({ field }) => field !== 'price' && field !== 'cost');
  }
  const plain = plainTitle(title);
  if (OUTDATED.test(plain) || NO_VALUE.test(plain)) return [];
  const key = titleKey(title.replace(PREFIX, ''));
  const bracketed = ofBrackets(title);
  const listed = bracketed.length > 0 ? bracketed : MEANINGS.get(key);
  if (listed) return [...listed].sort((a, b) => a.rank - b.rank).map((meaning) => ({ ...meaning, exact: true }));
  return BEGINNINGS.flatMap(([pattern, field]) => (pattern.test(key) ? [{ field, rank: 100, exact: false }] : [])).slice(0, 1);
}
