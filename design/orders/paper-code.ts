import type { PairLetter, Side } from './words.ts';

/** What the barcode on a paper of the workshop names: the order, one of its pairs, or one lens. */
export interface PaperCode {
  readonly number: string;
  readonly pair?: PairLetter | null;
  readonly eye?: Side | null;
}

/**
 * What stands in the barcode: `O-17`, `O-17-A`, on a lens's bag `O-17-A-R`. The sign in front keeps it apart from any article; digits and
 * Latin letters only, so that Code 128 stays short and a scanner of any layout types it right. Read by `design/workshop/ticket.ts`.
 */
export const paperCode = ({ number, pair = null, eye = null }: PaperCode): string =>
  ['O', number, ...(pair ? [pair, ...(eye ? [eye === 'od' ? 'R' : 'L'] : [])] : [])].join('-');

/** Is it a paper's code, whatever else may be scanned here? Apart from the readings of it: every till has this at hand from the start. */
export const isPaperCode = (text: string): boolean => /^O-\d[\d-]*(-[A-H](-[RL])?)?$/i.test(text);
