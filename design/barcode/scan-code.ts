/**
 * What a scanner has read: an article's code, and the whole code of a marked article (system «Честный знак») where it was one. A wedge
 * may send the group separator as GS (29), as `^]` or as `\x1d`, or lose it.
 */
export interface ScannedCode {
  /** What the article is looked up by: EAN-13 without the leading zero of a GTIN-14, else the text itself. */
  readonly code: string;
  /** The code of this very piece as it goes to the receipt (tag 1163), separators included; `null` where the article bears none. */
  readonly mark: string | null;
}

const GS = '\u001d';
/** AIM identifiers that a scanner may be set to send before the data: DataMatrix, GS1-128, QR. */
const SYMBOLOGY = /^\](?:d2|C1|Q3|d1)/;
/** 01 GTIN, 21 serial: what every marked article begins with. */
const MARKED = /^01(\d{14})21[!-z]/;

/** GTIN-14 to what a price tag bears: EAN-13 where its first digit is 0, EAN-8 is left as it stands. */
const eanOf = (gtin: string): string => (gtin.startsWith('0') ? gtin.slice(1) : gtin);

/** Is the last digit right? A wrong one is a bad read: the catalogue would know no such code anyway. */
export function hasCheckDigit(digits: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits)) return false;
  const sum = [...digits]
    .reverse()
    .slice(1)
    .reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}

/** Reads EAN, UPC, GTIN-14, our own article numbers and GS1 DataMatrix alike. Total: what it does not know is a code as it stands. */
export function readScan(text: string): ScannedCode {
  const plain = text
    .trim()
    .replace(SYMBOLOGY, '')
    .replaceAll('^]', GS)
    .replaceAll('\\x1d', GS)
    .replace(new RegExp(`^${GS}`), '');
  const gtin = MARKED.exec(plain)?.[1];
  if (gtin !== undefined && hasCheckDigit(gtin)) return { code: eanOf(gtin), mark: plain };
  if (/^\d{14}$/.test(plain) && hasCheckDigit(plain)) return { code: eanOf(plain), mark: null };
  // UPC-A is EAN-13 with a zero before it.
  if (/^\d{12}$/.test(plain) && hasCheckDigit(plain)) return { code: `0${plain}`, mark: null };
  return { code: plain, mark: null };
}

/** `3*`, `3 x` or `3х` before a scan or a name: so many pieces. The rest is what is looked for; `qty` is `null` where none was typed. */
export function readQuantity(text: string): { readonly qty: number | null; readonly rest: string } {
  const match = /^\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*[*×xхXХ]\s*/.exec(text);
  const qty = match ? Number(match[1]!.replace(',', '.')) : 0;
  return qty > 0 ? { qty, rest: text.slice(match![0].length) } : { qty: null, rest: text };
}
