import type { Cell } from '../table.ts';

/** Zero-width signs, soft hyphens, direction marks and byte order marks: nobody sees them, and no article should differ by them. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;

/** Anything that `plainText` has to take out or fold; most cells have nothing of the kind, and a file of 100,000 rows has millions. */
const UNEVEN =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]|^ | $| {2}/;

/** What a person reads in a cell: no control or invisible characters, spaces and line breaks of every kind as one space, trimmed. */
export function plainText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  const text = cellText(cell);
  return UNEVEN.test(text) ? text.replace(CONTROL, '').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim() : text;
}

/** Booleans as Excel in Russian shows them; whole numbers without an exponent. */
function cellText(cell: string | number | boolean): string {
  if (typeof cell === 'boolean') return cell ? 'ИСТИНА' : 'ЛОЖЬ';
  if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell) && Math.abs(cell) < 1e21)
    return BigInt(cell).toString();
  return String(cell);
}

/** A dash that stands for "nothing". */
export const isDash = (text: string): boolean => /^[-‐‑‒–—―−]+$/.test(text);

/** What programs of databases and statistics write for an empty cell. */
export const isNothing = (text: string): boolean => /^(?:nan|null|\(null\)|none|nil|n\/?a|<na>|\\n)$/i.test(text);

/** For comparing titles and words: lower case, ё as е, no spaces, dots or other signs. */
export const simplified = (text: string): string =>
  plainText(text)
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}%+]/gu, '');
