import { DatabaseSync } from 'node:sqlite';
import { verifyChain } from '../../design/event-chain.ts';
import type { ChainedEntry, ChainMark, ChainReport, Witness } from '../../design/event-chain.ts';
import { sha256 } from '../journal/log.store.ts';

/** What a journal file is, for a manifest and for the person who restores it. */
export interface JournalReport {
  readonly schema: number;
  /** What SQLite says against the file; empty where it is sound. */
  readonly damage: readonly string[];
  readonly chain: ChainReport;
  readonly counts: { readonly receipts: number; readonly documents: number; readonly shifts: number; readonly events: number };
  /** Of each drive the newest document held. */
  readonly drives: readonly { readonly fn: string; readonly lastFd: number }[];
  /** Restores from a backup: the entry that the backup ended with, and when. What was remembered after it belongs to another history. */
  readonly restores: readonly { readonly from: number; readonly at: number }[];
  /** Epoch ms of the newest entry of the event journal; 0 where there is none. */
  readonly lastEventAt: number;
}

const count = (db: DatabaseSync, table: string): number =>
  Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'] ?? 0);

/** The chain of an open journal file, checked against whoever remembers its head. */
export function checkChain(db: DatabaseSync, witnesses: readonly Witness[] = []): ChainReport {
  const meta = (key: string): string => String(db.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.['value'] ?? 'null');
  const anchor = (JSON.parse(meta('events-anchor')) ?? { seq: 0, hash: '' }) as ChainMark;
  const entries = db.prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq').iterate(anchor.seq);
  return verifyChain(anchor, entries as unknown as Iterable<ChainedEntry>, sha256, {
    start: Number(meta('events-start')) || 0,
    witnesses,
  });
}

/**
 * Reads a journal file from end to end: SQLite's own integrity, the event chain, the counts. Opens it read-only, beside a running gateway
 * if need be. Throws where it is no journal or one of a schema without a chain.
 */
export function checkJournal(path: string, witnesses: readonly Witness[] = []): JournalReport {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const schema = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (schema < 2) throw new Error(`${path} is no journal of this gateway (schema ${schema})`);
    const damage = db
      .prepare('PRAGMA integrity_check(20)')
      .all()
      .map((row) => String(row['integrity_check']))
      .filter((said) => said !== 'ok');
    const drives = db.prepare('SELECT fn, max(fd) AS lastFd FROM documents GROUP BY fn ORDER BY fn').all();
    return {
      schema,
      damage,
      chain: checkChain(db, witnesses),
      counts: {
        receipts: count(db, 'receipts'),
        documents: count(db, 'documents'),
        shifts: count(db, 'shifts'),
        events: count(db, 'events'),
      },
      drives: drives.map(({ fn, lastFd }) => ({ fn: String(fn), lastFd: Number(lastFd) })),
      restores: db
        .prepare(`SELECT at, json_extract(details, '$.from') AS origin FROM events WHERE event = 'journal_restored' ORDER BY seq`)
        .all()
        .map(({ at, origin }) => ({ from: Number(origin), at: Number(at) })),
      lastEventAt: Number(db.prepare('SELECT coalesce(max(at), 0) AS at FROM events').get()?.['at'] ?? 0),
    };
  } finally {
    db.close();
  }
}

/** Why a journal file must not be trusted; empty where it may be. */
export const faultsOf = ({ damage, chain }: JournalReport): string[] => [
  ...damage,
  ...chain.breaks.map(
    ({ kind, seq, witness }) =>
      `event journal ${kind} at entry ${seq}${witness === undefined ? '' : ` (${witness} remembers otherwise)`}`,
  ),
];
