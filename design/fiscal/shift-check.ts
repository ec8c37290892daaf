import type { ShiftTotals } from '../documents/facts.ts';
import type { Kopecks } from '../money/kopecks.ts';

/** Sums of one side as a register counts them by itself, kopecks. */
export interface RegisterSums {
  readonly count: number;
  readonly cash: Kopecks;
  readonly card: Kopecks;
  readonly prepaid: Kopecks;
  readonly credit: Kopecks;
  readonly other: Kopecks;
}

/** A register's own counters of the shift (Shtrih money registers, ATOL `shiftTotals`). */
export interface RegisterCounters {
  readonly shift: number;
  readonly sales: RegisterSums;
  readonly refunds: RegisterSums;
  /** Cash that the register believes in the drawer; it is not told of floats that people count. */
  readonly cash: Kopecks;
}

export interface Mismatch {
  readonly what: string;
  readonly journal: number;
  readonly other: number;
}

/** Requirements B-81: 0.01 ₽. */
export const BALANCE_TOLERANCE: Kopecks = 1;
/** Requirements F-07, percent. */
export const DISCREPANCY_LIMIT = 0.5;

const sumOf = ({ cash, card, prepaid, credit, other }: RegisterSums): Kopecks => cash + card + prepaid + credit + other;

/**
 * Where the journal's totals and the register's counters of one shift differ by more than a kopeck. `base`: the journal's and the
 * register's drawer when the shift opened, `null` where nobody looked; only what moved since can be compared. Receipts made at the
 * register's own keys are known by their total alone (`foreign`): then payment kinds are not compared.
 */
export function counterMismatches(
  totals: ShiftTotals,
  counters: RegisterCounters,
  { base, foreign }: { base: { readonly journal: Kopecks; readonly register: Kopecks } | null; foreign: boolean },
): Mismatch[] {
  const found: Mismatch[] = [];
  const compare = (what: string, journal: number, other: number, tolerance: number = BALANCE_TOLERANCE): void => {
    if (Math.abs(journal - other) > tolerance) found.push({ what, journal, other });
  };
  for (const side of ['sales', 'refunds'] as const) {
    const [ours, theirs] = [totals[side], counters[side]];
    compare(`${side}.count`, ours.count, theirs.count, 0);
    compare(`${side}.total`, ours.total, sumOf(theirs));
    if (foreign) continue;
    compare(`${side}.cash`, ours.cash, theirs.cash);
    compare(`${side}.card`, ours.card, theirs.card);
    compare(`${side}.other`, ours.other, sumOf(theirs) - theirs.cash - theirs.card);
  }
  if (base !== null && !foreign) compare('drawer', totals.drawer - base.journal, counters.cash - base.register);
  return found;
}

/** Counted cash against what had to be there, percent of the cash that the shift turned over, rounded up; `null` without turnover and difference. */
export function discrepancyPercent(difference: Kopecks, { sales, refunds }: ShiftTotals): number | null {
  const turnover = sales.cash + refunds.cash;
  if (turnover === 0) return difference === 0 ? null : 100;
  return Math.ceil((Math.abs(difference) * 10_000) / turnover) / 100;
}
