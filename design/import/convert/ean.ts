import { isEan13 } from '../../catalogue/ean.ts';
import type { Cell } from '../table.ts';
import { isDash, plainText } from './plain-text.ts';

export type EanReading = { readonly ean: string | null; readonly isRestored: boolean } | { readonly fault: 'EAN_INVALID' };

/**
 * UPC number systems 2, 4 and 5 are the shop's own, and coupons: no supplier's goods bear them. A code that would begin so has lost its last
 * digits, not its first zeros.
 */
const NOT_A_MAKERS = /^0[245]/;

/** `4,6E+12` that was opened and saved once more: the number is whole again, its last digits are not. One in ten has a right check digit. */
const SWALLOWED = /^\d{7}0{6}$/;

/** An exponent with all thirteen digits before it (`4.600712345678E+12`): nothing was lost. Excel's usual five digits are not enough. */
function unfolded(text: string): string {
  const match = /^(\d)[.,](\d{11,12})e\+?(1[12])$/i.exec(text);
  return match && match[2]!.length === Number(match[3]) ? match[1]! + match[2]! : text;
}

/** Excel's ways to keep a number text (`="460…"`, `'460…`), a fraction of nothing, spaces and dashes between the digits. */
const bare = (text: string): string =>
  text
    .replace(/^="?|"$/g, '')
    .replace(/^['’`]+/, '')
    .replace(/(?<=\d)[.,]0+$/, '')
    .replace(/(?<=\d)[ -]+(?=\d)/g, '');

/**
 * An EAN-13 with its check digit right. Restored, since it was lost on the way: zeros at the beginning (11 or 12 digits: a UPC-A is such a
 * one), all digits of an exponent, a GTIN-14 that is a piece's. Not an EAN of ours: EAN-8 (the catalogue keeps 13 digits, a scanner reads 8),
 * a GTIN-14 of a carton, digits that an exponent swallowed (requirement E-31). Empty cells and dashes say nothing.
 */
export function readEan(cell: Cell | undefined): EanReading {
  const text = plainText(cell);
  if (text === '' || isDash(text)) return { ean: null, isRestored: false };
  const spelled = bare(text);
  const digits = unfolded(spelled);
  // Its check digit is right, but it is nobody's.
  if (/^0+$/.test(digits) || SWALLOWED.test(digits)) return { fault: 'EAN_INVALID' };
  if (isEan13(digits)) return { ean: digits, isRestored: digits !== spelled };
  if (!/^\d{11,14}$/.test(digits)) return { fault: 'EAN_INVALID' };
  const padded = digits.length === 14 && digits.startsWith('0') ? digits.slice(1) : digits.padStart(13, '0');
  const isWhole = digits.length === 14 || !NOT_A_MAKERS.test(padded);
  return digits.length !== 13 && isWhole && isEan13(padded) ? { ean: padded, isRestored: true } : { fault: 'EAN_INVALID' };
}
