import { articleOfPiece, PIECE_MARK, pieceCheck } from '../barcode/piece-mark.ts';
import type { SaleLine } from '../documents/facts.ts';
import type { StockLine } from './paper.ts';

export { articleOfPiece } from '../barcode/piece-mark.ts';

/**
 * The code of one piece, as its label bears it: `RB-1001~p3-2611-004-01-5R`, the article, the paper by which it came, its place there and two
 * characters that follow from those. A device's papers have numbers of their own, so no two pieces share a code however many tablets
 * receive offline; and since the article stands in it, every till knows what it sells without having heard of the piece.
 */
export function pieceCode(sku: string, number: string, nth: number): string {
  const body = `${sku}${PIECE_MARK}${number}-${String(nth).padStart(2, '0')}`;
  return `${body}-${pieceCheck(body)}`;
}

/** As people read it off a label: the paper and the place there. */
const NAME = /^\d{1,6}-\d{4}-\d{3,}-\d/;

/** Is it meant as the code of a piece, rightly typed or not? */
export const isLikePiece = (code: string): boolean => code.includes(PIECE_MARK) || NAME.test(code.trim());

/** What is written of a piece for people: the code without its article. */
export const pieceName = (code: string): string => code.slice(code.lastIndexOf(PIECE_MARK) + PIECE_MARK.length);

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

/** Mistakes of a hand that a code is still recognised through. */
const MISTAKES = 3;
const PROPOSED = 3;
/** Letters that people take for one another on a torn label. */
const plain = (code: string): string => code.trim().toUpperCase().replaceAll('О', 'O').replaceAll('O', '0').replaceAll('I', '1');

/**
 * Which of the known pieces somebody may have meant who typed a code that names none, the likeliest first; also where only what stands on the
 * label for people was typed (`3-2611-004-01-5R`), or its check characters could not be read.
 */
export function nearestPieces(typed: string, known: Iterable<string>): string[] {
  const wanted = plain(typed);
  const found: { readonly code: string; readonly far: number }[] = [];
  for (const code of known) {
    const [whole, name] = [plain(code), plain(pieceName(code))];
    const forms = [whole, name, whole.slice(0, whole.lastIndexOf('-')), name.slice(0, name.lastIndexOf('-'))];
    const far = Math.min(...forms.map((form) => mistakes(wanted, form)));
    if (far <= MISTAKES) found.push({ code, far });
  }
  return found
    .sort((a, b) => a.far - b.far || (a.code < b.code ? -1 : 1))
    .slice(0, PROPOSED)
    .map(({ code }) => code);
}

/** Characters typed wrongly, too many, too few or exchanged; more than `MISTAKES` are not counted out. */
function mistakes(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MISTAKES) return MISTAKES + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    if (Math.min(...row) > MISTAKES) return MISTAKES + 1;
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
