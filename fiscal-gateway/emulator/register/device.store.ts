import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DriveDocument, OfdTicket } from '../../register/register.ts';
import type { DriveState } from './drive.ts';

/** What the register keeps besides the drive, in its own memory that outlives a power cut. */
export interface DeviceMemory {
  readonly paper: 'present' | 'out' | 'waiting-continue';
  readonly coverOpen: boolean;
  readonly paperNear?: boolean;
  readonly drawerOpen?: boolean;
  /** A receipt was begun and not closed (Shtrih mode 8). */
  readonly openDocument: boolean;
  /** Lines that wait for paper. */
  readonly pendingPrint: readonly string[];
  /** How far the device's clock is off, ms. */
  readonly clockOffset: number;
}

export interface Held {
  readonly document: DriveDocument;
  readonly text: readonly string[];
  readonly qr: string | null;
}

export interface PaperJob {
  readonly seq: number;
  readonly at: number;
  readonly fd: number | null;
  readonly lines: readonly string[];
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS memory (one INTEGER PRIMARY KEY CHECK (one = 1), drive TEXT NOT NULL, device TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS documents (fd INTEGER PRIMARY KEY, at INTEGER NOT NULL, document TEXT NOT NULL, text TEXT NOT NULL,
    qr TEXT, ticket TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS unsent ON documents (fd, at) WHERE ticket IS NULL;
  CREATE TABLE IF NOT EXISTS paper (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, fd INTEGER, lines TEXT NOT NULL) STRICT;
`;

type Row = Record<string, unknown>;

const held = (row: Row): Held => ({
  document: { ...(JSON.parse(String(row['document'])) as DriveDocument), delivered: row['ticket'] !== null },
  text: JSON.parse(String(row['text'])) as string[],
  qr: row['qr'] as string | null,
});

export type DeviceStore = ReturnType<typeof openDeviceStore>;

/**
 * The register's memory on disk. It survives kill -9 (the page cache does), which is what the tests do; it does not sync to the platter,
 * because an emulator that waits for the disk would hide what the gateway itself costs. One process at a time: throws where another holds it.
 */
export function openDeviceStore(folder: string) {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'register.sqlite'));
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
  db.exec(SCHEMA);
  const write = {
    memory: db.prepare('INSERT OR REPLACE INTO memory (one, drive, device) VALUES (1, ?, ?)'),
    document: db.prepare('INSERT INTO documents (fd, at, document, text, qr) VALUES (?, ?, ?, ?, ?)'),
    ticket: db.prepare('UPDATE documents SET ticket = ? WHERE fd = ? AND ticket IS NULL'),
    paper: db.prepare('INSERT INTO paper (at, fd, lines) VALUES (?, ?, ?)'),
  };
  const read = {
    memory: db.prepare('SELECT drive, device FROM memory'),
    document: db.prepare('SELECT document, text, qr, ticket FROM documents WHERE fd = ?'),
    documents: db.prepare('SELECT document, text, qr, ticket FROM documents WHERE fd >= ? ORDER BY fd LIMIT ?'),
    unsent: db.prepare('SELECT fd, at FROM documents WHERE ticket IS NULL ORDER BY fd LIMIT 1'),
    paper: db.prepare('SELECT seq, at, fd, lines FROM paper WHERE seq > ? ORDER BY seq LIMIT ?'),
  };
  const transaction = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  };
  const save = (drive: DriveState, device: DeviceMemory): unknown =>
    write.memory.run(JSON.stringify(drive), JSON.stringify(device));

  return {
    load(): { drive: DriveState; device: DeviceMemory } | null {
      const row = read.memory.get();
      return row
        ? {
            drive: JSON.parse(String(row['drive'])) as DriveState,
            device: JSON.parse(String(row['device'])) as DeviceMemory,
          }
        : null;
    },
    save,
    /** One transaction: the document, the counters, and its paper where it was printed at once. */
    commit(drive: DriveState, device: DeviceMemory, { document, text, qr }: Held, printed: boolean): void {
      transaction(() => {
        write.document.run(document.fd, document.at, JSON.stringify(document), JSON.stringify(text), qr);
        save(drive, device);
        if (printed) write.paper.run(document.at, document.fd, JSON.stringify(text));
      });
    },
    paper(at: number, fd: number | null, lines: readonly string[]): void {
      write.paper.run(at, fd, JSON.stringify(lines));
    },
    /** False where the document is unknown or had its ticket before. `after` makes the drive state from the oldest one still unsent. */
    ticket(ticket: OfdTicket, after: (next: { fd: number; at: number } | null) => [DriveState, DeviceMemory]): boolean {
      let changed = false;
      transaction(() => {
        changed = write.ticket.run(JSON.stringify(ticket), ticket.fd).changes === 1;
        if (!changed) return;
        const row = read.unsent.get();
        save(...after(row ? { fd: Number(row['fd']), at: Number(row['at']) } : null));
      });
      return changed;
    },
    find(fd: number): Held | null {
      const row = read.document.get(fd);
      return row ? held(row) : null;
    },
    documents: (from: number, limit: number): Held[] => read.documents.all(from, limit).map(held),
    printed: (after: number, limit: number): PaperJob[] =>
      read.paper.all(after, limit).map((row) => ({
        seq: Number(row['seq']),
        at: Number(row['at']),
        fd: row['fd'] === null ? null : Number(row['fd']),
        lines: JSON.parse(String(row['lines'])) as string[],
      })),
    /** Back to an empty folder. */
    clear(): void {
      db.exec('DELETE FROM memory; DELETE FROM documents; DELETE FROM paper;');
    },
    close(): void {
      db.close();
    },
  };
}
