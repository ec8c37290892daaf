import type { Journal } from './journal.ts';
import type { ReceiptRow } from './receipts.store.ts';

/** A receipt as a shift counts it; the sums are null where it was made at the register itself. */
export interface ShiftReceipt {
  readonly operation: 'sale' | 'refund';
  readonly type: 'receipt' | 'correction';
  readonly total: number;
  readonly cash: number | null;
  readonly card: number;
  readonly prepaid: number;
  readonly credit: number;
  readonly other: number;
  /** The request's text, where it was asked for and is still kept. */
  readonly body: string | null;
}

export interface RowsOdd {
  /** Receipts whose document says something else, or that one of both is missing for. */
  readonly count: number;
  /** Sums over both sides, kopecks. */
  readonly documents: number;
  readonly receipts: number;
}

export type ShiftFactsStore = ReturnType<typeof createShiftFactsStore>;

const SUMS = 'd.operation, d.type, d.total, r.cash, r.card, r.prepaid, r.credit, r.other';
const OF_SHIFT = `documents d INDEXED BY documents_shift LEFT JOIN receipts r ON r.id = d.receipt`;
const WHERE = `d.fn = ? AND d.shift = ? AND d.type IN ('receipt', 'correction')`;

/** What a shift's totals, its open ends and its self-check are read from. Writers are called inside `journal.commit`. */
export function createShiftFactsStore({ db }: Journal) {
  const receipts = db.prepare(`SELECT ${SUMS}, NULL AS body FROM ${OF_SHIFT} WHERE ${WHERE}`);
  const withBodies = db.prepare(
    `SELECT ${SUMS}, b.body FROM ${OF_SHIFT} LEFT JOIN receipt_bodies b ON b.receipt = r.no WHERE ${WHERE} ORDER BY d.fd`,
  );
  const odd = db.prepare(`SELECT
      coalesce(sum(r.id IS NULL OR r.fn IS NOT d.fn OR r.fd IS NOT d.fd OR r.operation IS NOT d.operation OR r.total IS NOT d.total
        OR r.cash + r.card + r.prepaid + r.credit + r.other <> r.total), 0) AS count,
      coalesce(sum(d.total), 0) AS documents, coalesce(sum(coalesce(r.total, 0)), 0) AS receipts
    FROM ${OF_SHIFT} WHERE ${WHERE} AND d.receipt IS NOT NULL`);
  const leave = db.prepare('INSERT INTO shift_left (receipt, fn, shift, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const left = db.prepare('SELECT 1 FROM shift_left WHERE receipt = ?');
  const owed = db.prepare(`SELECT d.fn, sum(d.state <> 'dead') AS waiting, sum(d.state = 'dead') AS dead
    FROM documents d WHERE d.fn <> ? AND (d.state IN ('queued', 'syncing') OR (d.state = 'dead' AND d.resolved_at IS NULL))
    GROUP BY d.fn ORDER BY d.fn`);

  return {
    receipts: (fn: string, shift: number, bodies = false): ShiftReceipt[] =>
      (bodies ? withBodies : receipts).all(fn, shift) as unknown as ShiftReceipt[],
    /** Receipts' rows against the drive's documents (requirements B-81). */
    rowsAgainstDocuments: (fn: string, shift: number): RowsOdd => ({ ...odd.get(fn, shift) }) as unknown as RowsOdd,
    /** Notes receipts that a shift left unsettled when it closed: they keep no later shift from closing. */
    leave(rows: readonly Pick<ReceiptRow, 'id'>[], fn: string, shift: number, at: number) {
      for (const { id } of rows) leave.run(id, fn, shift, at);
    },
    isLeft: (receipt: string): boolean => left.get(receipt) !== undefined,
    /** Documents that drives other than `fn` still owe the operator. */
    owedByOthers: (fn: string) =>
      owed.all(fn).map((row) => ({ fn: String(row['fn']), waiting: Number(row['waiting']), dead: Number(row['dead']) })),
  };
}
