import { DatabaseSync } from 'node:sqlite';
import type { InvariantFacts } from '../../design/invariant.ts';

type Row = Record<string, unknown>;
interface Marked {
  readonly _id: string;
  readonly _rev?: string;
}

/** What a journal file says for the invariant (design §6). Opens it read-only, beside a running gateway if need be (WAL). */
export function journalEvidence(path: string): InvariantFacts['journal'] & {
  readonly waiting: number;
  readonly former: readonly string[];
  /** The copy to the server: its newest row, and up to where the server acknowledged it. */
  readonly copy: { readonly last: number; readonly acknowledged: number };
  readonly resolved: readonly { readonly fn: string; readonly fd: number; readonly by: string }[];
} {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const rows = (sql: string): Row[] => db.prepare(sql).all();
    const marked = (text: unknown): Marked[] => (typeof text === 'string' ? [JSON.parse(text) as Marked] : []);
    /** A report that was found in the drive may have been told of before, in other words, by a journal that is lost. */
    const markedShift = (text: unknown, found: unknown): Marked[] =>
      marked(text).map(({ _id, _rev }) => (found === 1 || _rev === undefined ? { _id } : { _id, _rev }));
    return {
      documents: rows(
        `SELECT d.fn, d.fd, d.type, d.total, d.operation, d.receipt, 
           coalesce(json_extract(f.result, '$.sale'), json_extract(b.body, '$.sale._id')) AS sale
         FROM documents d LEFT JOIN receipts r ON r.id = d.receipt
           LEFT JOIN receipt_bodies b ON b.receipt = r.no LEFT JOIN receipt_fiscals f ON f.receipt = r.no
         ORDER BY d.fn, d.fd`,
      ) as unknown as InvariantFacts['journal']['documents'],
      receipts: rows('SELECT key, fn, fd FROM receipts') as unknown as InvariantFacts['journal']['receipts'],
      shiftEvents: rows('SELECT opened_event, local_event, closed_event, opened_found, closed_found FROM shifts').flatMap(
        (row) => [
          ...markedShift(row['opened_event'], row['opened_found']),
          ...marked(row['local_event']),
          ...markedShift(row['closed_event'], row['closed_found']),
        ],
      ),
      /** Documents that the operator has not confirmed and has not refused. */
      waiting: rows(`SELECT fd FROM documents WHERE state IN ('queued', 'syncing')`).length,
      copy: {
        last: Number(rows('SELECT coalesce(max(seq), 0) AS n FROM copy')[0]?.['n'] ?? 0),
        acknowledged: Number(rows(`SELECT value FROM meta WHERE key = 'copy-acknowledged'`)[0]?.['value'] ?? 0),
      },
      /** Drives that were replaced: they are in no register any more, so nobody can read them. */
      former: rows('SELECT fn FROM drives WHERE retired_at IS NOT NULL').map(({ fn }) => String(fn)),
      /** Refused by the operator for good, and a person said how it was dealt with. */
      resolved: rows(
        `SELECT fn, fd, resolved_by FROM documents WHERE state = 'dead' AND resolved_at IS NOT NULL ORDER BY fn, fd`,
      ).map(({ fn, fd, resolved_by }) => ({ fn: String(fn), fd: Number(fd), by: String(resolved_by) })),
      cash: rows('SELECT document FROM cash_movements').flatMap(({ document }) => marked(document)),
    };
  } finally {
    db.close();
  }
}
