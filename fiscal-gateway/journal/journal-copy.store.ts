import type { JournalRow } from '../../design/fiscal/journal-copy.ts';
import type { CashMovement, ShiftEvent } from '../../design/documents/facts.ts';
import type { FiscalDoc } from '../../design/fiscal/wire.ts';
import type { Journal } from './journal.ts';
import { wholeResult } from './receipts.store.ts';

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
  readonly payload: string | null;
  readonly body: string | null;
  readonly fiscal: string | null;
  readonly result: string | null;
}

export type CopyStore = ReturnType<typeof createCopyStore>;

/** The rows the sync server must acknowledge, in order. A sale is not stored twice: it is read from its receipt's body. */
export function createCopyStore({ db }: Journal) {
  const insert = db.prepare('INSERT INTO copy (at, kind, receipt, key, fn, fd, payload) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const after = db.prepare(`SELECT c.*, b.body, f.fiscal, f.result
    FROM copy c LEFT JOIN receipts r ON r.id = c.receipt AND c.kind IN ('receipt-stored', 'receipt-registered')
      LEFT JOIN receipt_bodies b ON b.receipt = r.no AND c.kind = 'receipt-stored'
      LEFT JOIN receipt_fiscals f ON f.receipt = r.no AND c.kind = 'receipt-registered'
    WHERE c.seq > ? ORDER BY c.seq LIMIT ?`);
  const first = db.prepare('SELECT min(seq) AS n FROM copy');
  const firstAfter = db.prepare('SELECT at FROM copy WHERE seq > ? ORDER BY seq LIMIT 1');
  const last = db.prepare('SELECT coalesce(max(seq), 0) AS n FROM copy');
  const mark = db.prepare(`SELECT value FROM meta WHERE key = 'copy-acknowledged'`);
  const setMark = db.prepare(
    `INSERT INTO meta (key, value) VALUES ('copy-acknowledged', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );

  return {
    append({ kind, receipt = null, key = null, fn = null, fd = null, event, cash, details }: CopyEntry, at: number) {
      const payload = event || cash || details ? JSON.stringify({ event, cash, details }) : null;
      insert.run(at, kind, receipt, key, fn, fd, payload);
    },
    after: (seq: number, limit: number): JournalRow[] =>
      (after.all(seq, limit) as unknown as CopyRow[]).map(({ payload, body, fiscal, result, ...row }) => {
        const extra = (payload === null ? {} : JSON.parse(payload)) as Pick<CopyEntry, 'event' | 'cash' | 'details'>;
        const request = body === null ? null : (JSON.parse(body) as { sale?: JournalRow['sale'] });
        return {
          ...row,
          sale: request?.sale ?? null,
          result: fiscal === null || result === null ? null : wholeResult(JSON.parse(fiscal) as FiscalDoc, result),
          event: extra.event ?? null,
          cash: extra.cash ?? null,
          details: extra.details ?? {},
        };
      }),
    /** The oldest row that is still kept: older ones have aged out. 1 where there is none. */
    first: () => Number(first.get()?.['n'] ?? 1),
    /** When the first row after `seq` was written, epoch ms. */
    writtenAfter(seq: number): number | null {
      const at = firstAfter.get(seq)?.['at'];
      return typeof at === 'number' ? at : null;
    },
    last: () => Number(last.get()?.['n'] ?? 0),
    acknowledged: () => Number(mark.get()?.['value'] ?? 0),
    acknowledge: (seq: number) => setMark.run(String(seq)),
  };
}
