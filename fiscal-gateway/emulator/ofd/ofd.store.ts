import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { OfdTicket } from '../../register/register.ts';

export interface Arrival {
  readonly key: string;
  readonly fn: string;
  readonly fd: number;
  readonly type: string;
  readonly total: number | null;
  /** When it arrived, epoch ms. */
  readonly at: number;
  /** The operator held it already. */
  readonly repeat: boolean;
}

export interface Submitted {
  readonly fn: string;
  readonly fd: number;
  readonly type: string;
  readonly total: number | null;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS documents (fn TEXT NOT NULL, fd INTEGER NOT NULL, hash TEXT NOT NULL, document TEXT NOT NULL,
    ticket TEXT NOT NULL, PRIMARY KEY (fn, fd)) STRICT;
  CREATE TABLE IF NOT EXISTS arrivals (seq INTEGER PRIMARY KEY, fn TEXT NOT NULL, fd INTEGER NOT NULL, type TEXT NOT NULL,
    total INTEGER, at INTEGER NOT NULL, repeat INTEGER NOT NULL) STRICT;
`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export type OfdStore = ReturnType<typeof openOfdStore>;

/** What the operator holds. Survives kill -9; one process at a time, throws where another holds the folder. */
export function openOfdStore(folder: string) {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'ofd.sqlite'));
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
  db.exec(SCHEMA);
  const find = db.prepare('SELECT hash, document, ticket FROM documents WHERE fn = ? AND fd = ?');
  const hold = db.prepare('INSERT INTO documents (fn, fd, hash, document, ticket) VALUES (?, ?, ?, ?, ?)');
  const arrive = db.prepare('INSERT INTO arrivals (fn, fd, type, total, at, repeat) VALUES (?, ?, ?, ?, ?, ?)');
  const list = db.prepare('SELECT fn, fd, type, total, at, repeat FROM arrivals ORDER BY seq');

  return {
    /** The ticket: the first one where the same document is held, `null` where another document bears its number. */
    accept({ fn, fd, type, total }: Submitted, body: string, at: number): OfdTicket | null {
      const hash = sha256(body);
      const held = find.get(fn, fd);
      if (held && held['hash'] !== hash) return null;
      const first: OfdTicket = held
        ? (JSON.parse(String(held['ticket'])) as OfdTicket)
        : { fn, fd, at, sign: sha256(`${fn}-${fd}-${hash}`).slice(0, 18) };
      db.exec('BEGIN IMMEDIATE');
      if (!held) hold.run(fn, fd, hash, body, JSON.stringify(first));
      arrive.run(fn, fd, type, total, at, held ? 1 : 0);
      db.exec('COMMIT');
      return first;
    },
    document(fn: string, fd: number): { document: unknown; ticket: OfdTicket } | null {
      const row = find.get(fn, fd);
      return row
        ? { document: JSON.parse(String(row['document'])), ticket: JSON.parse(String(row['ticket'])) as OfdTicket }
        : null;
    },
    received: (): Arrival[] =>
      list.all().map((row) => ({
        key: `${row['fn'] as string}-${row['fd'] as number}`,
        fn: String(row['fn']),
        fd: Number(row['fd']),
        type: String(row['type']),
        total: row['total'] === null ? null : Number(row['total']),
        at: Number(row['at']),
        repeat: row['repeat'] === 1,
      })),
    clear(): void {
      db.exec('DELETE FROM documents; DELETE FROM arrivals;');
    },
    close(): void {
      db.close();
    },
  };
}
