import { DatabaseSync } from 'node:sqlite';
import type { StatementSync as Statement } from 'node:sqlite';
import { JournalVanished, watchPresence } from './file-presence.ts';
import { migrate } from './migrations.ts';
import { storageFault } from './storage-fault.ts';
import type { StorageFault } from './storage-fault.ts';

/**
 * The gateway's journal: one SQLite file, WAL, `synchronous=FULL`. Whoever is answered was written to the disk first.
 */
export interface Journal {
  readonly db: DatabaseSync;
  /**
   * Runs `work` inside a transaction and resolves once it is on the disk. Works that arrive in the same turn of the event loop share one
   * fsync (group commit), each in a savepoint of its own: one that throws is undone alone. Works run in the order of their calls.
   */
  commit<T>(work: () => T): Promise<T>;
  /**
   * Like `commit`, for what may be lost in a crash without harm (the operator is asked again): it travels with the next commit or goes
   * `within` ms by itself, so that it costs no fsync of its own while tills sell.
   */
  commitLater<T>(work: () => T, within?: number): Promise<T>;
  /** Resolves when everything handed to `commit` so far is settled. */
  idle(): Promise<void>;
  /** Hears when the disk stops taking writes (`full`, `broken`) and when it takes them again (`null`). */
  onFault(listener: (fault: StorageFault | null) => void): void;
  /** What the disk had against the last write; `null` where it took it. */
  readonly fault: StorageFault | null;
  /** How often works were undone: whatever a store remembers of its tables holds while this stands. */
  readonly undone: number;
  close(): void;
}

/** Longest wait of a `commitLater` that names none, ms. */
const LATER = 100;

/**
 * The WAL goes into the file while nobody waits: after this pause, once there is something worth it. A till that never pauses pays for a
 * checkpoint at the limit (16 MB, every 300 receipts or so) and no more often.
 */
const CHECKPOINT = { pause: 1_000, commits: 20 } as const;
/** Pages of 4 kB. */
const WAL_LIMIT = 4_000;
/** kB: both indexes of random keys at 100,000 receipts and the ends of everything else. */
const CACHE = 8_000;

interface Pending {
  readonly run: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Opens (and migrates) the journal. Throws where the file cannot be written. */
export function openJournal(path: string): Journal {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA temp_store = MEMORY');
  db.exec('PRAGMA busy_timeout = 5000');
  db.exec(`PRAGMA wal_autocheckpoint = ${WAL_LIMIT}`);
  db.exec(`PRAGMA cache_size = ${-CACHE}`);
  migrate(db);

  let undone = 0;
  const vanished = watchPresence(path);
  const faultListeners = new Set<(fault: StorageFault | null) => void>();
  let fault: StorageFault | null = null;
  const tellFault = (found: StorageFault | null): void => {
    if (found === fault) return;
    fault = found;
    for (const listener of faultListeners) listener(found);
  };
  const commitGroup = groupCommitter(db, { undone: () => (undone += 1), fault: tellFault });
  let waiting: Pending[] = [];
  let scheduled = false;
  let timer: NodeJS.Timeout | undefined;
  let due = Infinity;

  let commits = 0;
  const pause = setTimeout(() => {
    if (commits < CHECKPOINT.commits || !db.isOpen) return;
    commits = 0;
    try {
      db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // A full or failing disk: the WAL keeps everything, and the next commit says what is wrong.
    }
  }, CHECKPOINT.pause).unref();

  const flush = (): void => {
    scheduled = false;
    clearTimeout(timer);
    due = Infinity;
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    if (vanished()) {
      for (const { reject } of group) reject(new JournalVanished(path));
      return tellFault('broken');
    }
    commitGroup(group);
    commits += 1;
    pause.refresh();
  };

  const enter = <T>(run: () => T, schedule: () => void): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
      schedule();
    });
  const soon = (): void => {
    if (!scheduled) setImmediate(flush);
    scheduled = true;
  };
  const commit = <T>(run: () => T): Promise<T> => enter(run, soon);

  return {
    db,
    commit,
    commitLater: (run, within = LATER) =>
      enter(run, () => {
        const at = performance.now() + within;
        if (scheduled || at >= due) return;
        clearTimeout(timer);
        due = at;
        timer = setTimeout(flush, within);
      }),
    idle: () => commit(() => undefined),
    onFault: (listener) => void faultListeners.add(listener),
    get fault() {
      return fault;
    },
    get undone() {
      return undone;
    },
    close() {
      flush();
      clearTimeout(pause);
      // One file again, so that whoever copies it by hand has everything (requirements B-49). A full disk must not stop the stop.
      try {
        db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // The WAL stays, and is read at the next start.
      }
      db.close();
    },
  };
}

interface CommitListener {
  readonly undone: () => void;
  /** After each group that the disk took or refused: what it had against it. */
  readonly fault: (fault: StorageFault | null) => void;
}

/** Prepared once: parsing six words costs as much as running them. */
function groupCommitter(db: DatabaseSync, tell: CommitListener): (group: readonly Pending[]) => void {
  const [begin, save, undo, release, commit, rollback] = [
    'BEGIN IMMEDIATE',
    'SAVEPOINT work',
    'ROLLBACK TO work',
    'RELEASE work',
    'COMMIT',
    'ROLLBACK',
  ].map((sql) => db.prepare(sql)) as [Statement, Statement, Statement, Statement, Statement, Statement];

  return (group) => {
    const settled: (() => void)[] = [];
    // Alone in its transaction a work needs no savepoint.
    const several = group.length > 1;
    /** The disk's own word: where SQLite has rolled back by itself, what follows it only says that there is no savepoint. */
    let cause: unknown = null;
    try {
      begin.run();
      for (const { run, resolve, reject } of group) {
        if (several) save.run();
        try {
          const value = run();
          settled.push(() => resolve(value));
        } catch (error) {
          if (storageFault(error)) cause ??= error;
          if (!several) throw error;
          undo.run();
          tell.undone();
          settled.push(() => reject(error));
        }
        if (several) release.run();
      }
      commit.run();
    } catch (error) {
      // Disk full or failing: nothing of the group is on the disk, so nobody may be told it is.
      tell.undone();
      if (db.isOpen && db.isTransaction) rollback.run();
      for (const { reject } of group) reject(cause ?? error);
      // A work that threw by itself says nothing of the disk: a full one stays full.
      const found = storageFault(cause ?? error);
      if (found !== null) tell.fault(found);
      return;
    }
    tell.fault(cause === null ? null : storageFault(cause));
    for (const settle of settled) settle();
  };
}
