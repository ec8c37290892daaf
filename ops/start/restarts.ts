/** A program that ran so long (ms) before it fell stands at the beginning again: it was well. */
const STEADY = 60_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** So many falls in a row, a minute and a half of trying: what cannot run is told, and nothing goes round for ever. */
const FALLS_AT_MOST = 8;

/** Falls in a row, none of them after a steady run. */
export type Falls = number;

/** @param ran how long the program ran before it fell, ms */
export const afterFall = (before: Falls, ran: number): Falls => (ran >= STEADY ? 1 : before + 1);

/** How long (ms) to wait before a fallen program is started again; `null`: it is given up. */
export const waitOf = (falls: Falls): number | null =>
  falls > FALLS_AT_MOST ? null : Math.min(FIRST_WAIT * 2 ** (falls - 1), LONGEST_WAIT);
