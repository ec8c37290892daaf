import type { ReportAnswer } from '../../design/fiscal/wire.ts';
import type { Journal } from './journal.ts';

export interface ZRow {
  readonly fn: string;
  readonly number: number;
  /** Epoch ms. */
  readonly closed_at: number;
  readonly fd: number | null;
  readonly report: ReportAnswer;
}

export type ZReportsStore = ReturnType<typeof createZReportsStore>;

/**
 * The archive of Z reports (requirements A-54: five years), word for word as they were answered: a newer program does not recompose
 * them. Nothing here is changed or deleted. Where our books closed first and the register's own report came later, that one is shown.
 */
export function createZReportsStore({ db }: Journal) {
  const insert = db.prepare('INSERT INTO z_reports (fn, number, source, closed_at, fd, report) VALUES (?, ?, ?, ?, ?, ?)');
  // 'register' sorts after 'books'.
  const get = db.prepare('SELECT * FROM z_reports WHERE fn = ? AND number = ? ORDER BY source DESC LIMIT 1');
  const shown = `FROM z_reports z WHERE closed_at >= ? AND closed_at < ? AND (source = 'register' OR NOT EXISTS
    (SELECT 1 FROM z_reports r WHERE r.fn = z.fn AND r.number = z.number AND r.source = 'register'))`;
  const page = db.prepare(`SELECT * ${shown} ORDER BY closed_at DESC, number DESC LIMIT ? OFFSET ?`);
  const count = db.prepare(`SELECT count(*) AS n ${shown}`);
  const asRow = (row: Record<string, unknown>): ZRow => ({
    fn: String(row['fn']),
    number: Number(row['number']),
    closed_at: Number(row['closed_at']),
    fd: row['fd'] === null ? null : Number(row['fd']),
    report: JSON.parse(String(row['report'])) as ReportAnswer,
  });

  return {
    /** Inside `journal.commit`. */
    insert({ fn, number, closed_at, fd, report }: ZRow) {
      insert.run(fn, number, fd === null ? 'books' : 'register', closed_at, fd, JSON.stringify(report));
    },
    get(fn: string, number: number): ZRow | null {
      const row = get.get(fn, number);
      return row === undefined ? null : asRow(row);
    },
    page: (from: number, to: number, limit: number, offset: number): ZRow[] => page.all(from, to, limit, offset).map(asRow),
    count: (from: number, to: number) => Number(count.get(from, to)?.['n'] ?? 0),
  };
}
