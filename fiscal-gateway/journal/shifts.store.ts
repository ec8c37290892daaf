import type { ShiftTotals } from '../../design/documents/facts.ts';
import type { Closing } from '../fiscal/shift-closing.ts';
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
  /** The register's closing report; `null` while its shift is open, also where our books are closed already. */
  readonly closed_fd: number | null;
  /** When our books were closed; `null` while the shift is open. */
  readonly closed_at: number | null;
  readonly totals: string | null;
  readonly closed_event: string | null;
  /** What the register's own drawer counter said when it opened, kopecks; `null` where nobody could ask. */
  readonly register_cash: number | null;
  /** JSON of `Closing`. */
  readonly closing: string | null;
  /** JSON of the `shift-event` of a close in our books alone. */
  readonly local_event: string | null;
  /** 1: found in the drive, not ordered by this journal. */
  readonly opened_found: 0 | 1;
  readonly closed_found: 0 | 1;
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
  readonly kind: 'collection' | null;
}

/** What a person ordered of the register, noted before it hears of it. `how`: JSON. */
export interface IntentRow {
  readonly kind: 'open' | 'close';
  readonly fn: string;
  readonly shift: number;
  readonly how: string;
  readonly at: number;
}

interface ClosedBooks {
  readonly at: number;
  readonly totals: ShiftTotals;
  readonly event: string;
  readonly closing: Closing;
}

export type ShiftsStore = ReturnType<typeof createShiftsStore>;

/** Writers are called inside `journal.commit`. */
export function createShiftsStore({ db }: Journal) {
  const latest = db.prepare('SELECT * FROM shifts WHERE fn = ? ORDER BY number DESC LIMIT 1');
  const lastClosed = db.prepare(
    'SELECT * FROM shifts WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, opened_at DESC LIMIT 1',
  );
  const get = db.prepare('SELECT * FROM shifts WHERE fn = ? AND number = ?');
  const pending = db.prepare(
    'SELECT * FROM shifts INDEXED BY shifts_pending WHERE closed_at IS NOT NULL AND closed_fd IS NULL AND fn = ? ORDER BY number DESC',
  );
  const open =
    db.prepare(`INSERT INTO shifts (fn, number, opened_fd, opened_at, cashier, opening_cash, opened_event, opened_found)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const close = db.prepare(
    'UPDATE shifts SET closed_fd = ?, closed_at = coalesce(closed_at, ?), totals = ?, closed_event = ?, closing = ?, closed_found = ? WHERE fn = ? AND number = ?',
  );
  const closeBooks = db.prepare(
    'UPDATE shifts SET closed_at = ?, totals = ?, local_event = ?, closing = ? WHERE fn = ? AND number = ? AND closed_at IS NULL',
  );
  const registerCash = db.prepare('UPDATE shifts SET register_cash = ? WHERE fn = ? AND number = ?');
  const nextCash = db.prepare(`SELECT coalesce(max(number), 0) + 1 AS n FROM cash_movements`);
  const insertCash =
    db.prepare(`INSERT INTO cash_movements (number, id, fn, shift, direction, amount, reason, cashier, at, document, kind)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const cash = db.prepare('SELECT * FROM cash_movements WHERE fn = ? AND shift = ? ORDER BY number');
  const cashById = db.prepare('SELECT * FROM cash_movements WHERE id = ?');
  const intend = db.prepare(`INSERT INTO shift_intents (kind, fn, shift, how, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (kind) DO UPDATE SET fn = excluded.fn, shift = excluded.shift, how = excluded.how, at = excluded.at`);
  const intent = db.prepare('SELECT * FROM shift_intents WHERE kind = ?');
  const forget = db.prepare('DELETE FROM shift_intents WHERE kind = ?');
  const asShift = (row: unknown): ShiftRow | null => (row as ShiftRow | undefined) ?? null;

  return {
    latest: (fn: string) => asShift(latest.get(fn)),
    get: (fn: string, number: number) => asShift(get.get(fn, number)),
    /** Shifts of a drive that are closed in our books and not by its register, the newest first. */
    pending: (fn: string) => pending.all(fn) as unknown as ShiftRow[],
    /** The last shift that was closed, of whichever drive: its cash carries over. */
    lastClosed: () => asShift(lastClosed.get()),
    /** `found`: the report was found in the drive, not ordered by this journal. */
    open(
      shift: Pick<ShiftRow, 'fn' | 'number' | 'opened_fd' | 'opened_at' | 'cashier' | 'opening_cash' | 'opened_event'>,
      found: boolean,
    ) {
      const { fn, number, opened_fd, opened_at, cashier, opening_cash, opened_event } = shift;
      open.run(fn, number, opened_fd, opened_at, cashier, opening_cash, opened_event, found ? 1 : 0);
    },
    /** The register's close. Books that were closed before keep their time, so that the cash of a later shift still follows from it. */
    close({ fn, number }: ShiftRow, { at, totals, event, closing }: ClosedBooks, fd: number, found: boolean) {
      close.run(fd, at, JSON.stringify(totals), event, JSON.stringify(closing), found ? 1 : 0, fn, number);
    },
    /** A close in our books alone. */
    closeBooks({ fn, number }: ShiftRow, { at, totals, event, closing }: ClosedBooks) {
      closeBooks.run(at, JSON.stringify(totals), event, JSON.stringify(closing), fn, number);
    },
    setRegisterCash: (fn: string, number: number, amount: number) => registerCash.run(amount, fn, number),

    cash: (fn: string, shift: number) => cash.all(fn, shift) as unknown as CashRow[],
    cashById: (id: string): CashRow | null => (cashById.get(id) as unknown as CashRow | undefined) ?? null,
    nextCashNumber: () => Number(nextCash.get()?.['n'] ?? 1),
    insertCash(row: CashRow) {
      const { number, id, fn, shift, direction, amount, reason, cashier, at, document, kind } = row;
      insertCash.run(number, id, fn, shift, direction, amount, reason, cashier, at, document, kind);
    },

    intend: ({ kind, fn, shift, how, at }: IntentRow) => intend.run(kind, fn, shift, how, at),
    intent: (kind: IntentRow['kind']): IntentRow | null => (intent.get(kind) as unknown as IntentRow | undefined) ?? null,
    forgetIntent: (kind: IntentRow['kind']) => forget.run(kind),
  };
}
