import type { z } from 'zod';
import type { openReceipt } from '../../design/fiscal/wire-open-receipts.ts';
import { roublesFromKopecks } from '../../design/money/kopecks.ts';
import type { Journal } from './journal.ts';

export type OpenReceipt = z.output<typeof openReceipt>;

interface Row {
  readonly id: string | null;
  readonly at: number;
  readonly type: OpenReceipt['type'];
  readonly total: number;
  readonly stage: OpenReceipt['stage'];
  readonly fd: number | null;
  readonly state: 'queued' | 'syncing' | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly candidates: string | null;
}

export type OpenReceiptsStore = ReturnType<typeof createOpenReceiptsStore>;

/** Receipts that are not through yet, read through the two partial indexes: as long as the queue is, however old the journal. */
export function createOpenReceiptsStore({ db }: Journal) {
  const unsettled = `FROM receipts r INDEXED BY receipts_unsettled WHERE r.stage IN ('stored', 'registering', 'uncertain', 'parked')`;
  const waiting = `FROM documents d INDEXED BY documents_queue LEFT JOIN receipts r ON r.id = d.receipt
    WHERE d.state IN ('queued', 'syncing') AND d.type IN ('receipt', 'correction')`;
  const selectUnsettled =
    db.prepare(`SELECT r.id, r.stored_at AS at, r.type, r.total, r.stage, NULL AS fd, NULL AS state, 0 AS attempts,
    r.error, r.candidates ${unsettled} ORDER BY r.stored_at LIMIT ?`);
  const selectWaiting =
    db.prepare(`SELECT d.receipt AS id, d.at, coalesce(r.type, d.operation, 'sale') AS type, coalesce(d.total, 0) AS total,
    coalesce(r.stage, 'registered') AS stage, d.fd, d.state, d.attempts, d.error, NULL AS candidates ${waiting} ORDER BY d.fn, d.fd LIMIT ?`);
  const count = db.prepare(`SELECT (SELECT count(*) ${unsettled}) + (SELECT count(*) ${waiting}) AS n`);

  const said = ({ id, at, type, total, stage, fd, state, attempts, error, candidates }: Row): OpenReceipt => ({
    receipt_id: id,
    created_at: new Date(at).toISOString(),
    type,
    total: roublesFromKopecks(total),
    status: state === 'syncing' ? 'syncing' : 'pending',
    stage,
    fd,
    attempts,
    last_error: error,
    candidates: candidates === null ? [] : (JSON.parse(candidates) as number[]),
  });

  return {
    /** Unsettled ones first, then the queue in its order. */
    list(limit: number): OpenReceipt[] {
      const first = selectUnsettled.all(limit) as unknown as Row[];
      const rest = limit > first.length ? (selectWaiting.all(limit - first.length) as unknown as Row[]) : [];
      return [...first, ...rest].map(said);
    },
    count: (): number => Number(count.get()?.['n'] ?? 0),
  };
}
