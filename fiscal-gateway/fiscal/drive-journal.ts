import type { ShiftEvent, ShiftTotals } from '../../design/documents/facts.ts';
import { shiftTotalsOf } from '../../design/folds/shift-totals.ts';
import type { ShiftFact } from '../../design/folds/shift-totals.ts';
import type { Context } from '../context.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { DriveMark } from '../journal/receipts.store.ts';
import type { DriveDocument } from '../register/register.ts';
import { composeShiftEvent } from './compose.ts';

export interface Recording {
  readonly receipt?: string;
  readonly cashier?: string;
  /** Cash counted into the drawer at opening, kopecks; else what the last shift left. */
  readonly float?: number | null;
}

/**
 * The journal's image of the drive: every document enters here, whoever made it (a till, a person at the register's own keys, a gateway
 * before this one), so shifts, queue and copy follow from the documents alone. Writers run inside `journal.commit`.
 */
export interface DriveJournal {
  /** The drive in use as the journal knows it; `null` before the first contact. */
  mark(): DriveMark | null;
  /** The open shift, or `null`. */
  openShift(): ShiftRow | null;
  totals(shift: ShiftRow): ShiftTotals;
  record(document: DriveDocument, how?: Recording): ShiftEvent | null;
}

export function createDriveJournal({ stores, config, clock }: Context): DriveJournal {
  const place = { store: config.store, pos: config.posId };

  function openShift(): ShiftRow | null {
    const fn = stores.drives.current()?.fn;
    const shift = fn === undefined ? null : stores.shifts.latest(fn);
    return shift !== null && shift.closed_fd === null ? shift : null;
  }

  function totals(shift: ShiftRow): ShiftTotals {
    const receipts = stores.documents
      .shiftReceipts(shift.fn, shift.number)
      .map(({ operation, total, cash, ...rest }): ShiftFact => {
        return { kind: 'receipt', operation, total, payments: cash === null ? null : { cash, ...rest } };
      });
    const movements = stores.shifts
      .cash(shift.fn, shift.number)
      .map(({ direction, amount }): ShiftFact => ({ kind: 'cash', direction, amount }));
    return shiftTotalsOf(shift.opening_cash, [...receipts, ...movements]);
  }

  function opened(document: DriveDocument, { cashier = '', float }: Recording): ShiftEvent {
    const { fn, fd, shift: number, at } = document;
    const event = composeShiftEvent(place, 'open', document, { fn, number, openedAt: at }, cashier, null);
    const opening_cash = float ?? stores.shifts.cashLeft();
    stores.shifts.open({ fn, number, opened_fd: fd, opened_at: at, cashier, opening_cash, opened_event: JSON.stringify(event) });
    return event;
  }

  function closed(document: DriveDocument, { cashier = '' }: Recording): ShiftEvent | null {
    const shift = stores.shifts.get(document.fn, document.shift);
    // A drive taken over in the middle of a shift whose opening the register cannot show any more.
    if (shift === null) return null;
    const ref = { fn: shift.fn, number: shift.number, openedAt: shift.opened_at };
    const sums = totals(shift);
    const event = composeShiftEvent(place, 'close', document, ref, cashier === '' ? shift.cashier : cashier, sums);
    stores.shifts.close(shift.fn, shift.number, { fd: document.fd, at: document.at, totals: sums, event: JSON.stringify(event) });
    return event;
  }

  return {
    mark() {
      const fn = stores.drives.current()?.fn;
      if (fn === undefined) return null;
      const last = stores.documents.last(fn);
      return { fn, fd: last?.fd ?? 0, number: last?.number ?? 0, shift: last?.shift ?? 0 };
    },
    openShift,
    totals,
    record(document, how = {}) {
      stores.documents.insert(document, how.receipt ?? null);
      if (document.type !== 'shift-open' && document.type !== 'shift-close') return null;
      const event = document.type === 'shift-open' ? opened(document, how) : closed(document, how);
      if (event) stores.copy.append({ kind: 'shift', fn: document.fn, fd: document.fd, event }, clock.now());
      return event;
    },
  };
}
