import type { Context } from '../context.ts';
import type { DriveMark } from '../journal/receipts.store.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import type { DriveDocument } from '../register/register.ts';
import type { ShiftBooks } from './shift-books.ts';
import type { SignedDecision } from './shift-closing.ts';

/**
 * The journal's image of the drive: every document enters here, whoever made it (a till, a person at the register's own keys, a gateway
 * before this one), so shifts, queue and copy follow from the documents alone. Writers run inside `journal.commit`.
 */
export interface DriveJournal {
  /** The drive in use as the journal knows it; `null` before the first contact. */
  mark(): DriveMark | null;
  /** The open shift, or `null`. */
  openShift(): ShiftRow | null;
  /** `receipt`: the receipt of this journal that the document belongs to, where that is known. */
  record(document: DriveDocument, how?: { readonly receipt?: string }): void;
  /** Another drive takes over while this shift is open. */
  leave(shift: ShiftRow, signed: SignedDecision | null): void;
}

export function createDriveJournal({ stores, clock }: Context, books: ShiftBooks): DriveJournal {
  return {
    mark() {
      const fn = stores.drives.current()?.fn;
      if (fn === undefined) return null;
      const last = stores.documents.last(fn);
      return { fn, fd: last?.fd ?? 0, number: last?.number ?? 0, shift: last?.shift ?? 0 };
    },
    openShift: () => books.open(),
    leave: (shift, signed) => books.closeAlone(shift, { cashier: shift.cashier, counted: null, signed }, 'drive-replaced'),
    record(document, { receipt } = {}) {
      stores.documents.insert(document, receipt ?? null);
      if (document.type !== 'shift-open' && document.type !== 'shift-close') return;
      const entered = books.enter(document);
      if (entered === null) return;
      const { fn, fd, type, shift } = document;
      const what = type === 'shift-open' ? 'shift_opened' : 'shift_closed';
      stores.log.append(clock.now(), 'INFO', what, null, `смена ${shift}, ФД ${fd}`, { fn, fd, shift, found: entered.found });
      const details = entered.found ? { found: true } : {};
      stores.copy.append({ kind: 'shift', fn: document.fn, fd: document.fd, event: entered.event, details }, clock.now());
    },
  };
}
