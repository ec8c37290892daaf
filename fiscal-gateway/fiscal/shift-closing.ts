import type { CashCount, ShiftEvent, ShiftTotals, Signature } from '../../design/documents/facts.ts';
import { discrepancyPercent } from '../../design/fiscal/shift-check.ts';
import type { Kopecks } from '../../design/money/kopecks.ts';
import type { RegisterStatus } from '../register/register.ts';

export interface ShiftKey {
  readonly fn: string;
  readonly number: number;
}

/** What a person ordered at opening; kept until the register's report is recorded. Kopecks. */
export interface OpenIntent {
  readonly cashier: string;
  /** Cash counted into the drawer; `null`: what the last shift left. */
  readonly float: Kopecks | null;
  readonly reason: string | null;
  readonly sheet?: CashCount['sheet'];
  /** Who takes the responsibility for the difference. */
  readonly signed?: SignedDecision | null;
}

export interface Counted {
  readonly counted: Kopecks;
  readonly reason: string | null;
  readonly collected: Kopecks;
  readonly sheet?: CashCount['sheet'];
}

export interface CloseIntent {
  readonly cashier: string;
  readonly counted: Counted | null;
  readonly signed: SignedDecision | null;
}

export type SignedDecision = Signature & { readonly reason: string };
export type Books = NonNullable<ShiftEvent['books']>;

/** How a shift was closed, kept with it. */
export interface Closing {
  readonly cashier: string;
  readonly cash: CashCount | null;
  readonly signed: SignedDecision | null;
  /** Closed in our books before (or without) the register's report. */
  readonly books: Books | null;
  /** Receipts left unsettled. */
  readonly left: readonly string[];
}

/** The count against the books: `collected` has left the drawer of the totals already. */
export function cashCountOf({ counted, reason, collected, sheet }: Counted, { drawer }: ShiftTotals): CashCount {
  const expected = drawer + collected;
  return { expected, counted, difference: counted - expected, reason, collected, ...(sheet && { sheet }) };
}

/** Cash that lies in the drawer after a close: what was counted and not collected, else what the books say. */
export function cashLeftBy(closing: Closing | null, totals: ShiftTotals): Kopecks {
  const cash = closing?.cash ?? null;
  return cash === null ? totals.drawer : cash.counted - cash.collected;
}

/** Requirements F-07, `null` where nobody counted. */
export const discrepancyOf = (cash: CashCount | null, totals: ShiftTotals): number | null =>
  cash === null ? null : discrepancyPercent(cash.difference, totals);

/** What the register itself thinks of this very shift; `null` where it has not said. */
export function registerSays(seen: RegisterStatus | null, shift: ShiftKey): 'open' | 'expired' | null {
  if (seen === null || seen.fn !== shift.fn || seen.shift.number !== shift.number) return null;
  return seen.shift.state === 'closed' ? null : seen.shift.state;
}
