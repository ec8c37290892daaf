/**
 * The code of a single piece ends with two characters that follow from all the others (`design/stock/piece-code.ts`): a label that is typed
 * by hand with one character wrong, or two of them exchanged, names no piece instead of another one.
 */

/** Between an article and what tells one piece of it from the others. */
export const PIECE_MARK = '~p';

/** Without 0, O, 1 and I, which people mistake for one another. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** A prime below the number of pairs; Latin and Cyrillic are apart in it, so that each single mistake shows. */
const MODULUS = 953;
const CYRILLIC = 900;

/** Two characters for everything that stands before them. */
export function pieceCheck(body: string): string {
  let [sum, weight] = [0, 1];
  for (const char of body) {
    const code = char.charCodeAt(0);
    sum = (sum + weight * (code > 1_023 ? code - CYRILLIC : code)) % MODULUS;
    weight = (weight * 3) % MODULUS;
  }
  return LETTERS[Math.floor(sum / LETTERS.length)]! + LETTERS[sum % LETTERS.length]!;
}

/** The article in a piece's code; `null`: it is none, or not as its label says. */
export function articleOfPiece(code: string): string | null {
  const [mark, check] = [code.lastIndexOf(PIECE_MARK), code.lastIndexOf('-')];
  if (mark <= 0 || check <= mark) return null;
  return pieceCheck(code.slice(0, check)) === code.slice(check + 1) ? code.slice(0, mark) : null;
}
