import { DENOMINATIONS } from './denominations.ts';
import type { Kopecks } from './kopecks.ts';

/** No single note explains change of so much: whoever gave it would have kept a note. */
const LARGEST_NOTE = DENOMINATIONS[0];

/** A sum typed so many times too large has a digit too many. */
const SLIP = 10;

/** Change of less is what a note for small goods gives, kopecks. */
const SMALL_CHANGE = 1_000_00;

/** Were only notes given that were needed: could `tendered` be notes of one value, each more than the change? */
const isExplained = (tendered: Kopecks, change: Kopecks): boolean =>
  DENOMINATIONS.some((note) => note > change && tendered % note === 0);

/**
 * Change that nobody hands out without a second look: as much as the largest note or more, or what a digit too many in the sum received
 * comes to and no note explains. `due` and `tendered` in kopecks.
 */
export function isOddChange(due: Kopecks, tendered: Kopecks): boolean {
  const change = tendered - due;
  if (change >= LARGEST_NOTE) return true;
  return change >= SMALL_CHANGE && tendered >= due * SLIP && !isExplained(tendered, change);
}
