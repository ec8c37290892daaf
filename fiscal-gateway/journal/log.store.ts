import { hash } from 'node:crypto';
import { chainHash, PRUNED_EVENT } from '../../design/event-chain.ts';
import type { ChainedEntry, ChainMark } from '../../design/event-chain.ts';
import { HOUR } from '../../design/time/clock.ts';
import type { Journal } from './journal.ts';

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';
export interface LogRow {
  readonly seq: number;
  readonly at: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly receipt: string | null;
  readonly message: string;
  /** JSON. */
  readonly details: string;
}

export type LogStore = ReturnType<typeof createLogStore>;

export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** A count is for a pager: nobody turns ten thousand pages, and a full count would hold up the sales of a busy till. */
const COUNT_MOST = 10_000;

/**
 * The event journal (requirements B-26, B-42, I-08): everything that people must be able to account for, each entry chained to the one
 * before by its hash. No names, no contacts; staff ids are allowed. Writers are called inside `journal.commit`.
 */
export function createLogStore(journal: Journal) {
  const { db } = journal;
  const insert = db.prepare(
    'INSERT INTO events (seq, at, level, event, receipt, message, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const last = db.prepare('SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1');
  const anchor = db.prepare(`SELECT value FROM meta WHERE key = 'events-anchor'`);
  const setAnchor = db.prepare(`UPDATE meta SET value = ? WHERE key = 'events-anchor'`);
  const start = db.prepare(`SELECT value FROM meta WHERE key = 'events-start'`);
  const at = db.prepare('SELECT at, hash FROM events WHERE seq = ?');
  // A partial index holds warnings and errors, few among the receipts of three months; INFO is nearly everything, so a scan ends soon.
  const where = {
    all: 'seq >= ?1 AND at >= ?2',
    INFO: `level = 'INFO' AND seq >= ?1 AND at >= ?2`,
    WARN: `level = 'WARN' AND level <> 'INFO' AND seq >= ?1 AND at >= ?2`,
    ERROR: `level = 'ERROR' AND level <> 'INFO' AND seq >= ?1 AND at >= ?2`,
  } as const;
  const forEach = (sql: (condition: string) => string) => ({
    all: db.prepare(sql(where.all)),
    INFO: db.prepare(sql(where.INFO)),
    WARN: db.prepare(sql(where.WARN)),
    ERROR: db.prepare(sql(where.ERROR)),
  });
  const page = forEach(
    (condition) => `SELECT seq, at, level, event, receipt, message, details FROM events
      WHERE ${condition} ORDER BY seq DESC LIMIT ?3 OFFSET ?4`,
  );
  const count = forEach((condition) => `SELECT count(*) AS n FROM (SELECT 1 FROM events WHERE ${condition} LIMIT ${COUNT_MOST})`);
  const chained = db.prepare(`SELECT * FROM events WHERE seq > ? ORDER BY seq`);
  const first = db.prepare('SELECT seq, at, hash FROM events ORDER BY seq LIMIT 1');
  const oldest = db.prepare('SELECT seq, at, hash FROM events WHERE seq <= (SELECT min(seq) FROM events) + ? ORDER BY seq');
  const remove = db.prepare('DELETE FROM events WHERE seq <= ?');

  const readAnchor = (): ChainMark => JSON.parse(String(anchor.get()?.['value'])) as ChainMark;
  function readHead(): ChainMark {
    const row = last.get();
    if (row === undefined) return readAnchor();
    return { seq: Number(row['seq']), hash: typeof row['hash'] === 'string' ? row['hash'] : '' };
  }
  const version = db.prepare('PRAGMA data_version');
  const state = () => ({ undone: journal.undone, foreign: Number(version.get()?.['data_version']) });
  /** Known while no work was undone (one that was has taken its entries with it) and nobody else wrote into the file. */
  let known = { head: readHead(), ...state() };
  function head(): ChainMark {
    const { undone, foreign } = state();
    if (known.undone !== undone || known.foreign !== foreign) known = { head: readHead(), undone, foreign };
    return known.head;
  }

  /** The first number that can be as young as `since`. The clock of a till may have been set back, an hour at most is allowed for. */
  function firstSince(since: number): number {
    if (since <= 0) return 0;
    let low = Number(first.get()?.['seq'] ?? 0);
    let high = head().seq + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (Number(at.get(middle)?.['at'] ?? Infinity) >= since - HOUR) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function append(
    when: number,
    level: LogLevel,
    event: string,
    receipt: string | null,
    message: string,
    details: Readonly<Record<string, unknown>> | null = null,
  ): ChainMark {
    const { seq: before, hash: previous } = head();
    const entry = {
      seq: before + 1,
      at: when,
      level,
      event,
      receipt,
      message,
      details: details ? JSON.stringify(details) : '{}',
    };
    const own = chainHash(previous, entry, sha256);
    insert.run(entry.seq, when, level, event, receipt, message, entry.details, own);
    known = { ...known, head: { seq: entry.seq, hash: own } };
    return known.head;
  }

  return {
    append,
    head,
    anchor: readAnchor,
    /** Where the chain began: entries up to here were written before there was one. */
    start: (): number => Number(start.get()?.['value'] ?? 0),
    /** The hash of an entry, that of the anchor included; `null` where it is not held (any more, or never was). */
    hashAt(seq: number): string | null {
      const kept = at.get(seq)?.['hash'];
      if (typeof kept === 'string') return kept;
      const mark = readAnchor();
      return mark.seq === seq ? mark.hash : null;
    },
    page: (level: LogLevel | null, since: number, limit: number, offset: number): LogRow[] =>
      page[level ?? 'all'].all(firstSince(since), since, limit, offset) as unknown as LogRow[],
    /** At most 10,000. */
    count: (level: LogLevel | null, since: number): number =>
      Number(count[level ?? 'all'].get(firstSince(since), since)?.['n'] ?? 0),
    /** The chain after its anchor, one entry at a time. */
    entries: (): Iterable<ChainedEntry> => chained.iterate(readAnchor().seq) as unknown as Iterable<ChainedEntry>,
    /**
     * Removes up to `most` of the oldest entries that are older than `before` and not beyond `limit`; what is left still verifies: the
     * last one removed becomes the anchor, and an entry says so. Returns how many went.
     */
    prune(before: number, limit: number, most: number, now: number): number {
      let mark: ChainMark | null = null;
      let gone = 0;
      for (const row of oldest.all(most - 1) as unknown as { seq: number; at: number; hash: string | null }[]) {
        if (row.at >= before || row.seq > limit) break;
        mark = { seq: row.seq, hash: row.hash ?? '' };
        gone += 1;
      }
      if (mark === null) return 0;
      const kept = readAnchor();
      remove.run(mark.seq);
      // Entries from before the chain go without moving its beginning.
      if (mark.seq > kept.seq) {
        setAnchor.run(JSON.stringify(mark));
        append(now, 'INFO', PRUNED_EVENT, null, `записей: ${gone}`, { ...mark });
      }
      return gone;
    },
  };
}
