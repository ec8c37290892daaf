import type { SaleLine } from '../documents/facts.ts';
import type { StockLine } from './paper.ts';

/** Between an article and what tells one piece of it from the others. */
const MARK = '~p';

/**
 * The code of one piece, as its label bears it: `RB-1001~p3-2611-004-01`, the article, the paper by which it came and its place there. A
 * device's papers have numbers of their own, so no two pieces share a code however many tablets receive offline; and since the article
 * stands in it, every till knows what it sells without having heard of the piece.
 */
export const pieceCode = (sku: string, number: string, nth: number): string =>
  `${sku}${MARK}${number}-${String(nth).padStart(2, '0')}`;

/** The article of a piece's code; `null`: it is none. */
export function articleOfPiece(code: string): string | null {
  const at = code.lastIndexOf(MARK);
  return at > 0 ? code.slice(0, at) : null;
}

/** What is written of a piece for people: the code without its article. */
export const pieceName = (code: string): string => code.slice(code.lastIndexOf(MARK) + MARK.length);

/** The piece that a line of a receipt sold: its code stands in the line's note. */
export const pieceOfLine = ({ sku, note }: Pick<SaleLine, 'sku' | 'note'>): string | null =>
  note && articleOfPiece(note) === sku ? note : null;

/** Codes for every piece of a paper, in its order; `isCounted`: of which articles each piece has one. Parts of a piece have none. */
export function codesFor(
  lines: readonly StockLine[],
  number: string,
  isCounted: (sku: string) => boolean,
): { readonly sku: string; readonly code: string }[] {
  let nth = 0;
  return lines
    .filter(({ sku, qty }) => isCounted(sku) && Number.isInteger(qty))
    .flatMap(({ sku, qty }) => Array.from({ length: qty }, () => ({ sku, code: pieceCode(sku, number, (nth += 1)) })));
}
