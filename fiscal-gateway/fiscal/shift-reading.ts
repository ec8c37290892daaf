import type { ShiftTotals } from '../../design/documents/facts.ts';
import { receiptContent } from '../../design/fiscal/receipt-lines.ts';
import type { ReceiptRequest } from '../../design/fiscal/wire.ts';
import { shiftTotalsOf } from '../../design/folds/shift-totals.ts';
import type { ShiftFact } from '../../design/folds/shift-totals.ts';
import type { Context } from '../context.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import type { ShiftReceipt } from '../journal/shift-facts.store.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import { cashLeftBy } from './shift-closing.ts';
import type { Closing } from './shift-closing.ts';

/** What the books say, always recomputed from the facts (requirements B-80): nothing here is a stored number. */
export interface ShiftReading {
  /** The newest shift of the drive in use, `null` before the first. */
  latest(): ShiftRow | null;
  /** The open shift, or `null`. */
  open(): ShiftRow | null;
  /** Recomputed from the facts; `vat` reads every receipt's body and is for reports only. */
  totals(shift: ShiftRow, vat?: boolean): ShiftTotals;
  /** What keeps the shift from closing: its receipts that are not settled, not those that an earlier close has left. */
  unsettled(shift: ShiftRow): ReceiptRow[];
  /** Cash that the last closed shift left in the drawer, kopecks; `null` where none was ever closed. */
  cashLeft(): number | null;
}

export const closingOf = ({ closing }: Pick<ShiftRow, 'closing'>): Closing | null =>
  closing === null ? null : (JSON.parse(closing) as Closing);

export const isOpen = (shift: ShiftRow | null): shift is ShiftRow => shift !== null && shift.closed_at === null;

export function createShiftReading({ stores }: Pick<Context, 'stores'>): ShiftReading {
  function latest(): ShiftRow | null {
    const fn = stores.drives.current()?.fn;
    return fn === undefined ? null : stores.shifts.latest(fn);
  }
  function factOf({ operation, type, total, cash, body, ...rest }: ShiftReceipt): ShiftFact {
    const lines = body === null ? null : receiptContent(JSON.parse(body) as ReceiptRequest).lines;
    const payments = cash === null ? null : { cash, ...rest };
    return { kind: 'receipt', operation, total, payments, correction: type === 'correction', lines };
  }

  function totals({ fn, number, opening_cash }: ShiftRow, vat = false): ShiftTotals {
    const movements = stores.shifts.cash(fn, number);
    return shiftTotalsOf(opening_cash, [
      ...stores.shiftFacts.receipts(fn, number, vat).map(factOf),
      ...movements.map(({ direction, amount }): ShiftFact => ({ kind: 'cash', direction, amount })),
    ]);
  }

  function unsettled({ fn, number }: ShiftRow): ReceiptRow[] {
    const own = stores.receipts.unsettledIn(number).filter(({ id }) => !stores.shiftFacts.isLeft(id));
    // Left by an earlier shift and begun again in this one: its document would be of this one.
    const begun = stores.receipts.inDoubt().filter((row) => row.before_fn === fn && row.before_shift === number);
    return [...own, ...begun.filter(({ id }) => !own.some((row) => row.id === id))];
  }

  function cashLeft(): number | null {
    const last = stores.shifts.lastClosed();
    if (last === null || last.totals === null) return null;
    return cashLeftBy(closingOf(last), JSON.parse(last.totals) as ShiftTotals);
  }

  return {
    latest,
    open() {
      const shift = latest();
      return isOpen(shift) ? shift : null;
    },
    totals,
    unsettled,
    cashLeft,
  };
}
