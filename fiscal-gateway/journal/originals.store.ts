import type { Journal } from './journal.ts';

/** An original of another till that was refunded here. */
export interface ForeignOriginal {
  readonly mark: string;
  readonly fp: string;
  /** The least total anybody named for it, kopecks; `null` where nobody did. */
  readonly total: number | null;
}

/** Writers are called inside `journal.commit`. */
export function createOriginalsStore({ db }: Journal) {
  const get = db.prepare('SELECT mark, fp, total FROM foreign_originals WHERE mark = ?');
  const put = db.prepare(`INSERT INTO foreign_originals (mark, fp, total, first_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (mark) DO UPDATE SET total = coalesce(min(total, excluded.total), total, excluded.total)`);
  return {
    find: (mark: string) => (get.get(mark) as unknown as ForeignOriginal | undefined) ?? null,
    note: ({ mark, fp, total }: ForeignOriginal, at: number) => put.run(mark, fp, total, at),
  };
}
