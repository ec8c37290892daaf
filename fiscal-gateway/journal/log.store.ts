import type { Journal } from './journal.ts';

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';
export interface LogRow {
  readonly id: number;
  readonly at: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly receipt: string | null;
  readonly message: string;
}

export type LogStore = ReturnType<typeof createLogStore>;

/** What happened to the buffer, for people (requirements B-26, B-42). No names, no contacts. */
export function createLogStore({ db }: Journal) {
  const insert = db.prepare('INSERT INTO log (at, level, event, receipt, message) VALUES (?, ?, ?, ?, ?)');
  const page = db.prepare(`SELECT * FROM log WHERE (?1 IS NULL OR level = ?1) AND at >= ?2 ORDER BY id DESC LIMIT ?3 OFFSET ?4`);
  const count = db.prepare(`SELECT count(*) AS n FROM log WHERE (?1 IS NULL OR level = ?1) AND at >= ?2`);
  return {
    append: (at: number, level: LogLevel, event: string, receipt: string | null, message: string) =>
      insert.run(at, level, event, receipt, message),
    page: (level: LogLevel | null, since: number, limit: number, offset: number): LogRow[] =>
      page.all(level, since, limit, offset) as unknown as LogRow[],
    count: (level: LogLevel | null, since: number): number => Number(count.get(level, since)?.['n'] ?? 0),
  };
}
