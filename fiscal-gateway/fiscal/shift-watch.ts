import type { ShiftEvent, ShiftTotals } from '../../design/documents/facts.ts';
import { BALANCE_TOLERANCE, counterMismatches, DISCREPANCY_LIMIT } from '../../design/fiscal/shift-check.ts';
import type { Mismatch } from '../../design/fiscal/shift-check.ts';
import { shiftClock } from '../../design/fiscal/shift-clock.ts';
import { MINUTE, SECOND } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import type { ShiftBooks } from './shift-books.ts';
import { discrepancyOf, registerSays } from './shift-closing.ts';
import { closingOf } from './shift-reading.ts';

/** How often time is looked at, ms, and how often the totals are compared while nothing happens. */
const EVERY = 15 * SECOND;
const COMPARE_EVERY = 10 * MINUTE;

export interface ShiftWatch {
  /** Says what the clock and the books say now: time left, floats and counts that differ, books that wait for their register. */
  evaluate(): void;
  /** Totals against the register's counters and receipts against documents (requirements B-81). Alarms, never blocks. */
  compare(): Promise<readonly Mismatch[]>;
  /** Once, before the first request: says which shift this start has found open. */
  recovered(): void;
  watch(signal: AbortSignal): Promise<void>;
}

/** A shift is compared when it was opened, when it was closed, and now and then. */
const stateOf = ({ fn, number, closed_at }: ShiftRow): string => `${fn}/${number}/${closed_at === null ? 'open' : 'closed'}`;

export function createShiftWatch(
  context: Context,
  { executor, drive, books }: { readonly executor: Executor; readonly drive: Drive; readonly books: ShiftBooks },
): ShiftWatch {
  const { journal, stores, clock, timers, alarms, log, events, register } = context;
  let compared: { readonly shift: string; readonly at: number } | null = null;

  function sayTime(shift: ShiftRow | null): void {
    const time = shift && shiftClock(shift.opened_at, clock.now(), registerSays(drive.seen, shift));
    const details = { shift: shift?.number, closes_at: time?.closesAt, minutes_left: time?.minutesLeft };
    const before = alarms.active.length;
    alarms.set('SHIFT_ENDS_SOON', time?.warning === 'SHIFT_ENDS_SOON', details);
    alarms.set('SHIFT_EXPIRED', time?.warning === 'SHIFT_EXPIRED', details);
    // A screen that shows the shift need not ask to learn that its time is nearly over.
    if (alarms.active.length !== before) events.emit({ type: 'shift' });
  }

  function sayCash(shift: ShiftRow | null): void {
    const float = shift && (JSON.parse(shift.opened_event) as ShiftEvent).cash;
    const differs = float ? Math.abs(float.difference) > BALANCE_TOLERANCE : false;
    alarms.set('SHIFT_FLOAT_DIFFERS', differs, { shift: shift?.number, expected: float?.expected, counted: float?.counted });
    const last = stores.shifts.lastClosed();
    const cash = last && (closingOf(last)?.cash ?? null);
    const percent = cash && last?.totals ? discrepancyOf(cash, JSON.parse(last.totals) as ShiftTotals) : null;
    const details = { shift: last?.number, expected: cash?.expected, counted: cash?.counted, percent };
    alarms.set('CASH_DISCREPANCY', percent !== null && percent > DISCREPANCY_LIMIT, details);
  }

  function evaluate(): void {
    const shift = books.open();
    sayTime(shift);
    sayCash(books.latest());
    // A later shift of the same drive proves that the register has closed this one.
    const last = books.latest();
    const waits = last !== null && last.closed_at !== null && last.closed_fd === null;
    alarms.set('SHIFT_WITHOUT_REGISTER', waits, { fn: last?.fn, shift: last?.number });
  }

  function rowMismatches({ fn, number }: ShiftRow): Mismatch[] {
    const { count, documents, receipts } = stores.shiftFacts.rowsAgainstDocuments(fn, number);
    return count === 0 ? [] : [{ what: 'receipts-documents', journal: receipts, other: documents }];
  }

  async function registerMismatches(shift: ShiftRow): Promise<Mismatch[]> {
    const counters = await (await drive.ready()).counters();
    await journal.idle();
    if (counters === null || counters.shift !== shift.number) return [];
    const foreign = stores.shiftFacts.receipts(shift.fn, shift.number).some(({ cash }) => cash === null);
    const base = shift.register_cash === null ? null : { journal: shift.opening_cash, register: shift.register_cash };
    return counterMismatches(books.totals(shift), counters, { base, foreign });
  }

  const compare = (): Promise<readonly Mismatch[]> =>
    executor.run('low', async () => {
      const shift = books.latest();
      if (shift === null) return [];
      const theirs = await registerMismatches(shift).catch((error: unknown) => {
        log.warn('counters_not_read', { reason: String(error) });
        return [];
      });
      const mismatches = [...rowMismatches(shift), ...theirs];
      compared = { shift: stateOf(shift), at: clock.now() };
      alarms.set('SHIFT_TOTALS_MISMATCH', mismatches.length > 0, { fn: shift.fn, shift: shift.number, mismatches });
      return mismatches;
    });

  async function look(): Promise<void> {
    evaluate();
    const shift = books.latest();
    const due = shift !== null && (compared?.shift !== stateOf(shift) || clock.now() - compared.at >= COMPARE_EVERY);
    if (due && (drive.checked || register === null)) await compare();
  }

  return {
    evaluate,
    compare,
    recovered() {
      const shift = books.open();
      evaluate();
      if (shift)
        log.info('session_recovered', {
          shift: shift.number,
          receipts: stores.documents.receiptsInShift(shift.fn, shift.number),
        });
    },
    async watch(signal) {
      let nudge = new AbortController();
      const off = events.on(({ type }) => {
        if (type === 'shift') nudge.abort();
      });
      while (!signal.aborted) {
        nudge = new AbortController();
        await look().catch((error: unknown) => log.error('shift_not_compared', { message: String(error) }));
        await timers.sleep(EVERY, AbortSignal.any([signal, nudge.signal]));
      }
      off();
    },
  };
}
