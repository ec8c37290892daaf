/**
 * The code of a single piece ends with two characters that follow from all the others (`design/stock/piece-code.ts`): a label that is typed
 * by hand with one character wrong, or two of them exchanged, names no piece instead of another one.
 */

/** Between an article and what tells one piece of it from the others. */
export const PIECE_MARK = '~p';

/** A prime below the number of pairs, and above the difference of any two Latin or Cyrillic letters: each single mistake shows. */
const MODULUS = 1_289;

/** Two characters, 0–9 and A–Z, for everything that stands before them. */
export function pieceCheck(body: string): string {
  let [sum, weight] = [0, 1];
  for (const char of body) {
    sum = (sum + weight * char.charCodeAt(0)) % MODULUS;
    weight = (weight * 3) % MODULUS;
  }
  return sum.toString(36).padStart(2, '0').toUpperCase();
}

/** The article in a piece's code; `null`: it is none, or not as its label says. */
export function articleOfPiece(code: string): string | null {
  const [, body, article, check] = /^((.+)~p.+)-(..)$/.exec(code) ?? [];
  return body && pieceCheck(body) === check ? article! : null;
}
