import type { Balance, Opening, OpeningCorrection } from '../documents/opening.ts';
import { DAY } from '../time/clock.ts';
import { instantOf } from '../time/day-range.ts';
import { addMonths } from '../time/local-time.ts';
import { sumOf } from './balance.ts';
import { movementOf, type BalanceFact, type Receipt } from './movement.ts';

export const openingId = (month: string): string => `opening:${month}`;
/** `n` counts from 1; four digits keep the order of ids. */
export const correctionId = (month: string, n: number): string => `opening-correction:${month}:${String(n).padStart(4, '0')}`;

/** An opening waits this long after the month for what the tills still hold, and this long at most for tills that stay away. */
export const SEAL_AFTER = 2 * DAY;
export const SEAL_AT_LAST = 10 * DAY;

/** May the opening of `month` be sealed? `handedIn`: every till of the shop has been heard since the month before ended. */
export function sealDue(month: string, timeZone: string, now: number, handedIn: boolean): boolean {
  const begins = instantOf(`${month.slice(0, 4)}-${month.slice(4)}-01T00:00:00`, timeZone);
  return now >= begins + (handedIn ? SEAL_AFTER : SEAL_AT_LAST);
}

type Corrected = Pick<OpeningCorrection, '_id' | 'month' | keyof Balance>;
type Sealed = Pick<Opening, 'month' | 'corrections' | keyof Balance>;

/** Corrections up to `month` that no opening up to it contains yet. `contained` are the ids named by the openings of the chain. */
export const outstanding = <T extends Corrected>(
  corrections: readonly T[],
  month: string,
  contained: ReadonlySet<string>,
): readonly T[] => corrections.filter((one) => one.month <= month && !contained.has(one._id));

/** What was there at the start of a month: its sealed opening and what came to light since; `null` where it is not sealed. */
export function openingBalance(openings: readonly Sealed[], corrections: readonly Corrected[], month: string): Balance | null {
  const sealed = openings.find((one) => one.month === month);
  if (!sealed) return null;
  const contained = new Set(openings.filter((one) => one.month <= month).flatMap((one) => one.corrections));
  return sumOf(sealed, ...outstanding(corrections, month, contained));
}

/**
 * Stock, cash and deposits now: the newest sealed opening plus the facts since (of its month and all later ones). Without any opening,
 * `facts` are all there are. `facts` is asked for the months that are wanted.
 */
export function balanceAt(
  openings: readonly Sealed[],
  corrections: readonly Corrected[],
  factsFrom: (month: string | null) => { facts: Iterable<BalanceFact>; receipts?: Iterable<Receipt> },
): Balance {
  const newest = openings.reduce<string | null>((found, { month }) => (found === null || month > found ? month : found), null);
  const { facts, receipts = [] } = factsFrom(newest);
  const moved = movementOf(facts, receipts);
  return newest === null ? moved : sumOf(openingBalance(openings, corrections, newest)!, moved);
}

/** What the chain of openings says that a month moved: as sealed in the next opening, and corrected since. */
export function recordedMovement(next: Pick<Opening, 'month' | 'moved'>, corrections: readonly Corrected[]): Balance {
  return sumOf(next.moved, ...corrections.filter((one) => one.month === next.month));
}

export const nextMonth = (month: string): string => addMonths(month, 1);
