import type { ImportField } from './fields.ts';

/**
 * What was found in a row, by the requirement that names it. Rows with an `error` that `skips` are left out; the others are imported and
 * told of. `held` waits for a named person. `SIZE_INVALID`: a frame's size that cannot be read; `BAND_…`: rows of a lens family's power bands
 * that cannot be read, price one power twice, or leave powers between them without a price.
 */
export const FINDINGS = {
  DUPLICATE_SKU: { level: 'error', skips: true, rule: 'E-30' },
  EAN_INVALID: { level: 'error', skips: false, rule: 'E-31' },
  EAN_MISSING: { level: 'warning', skips: false, rule: 'E-03' },
  EAN_CONFLICT: { level: 'error', skips: false, rule: 'E-32' },
  REQUIRED_EMPTY: { level: 'error', skips: true, rule: 'E-33' },
  VAT_UNKNOWN: { level: 'error', skips: true, rule: 'E-34' },
  VAT_CHANGED: { level: 'warning', skips: false, rule: 'E-34', held: true },
  VAT_RATE_OUTDATED: { level: 'warning', skips: false, rule: 'E-34' },
  NUMBER_INVALID: { level: 'error', skips: true, rule: 'E-35' },
  CURRENCY_UNKNOWN: { level: 'error', skips: true, rule: 'E-35' },
  COST_OVER_PRICE: { level: 'warning', skips: false, rule: 'E-36', held: true },
  PRICE_JUMP: { level: 'warning', skips: false, rule: 'E-37', held: true },
  CHEAPER_ELSEWHERE: { level: 'info', skips: false, rule: 'E-38' },
  PRICE_NEGATIVE: { level: 'error', skips: true, rule: 'E-39' },
  STOCK_NEGATIVE: { level: 'error', skips: true, rule: 'E-39' },
  STOCK_INVALID: { level: 'error', skips: true, rule: 'E-39' },
  /** The stock of our shop in words: known roughly, so not entered. */
  STOCK_ROUGH: { level: 'warning', skips: false, rule: 'E-39' },
  CATEGORY_MISSING: { level: 'error', skips: true, rule: 'E-39' },
  TEXT_TOO_LONG: { level: 'warning', skips: false, rule: 'E-02' },
  TEXT_INVALID: { level: 'error', skips: true, rule: 'E-02' },
  SIZE_INVALID: { level: 'warning', skips: false, rule: 'E-02' },
  /** Powers or measures of a contact lens that cannot be read: the article comes without them. */
  POWERS_INVALID: { level: 'warning', skips: false, rule: 'E-02' },
  BAND_INVALID: { level: 'error', skips: true, rule: 'E-35' },
  BAND_OVERLAP: { level: 'warning', skips: false, rule: 'E-39' },
  BAND_MISSING: { level: 'warning', skips: false, rule: 'E-39' },
  EAN_RESTORED: { level: 'info', skips: false, rule: 'E-31' },
  /** Differs from another article's code only by case, dashes or letters that look alike (Cyrillic А, Latin A). */
  SKU_LOOKALIKE: { level: 'warning', skips: false, rule: 'E-30', held: true },
  /** Latin and Cyrillic letters in one code, or Cyrillic ones that all have a Latin twin. */
  SKU_LETTERS: { level: 'warning', skips: false, rule: 'E-30' },
  /** A sheet of power grids has no articles: made of the lens's name. */
  SKU_ASSUMED: { level: 'warning', skips: false, rule: 'E-02' },
  /** By barcode or name more than one article, or none while the code is another's. */
  MATCH_AMBIGUOUS: { level: 'error', skips: true, rule: 'E-10' },
  PRICE_ZERO: { level: 'warning', skips: false, rule: 'E-33', held: true },
  /** The file does not say, nor does the profile: taken by kind. */
  VAT_ASSUMED: { level: 'warning', skips: false, rule: 'E-34' },
  KIND_ASSUMED: { level: 'warning', skips: false, rule: 'E-02' },
  CATEGORY_ASSUMED: { level: 'warning', skips: false, rule: 'E-39' },
  /** The cheaper of two suppliers takes the article over. */
  SUPPLIER_CHANGED: { level: 'info', skips: false, rule: 'E-38' },
  /** An archived article is in the file again. */
  RETURNED: { level: 'info', skips: false, rule: 'E-10' },
  /** Of the supplier's articles, more than a fifth are not in the file: nothing of it is archived without a person. */
  VANISHED_MANY: { level: 'warning', skips: false, rule: 'E-10', held: true },
  /** `value`: the article; `old`: pieces that lie in shops, pieces on their way, orders that need it, with spaces between. */
  VANISHED_STANDS: { level: 'warning', skips: false, rule: 'E-10', held: true },
  ROW_SHIFTED: { level: 'error', skips: true, rule: 'E-39' },
  /** Another table with other columns begins in the middle of the sheet. */
  TABLE_CHANGED: { level: 'error', skips: true, rule: 'E-39' },
  /** A second table stands beside the first one on the sheet: nothing of it is read. */
  TABLE_BESIDE: { level: 'warning', skips: false, rule: 'E-40' },
  /** Of a file whose sheet or price was guessed: other sheets with goods, a purchase price for want of another. */
  SHEETS_LEFT: { level: 'warning', skips: false, rule: 'E-40' },
  PRICE_ASSUMED: { level: 'warning', skips: false, rule: 'E-40' },
  /** `1.250` in a column that says nothing of its decimal sign: most likely thousands, but it may be a rouble and a quarter. */
  THOUSANDS_ASSUMED: { level: 'warning', skips: false, rule: 'E-35', held: true },
  /** One cell for several rows (`old`: the first of them): the price of each, or of all together. */
  PRICE_MERGED: { level: 'warning', skips: false, rule: 'E-33', held: true },
  UPDATE_OFF: { level: 'info', skips: true, rule: 'E-10' },
  CREATE_OFF: { level: 'info', skips: true, rule: 'E-10' },
} as const satisfies Record<string, { level: FindingLevel; skips: boolean; rule: string; held?: boolean }>;

export type FindingLevel = 'info' | 'warning' | 'error';
export type FindingType = keyof typeof FINDINGS;

/**
 * `row` 0: the whole file. `value`: as the file has it; `old`: what the catalogue holds, the row that it collides with, or the currency that a title tells. Texts come from
 * the type.
 */
export interface Finding {
  readonly row: number;
  readonly type: FindingType;
  readonly field: ImportField | null;
  readonly value: string | null;
  readonly old: string | null;
}
