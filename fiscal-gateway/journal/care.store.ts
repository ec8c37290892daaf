import type { Journal } from './journal.ts';

export interface MaintenanceRow {
  readonly no: number;
  readonly reason: string;
  readonly by: string;
  readonly since: number;
  readonly until: number;
  readonly ended_at: number | null;
  readonly ended_by: string | null;
}

export type CareStore = ReturnType<typeof createCareStore>;

/** What care asks of the journal, and the maintenance of this till. Writers are called inside `journal.commit`. */
export function createCareStore({ db }: Journal) {
  const first = db.prepare('SELECT fd, at FROM documents WHERE fn = ? AND fd >= ? ORDER BY fd LIMIT 1');
  const last = db.prepare('SELECT fd FROM documents WHERE fn = ? ORDER BY fd DESC LIMIT 1');
  const waiting = db.prepare(
    "SELECT count(*) AS n, min(at) AS at FROM documents INDEXED BY documents_queue WHERE state IN ('queued', 'syncing')",
  );
  const open = db.prepare('SELECT * FROM maintenance WHERE ended_at IS NULL ORDER BY no DESC LIMIT 1');
  const history = db.prepare('SELECT * FROM maintenance ORDER BY no DESC LIMIT ?');
  const begin = db.prepare('INSERT INTO maintenance (reason, by, since, until) VALUES (?, ?, ?, ?)');
  const extend = db.prepare('UPDATE maintenance SET reason = ?, by = ?, until = ? WHERE no = ?');
  const end = db.prepare('UPDATE maintenance SET ended_at = ?, ended_by = ? WHERE ended_at IS NULL');

  const at = (fn: string, fd: number): { fd: number; at: number } | null =>
    (first.get(fn, fd) as unknown as { fd: number; at: number } | undefined) ?? null;

  return {
    /**
     * Documents of the drive made since then and when the first of them was. A drive's times never go back, so a search by halves over
     * the numbers finds the place: some twenty look-ups, whatever the journal holds.
     */
    madeSince(fn: string, since: number): { documents: number; firstAt: number | null } {
      const newest = Number(last.get(fn)?.['fd'] ?? 0);
      let [low, high] = [1, newest + 1];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const found = at(fn, middle);
        if (found === null || found.at >= since) high = middle;
        else low = found.fd + 1;
      }
      return { documents: newest + 1 - low, firstAt: at(fn, low)?.at ?? null };
    },
    /** Documents that the operator has not confirmed (dead letters apart), and the time of the oldest, epoch ms. */
    waiting(): { count: number; firstAt: number | null } {
      const row = waiting.get();
      return { count: Number(row?.['n'] ?? 0), firstAt: (row?.['at'] as number | null | undefined) ?? null };
    },

    maintenance: () => (open.get() as unknown as MaintenanceRow | undefined) ?? null,
    /** The newest first. */
    maintenances: (limit: number) => history.all(limit) as unknown as MaintenanceRow[],
    beginMaintenance: (reason: string, by: string, since: number, until: number) => begin.run(reason, by, since, until),
    changeMaintenance: (no: number, reason: string, by: string, until: number) => extend.run(reason, by, until, no),
    endMaintenance: (at: number, by: string) => end.run(at, by),
  };
}
