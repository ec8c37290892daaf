import type { DocumentRow } from './documents.store.ts';
import type { Journal } from './journal.ts';

/** One refusal of a document by the operator, and what was done about it. */
export interface DeadLetterRow {
  readonly no: number;
  readonly fn: string;
  readonly fd: number;
  readonly receipt: string | null;
  readonly failed_at: number;
  readonly reason: string;
  readonly attempts: number;
  readonly ended: 'resent' | 'resolved' | null;
  readonly ended_at: number | null;
  /** Staff id or the administrator's word; `null` while open. */
  readonly ended_by: string | null;
  readonly ended_why: string | null;
}

export interface Decision {
  readonly how: 'resent' | 'resolved';
  readonly at: number;
  readonly by: string;
  readonly why: string | null;
}

export type DeadLettersStore = ReturnType<typeof createDeadLettersStore>;

/** Documents that the operator refused (requirements B-31, B-41). Writers are called inside `journal.commit`. */
export function createDeadLettersStore({ db }: Journal) {
  const asRows = (rows: unknown): DeadLetterRow[] => rows as DeadLetterRow[];
  const insert = db.prepare('INSERT INTO dead_letters (fn, fd, receipt, failed_at, reason, attempts) VALUES (?, ?, ?, ?, ?, ?)');
  const end = db.prepare(
    'UPDATE dead_letters SET ended = ?, ended_at = ?, ended_by = ?, ended_why = ? WHERE fn = ? AND fd = ? AND ended IS NULL',
  );
  const open = db.prepare('SELECT * FROM dead_letters WHERE ended IS NULL ORDER BY no');
  const all = db.prepare('SELECT * FROM dead_letters ORDER BY no DESC LIMIT ?');
  const of = db.prepare('SELECT * FROM dead_letters WHERE fn = ? AND fd = ? ORDER BY no');

  return {
    /** `document` as it was before this refusal. */
    enter: ({ fn, fd, receipt, attempts }: DocumentRow, at: number, reason: string) =>
      insert.run(fn, fd, receipt, at, reason, attempts + 1),
    /** Closes the open entry of a document; false where it has none. */
    decide: (fn: string, fd: number, { how, at, by, why }: Decision): boolean => end.run(how, at, by, why, fn, fd).changes > 0,
    /** Those that nobody has dealt with. */
    open: () => asRows(open.all()),
    /** The newest first, decided ones too. */
    recent: (limit: number) => asRows(all.all(limit)),
    /** Every refusal of one document, the first first. */
    of: (fn: string, fd: number) => asRows(of.all(fn, fd)),
  };
}
