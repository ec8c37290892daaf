import type { JournalRow } from '../../design/fiscal/journal-copy.ts';
import type { CashMovement, FiscalResult, ShiftEvent } from '../../design/documents/facts.ts';
import type { Journal } from './journal.ts';

/** What a row of the journal copy carries beside what its receipt holds (the till's sale, the composed result). */
export interface CopyEntry {
  readonly kind: JournalRow['kind'];
  readonly receipt?: string | null;
  readonly key?: string | null;
  readonly fn?: string | null;
  readonly fd?: number | null;
  readonly event?: ShiftEvent;
  readonly cash?: CashMovement;
  readonly details?: Record<string, unknown>;
}

interface CopyRow {
  readonly seq: number;
  readonly at: number;
  readonly kind: JournalRow['kind'];
  readonly receipt: string | null;
  readonly key: string | null;
  readonly fn: string | null;
  readonly fd: number | null;
  readonly payload: string;
  readonly body: string | null;
  readonly result: string | null;
}

export type CopyStore = ReturnType<typeof createCopyStore>;

/** The rows the sync server must acknowledge, in order. A sale is not stored twice: it is read from its receipt's body. */
export function createCopyStore({ db }: Journal) {
  const insert = db.prepare('INSERT INTO copy (at, kind, receipt, key, fn, fd, payload) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const after = db.prepare(`SELECT c.*, CASE c.kind WHEN 'receipt-stored' THEN r.body END AS body,
      CASE c.kind WHEN 'receipt-registered' THEN r.result END AS result
    FROM copy c LEFT JOIN receipts r ON r.id = c.receipt WHERE c.seq > ? ORDER BY c.seq LIMIT ?`);
  const last = db.prepare('SELECT coalesce(max(seq), 0) AS n FROM copy');
  const mark = db.prepare(`SELECT value FROM meta WHERE key = 'copy-acknowledged'`);
  const setMark = db.prepare(
    `INSERT INTO meta (key, value) VALUES ('copy-acknowledged', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );

  return {
    append({ kind, receipt = null, key = null, fn = null, fd = null, event, cash, details = {} }: CopyEntry, at: number) {
      insert.run(at, kind, receipt, key, fn, fd, JSON.stringify({ event, cash, details }));
    },
    after: (seq: number, limit: number): JournalRow[] =>
      (after.all(seq, limit) as unknown as CopyRow[]).map(({ payload, body, result, ...row }) => {
        const extra = JSON.parse(payload) as { event?: ShiftEvent; cash?: CashMovement; details: Record<string, unknown> };
        const request = body === null ? null : (JSON.parse(body) as { sale?: JournalRow['sale'] });
        return {
          ...row,
          sale: request?.sale ?? null,
          result: result === null ? null : (JSON.parse(result) as FiscalResult),
          event: extra.event ?? null,
          cash: extra.cash ?? null,
          details: extra.details,
        };
      }),
    last: () => Number(last.get()?.['n'] ?? 0),
    acknowledged: () => Number(mark.get()?.['value'] ?? 0),
    acknowledge: (seq: number) => setMark.run(String(seq)),
  };
}
