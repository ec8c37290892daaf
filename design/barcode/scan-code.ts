import { articleOfPiece } from './piece-mark.ts';

/**
 * The spellings under which a catalogue may file a code, as it was read first: a GTIN-14 that begins with 0 is an EAN-13, a UPC-A is one
 * with a zero before it; the code of a single piece (`design/stock/piece-code.ts`) begins with its article, where it is typed as its label says.
 */
export function spellingsOf(code: string): string[] {
  const plain = code.trim();
  if (/^0\d{13}$/.test(plain)) return [plain, plain.slice(1)];
  if (/^0\d{12}$/.test(plain)) return [plain, plain.slice(1)];
  if (/^\d{12}$/.test(plain)) return [plain, `0${plain}`];
  const article = articleOfPiece(plain);
  return article === null ? [plain] : [plain, article];
}

/** `3*`, `3 x` or `3х` before a scan or a name: so many pieces. The rest is what is looked for; `qty` is `null` where none was typed. */
export function readQuantity(text: string): { readonly qty: number | null; readonly rest: string } {
  const match = /^\s*(\d{1,4}(?:[.,]\d{1,3})?)\s*[*×xхXХ]\s*/.exec(text);
  const qty = match ? Number(match[1]!.replace(',', '.')) : 0;
  return qty > 0 ? { qty, rest: text.slice(match![0].length) } : { qty: null, rest: text };
}
