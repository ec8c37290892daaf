import type { Cell } from '../table.ts';

/** Zero-width signs, soft hyphens, direction marks and byte order marks: nobody sees them, and no article should differ by them. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;

/** What a person reads in a cell: no control or invisible characters, spaces and line breaks of every kind as one space, trimmed. */
export const plainText = (cell: Cell | undefined): string =>
  cell === null || cell === undefined
    ? ''
    : cellText(cell).replace(CONTROL, '').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();

/** Booleans as Excel in Russian shows them; whole numbers without an exponent. */
function cellText(cell: string | number | boolean): string {
  if (typeof cell === 'boolean') return cell ? 'ИСТИНА' : 'ЛОЖЬ';
  if (typeof cell === 'number' && Number.isInteger(cell) && Math.abs(cell) < 1e21) return BigInt(cell).toString();
  return String(cell);
}

/** A dash that stands for "nothing". */
export const isDash = (text: string): boolean => /^[-‐‑‒–—―−]+$/.test(text);

/** For comparing titles and words: lower case, ё as е, no spaces, dots or other signs. */
export const simplified = (text: string): string =>
  plainText(text)
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}%+]/gu, '');
