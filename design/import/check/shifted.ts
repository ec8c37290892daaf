import type { ReadRow } from '../checked-row.ts';
import type { FindingType } from '../finding.ts';

const NOT_A_NUMBER: ReadonlySet<FindingType> = new Set([
  'NUMBER_INVALID',
  'CURRENCY_UNKNOWN',
  'STOCK_INVALID',
  'VAT_UNKNOWN',
  'EAN_INVALID',
]);

const onlyDigits = (text: string | null): boolean => text !== null && /\d/.test(text) && /^[\d\s.,₽%-]+$/.test(text);
const hasWords = (text: string | null): boolean => text !== null && /\p{L}{2}/u.test(text);

/**
 * Have the cells of a row moved aside (K-22 «shifted column»)? Words stand where numbers belong and numbers where words belong, or words in
 * three number columns: one fault is told then, not five.
 */
export function isShifted({ findings, name, category }: ReadRow): boolean {
  const words = findings.filter(({ type, value }) => NOT_A_NUMBER.has(type) && hasWords(value)).length;
  const numbers = [name, category].filter(onlyDigits).length;
  return words >= 3 || (words >= 1 && numbers >= 1);
}
