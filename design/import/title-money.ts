import { currencyNamedIn } from './convert/currency.ts';
import { plainText } from './convert/plain-text.ts';
import type { TableRow } from './table.ts';

/**
 * What the title of a price column says of its figures. `currency`: the code («Цена, EUR»), `XXX` for «у. е.», `null`: nothing.
 * `times`: roubles in one of the file's units as a fraction («тыс. руб.», «коп.»). `units`: pieces that the price is for («за пару»).
 * `vat`: «без НДС» or «с НДС».
 */
export interface TitleMoney {
  readonly currency: string | null;
  readonly times: readonly [n: bigint, d: bigint];
  readonly units: 1 | 2;
  readonly vat: 'with' | 'without' | null;
}

export const PLAIN_MONEY: TitleMoney = { currency: null, times: [1n, 1n], units: 1, vat: null };

const WITHOUT_VAT =
  /без\s*(?:уч[её]та\s*)?ндс|не\s*(?:вкл\S*|содерж\S*)\s*ндс|ндс\s*не\s*(?:вкл|содерж|учт)|нетто|ex(?:cl)?(?:\.|uding)?\s*vat|w(?:ithout|\/o)\s*vat|net price|price net|vat (?:excluded|not included)/i;
const WITH_VAT =
  /(?<!\p{L})с\s*(?:уч[её]том\s*)?ндс|включая\s*ндс|(?:в т\.\s*ч\.|вкл\.?)\s*ндс|брутто|in(?:cl)?(?:\.|uding)?\s*vat|with vat|vat included/iu;
const THOUSANDS = /(?<!\p{L})тыс(?:\.|яч\p{L}*)?(?!\p{L})/iu;
const KOPECKS = /(?<!\p{L})коп(?:\.|еек|ейк\p{L}*)?(?!\p{L})/iu;
const PAIR = /(?<!\p{L})(?:пар[ауы]|pairs?)(?!\p{L})/iu;
const PIECE = /(?<!\p{L})(?:шт|штук\p{L}*|pcs?|pieces?)(?!\p{L})/iu;

/** What a price list in another tongue means by a number where it names no money. */
const MONEY_OF_TONGUE: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})ціна/iu, 'UAH'],
  [/(?<!\p{L})бағасы/iu, 'KZT'],
  [/(?<!\p{L})(?:\p{L}*preis|prezzo|prix)(?!\p{L})/iu, 'EUR'],
  [/^[^A-Za-zА-Яа-я]*(?:单价|价格|批发价)/u, 'CNY'],
];
const tongueMoney = (title: string): string | null => MONEY_OF_TONGUE.find(([is]) => is.test(title))?.[1] ?? null;

/** Read from a title as the file has it; brackets count («Цена (EUR)»). */
export function titleMoney(title: string): TitleMoney {
  const kopecks = KOPECKS.test(title) && !/руб|₽/i.test(title);
  return {
    currency: currencyNamedIn(title) ?? tongueMoney(title),
    times: THOUSANDS.test(title) ? [1_000n, 1n] : kopecks ? [1n, 100n] : [1n, 1n],
    units: PAIR.test(title) && !PIECE.test(title) ? 2 : 1,
    vat: WITHOUT_VAT.test(title) ? 'without' : WITH_VAT.test(title) ? 'with' : null,
  };
}

/** A sentence about all prices of the file, above or below its table; one about a rate of exchange or old prices is none. */
const OF_PRICES = /^[*\s]*(?:все\s*)?(?:цен[аы]|прайс\p{L}*|prices?|price list)(?!\p{L})/iu;

/** Texts that stand alone in their row: what is written beside a table and not in it. */
export const notesOf = (rows: readonly TableRow[]): string[] =>
  rows.flatMap(({ cells }) => {
    const texts = cells.map(plainText).filter((text) => text !== '');
    return texts.length > 0 && texts.length <= 3 ? texts.filter((text) => OF_PRICES.test(text)) : [];
  });

/** «Цены указаны в евро, без НДС»: what the notes say of every price whose title does not say otherwise. */
export function notedMoney(notes: readonly string[]): Pick<TitleMoney, 'currency' | 'vat'> {
  const told = notes.map(titleMoney);
  return {
    currency: told.find(({ currency }) => currency !== null)?.currency ?? null,
    vat: told.find(({ vat }) => vat !== null)?.vat ?? null,
  };
}
