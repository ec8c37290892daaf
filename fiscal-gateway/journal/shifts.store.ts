import type { ShiftTotals } from '../../design/documents/facts.ts';
import type { Journal } from './journal.ts';

export interface ShiftRow {
  readonly fn: string;
  readonly number: number;
  readonly opened_fd: number;
  readonly opened_at: number;
  readonly cashier: string;
  readonly opening_cash: number;
  /** JSON of the `shift-event` documents, revision included. */
  readonly opened_event: string;
  readonly closed_fd: number | null;
  readonly closed_at: number | null;
  readonly totals: string | null;
  readonly closed_event: string | null;
}

export interface CashRow {
  readonly number: number;
  readonly id: string;
  readonly fn: string;
  readonly shift: number;
  readonly direction: 'in' | 'out';
  readonly amount: number;
  readonly reason: string;
  readonly cashier: string;
  readonly at: number;
  readonly document: string;
}

export type ShiftsStore = ReturnType<typeof createShiftsStore>;

/** Writers are called inside `journal.commit`. */
export function createShiftsStore({ db }: Journal) {
  const latest = db.prepare('SELECT * FROM shifts WHERE fn = ? ORDER BY number DESC LIMIT 1');
  const lastClosed = db.prepare('SELECT * FROM shifts WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, number DESC LIMIT 1');
  const get = db.prepare('SELECT * FROM shifts WHERE fn = ? AND number = ?');
  const closedList = db.prepare('SELECT * FROM shifts WHERE closed_fd IS NOT NULL ORDER BY closed_at DESC LIMIT ?');
  const open = db.prepare(`INSERT INTO shifts (fn, number, opened_fd, opened_at, cashier, opening_cash, opened_event)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const close = db.prepare(
    'UPDATE shifts SET closed_fd = ?, closed_at = ?, totals = ?, closed_event = ? WHERE fn = ? AND number = ?',
  );
  const float = db.prepare('UPDATE shifts SET opening_cash = ? WHERE fn = ? AND number = ?');
  const nextCash = db.prepare(`SELECT coalesce(max(number), 0) + 1 AS n FROM cash_movements`);
  const insertCash =
    db.prepare(`INSERT INTO cash_movements (number, id, fn, shift, direction, amount, reason, cashier, at, document)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const cash = db.prepare('SELECT * FROM cash_movements WHERE fn = ? AND shift = ? ORDER BY number');
  const asShift = (row: unknown): ShiftRow | null => (row as ShiftRow | undefined) ?? null;

  return {
    latest: (fn: string) => asShift(latest.get(fn)),
    get: (fn: string, number: number) => asShift(get.get(fn, number)),
    closed: (limit: number) => closedList.all(limit) as unknown as ShiftRow[],
    /** Cash left in the drawer by the last closed shift, of whichever drive: it carries over. */
    cashLeft(): number {
      const totals = asShift(lastClosed.get())?.totals;
      return totals === null || totals === undefined ? 0 : (JSON.parse(totals) as ShiftTotals).drawer;
    },
    open(shift: Pick<ShiftRow, 'fn' | 'number' | 'opened_fd' | 'opened_at' | 'cashier' | 'opening_cash' | 'opened_event'>) {
      const { fn, number, opened_fd, opened_at, cashier, opening_cash, opened_event } = shift;
      open.run(fn, number, opened_fd, opened_at, cashier, opening_cash, opened_event);
    },
    close(fn: string, number: number, closing: { fd: number; at: number; totals: ShiftTotals; event: string }) {
      close.run(closing.fd, closing.at, JSON.stringify(closing.totals), closing.event, fn, number);
    },
    setOpeningCash: (fn: string, number: number, amount: number) => float.run(amount, fn, number),
    cash: (fn: string, shift: number) => cash.all(fn, shift) as unknown as CashRow[],
    nextCashNumber: () => Number(nextCash.get()?.['n'] ?? 1),
    insertCash(row: CashRow) {
      const { number, id, fn, shift, direction, amount, reason, cashier, at, document } = row;
      insertCash.run(number, id, fn, shift, direction, amount, reason, cashier, at, document);
    },
  };
}
