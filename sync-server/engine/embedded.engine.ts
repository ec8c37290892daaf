import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { bodiesAhead } from './bodies-ahead.ts';
import { createCommitTimer, realAfter, type After } from './commit.timer.ts';
import { openDatabaseFolder } from './data-folder.ts';
import type { Engine } from './engine.ts';
import { createEmbeddedDatabase, type EmbeddedDatabase, type LevelReads } from './embedded.database.ts';
import { createLevelFiles, forceFolder } from './leveldb.files.ts';
import { readDocuments, readWinners } from './leveldb.reads.ts';
import { createNotifier } from './notifier.ts';
import { createPouchPool, type Pouch } from './pouch.pool.ts';
import { changesWhole } from './whole-changes.ts';
import { listingWhole } from './whole-listing.ts';

PouchDB.plugin(leveldbAdapter);

const NAME = /^[a-z][a-z0-9-]{0,120}$/;

/** How long (ms) a write may stay in the operating system's cache before it is forced to disk (design §5: at most 1 s). */
const FLUSH_AFTER = 500;
/** Measured: an open database costs 4 to 6 file descriptors and about 0.5 MB; 740 of them exist after three years of 20 shops. */
const OPEN_AT_MOST = 320;
/** After so many documents written, LevelDB's files are rewritten without what was overwritten and deleted. */
const COMPACT_AFTER = 20_000;
/** Per database; the defaults (8 MB of cache, 1,000 files) are too much for hundreds of small databases in one process. */
const LEVELDB = { cacheSize: 1 << 20, writeBufferSize: 2 << 20, maxOpenFiles: 64 };

export interface EmbeddedEngine extends Engine {
  readonly kind: 'embedded';
  open(name: string): Promise<EmbeddedDatabase>;
  /** Drops what is no leaf of a revision tree and gives the room of deleted and overwritten documents back to the disk. */
  compact(name: string): Promise<void>;
  /** Ids of a database's `_local` documents. */
  localIds(name: string): Promise<string[]>;
  /** How many databases are open at this moment; the others are opened when they are used. */
  openCount(): number;
}

export interface EmbeddedOptions {
  readonly openAtMost?: number;
  readonly compactAfter?: number;
  readonly after?: After;
  /** Forces a folder to the disk; a test's disk. */
  readonly sync?: (location: string) => Promise<void>;
  readonly failed?: (event: string, error: unknown) => void;
}

/** A disk that does not take what it is given must be heard even where no log was handed in. */
function sayFailed(event: string, error: unknown): void {
  process.stderr.write(`${JSON.stringify({ level: 'error', event, message: String(error) })}\n`);
}

/**
 * PouchDB on LevelDB, one folder a database, the most recently used kept open. What is lost at a power cut is at most the last second,
 * and of each database the newest end only: the checkpoints of replication lie in the same log behind the documents, so a till finds
 * them gone together and sends again. Who must not rely on that (the journal intake) awaits `flush()`.
 */
export function createEmbeddedEngine(folder: string, options: EmbeddedOptions = {}): EmbeddedEngine {
  const { openAtMost = OPEN_AT_MOST, compactAfter = COMPACT_AFTER, after = realAfter, sync = forceFolder } = options;
  const failed = options.failed ?? sayFailed;
  mkdirSync(folder, { recursive: true });
  const files = createLevelFiles((location, error) => {
    failed('write-failed', error);
    // Who asks for it next finds it opened anew, or is told that it cannot be.
    pool.whileClosed(location, () => Promise.resolve()).catch((why: unknown) => failed('close-failed', why));
  });
  const databases = new Map<string, Promise<EmbeddedDatabase>>();
  const pathOf = (name: string): string => join(folder, name);
  const notifier = createNotifier(async (name) => (await (await open(name)).info()).seq);
  const commits = createCommitTimer({ sync, every: FLUSH_AFTER, after, failed: (error) => failed('flush-failed', error) });
  /** What each database that cannot be opened said, so that it is logged once and not with every request for it. */
  const faults = new Map<string, string>();
  const pool = createPouchPool(openAtMost, async (location) => {
    // Options of the adapter, which PouchDB's types do not know.
    const adapterOptions: object = { adapter: 'leveldb', auto_compaction: true, db: files.factory, migrate: false, ...LEVELDB };
    try {
      const pouch = await openDatabaseFolder(location, async () => {
        const whole = changesWhole(listingWhole(new PouchDB(location, adapterOptions)));
        const made = bodiesAhead(whole, (ids) => files.ahead(location, ids));
        await made.info();
        return made;
      });
      faults.delete(location);
      return pouch;
    } catch (error) {
      if (faults.get(location) !== String(error)) failed('database-not-opened', error);
      faults.set(location, String(error));
      throw error;
    }
  });
  /** Documents written since the last compaction of this process. */
  const writes = new Map<string, number>();
  const compactions = new Set<Promise<void>>();

  const compactPouch = async (location: string, pouch: Pouch): Promise<void> => {
    await pouch.compact();
    await files.compact(location);
  };

  function count(name: string, database: EmbeddedDatabase, documents: number): void {
    const total = (writes.get(name) ?? 0) + documents;
    writes.set(name, total < compactAfter ? total : 0);
    if (total < compactAfter) return;
    // LevelDB does it in a thread of its own; who reads and writes meanwhile does not wait.
    const work = database
      .use(() => files.compact(pathOf(name)))
      .catch((error: unknown) => failed('compact-failed', error))
      .finally(() => compactions.delete(work));
    compactions.add(work);
  }

  async function create(name: string): Promise<EmbeddedDatabase> {
    const location = pathOf(name);
    const use: EmbeddedDatabase['use'] = (work) => pool.use(location, work);
    const past: LevelReads = {
      documents: (query) => use(() => readDocuments(files.opened(location), query)),
      winners: (ids) => use(() => readWinners(files.opened(location), ids)),
    };
    const database = createEmbeddedDatabase(name, use, past, {
      written(sequenceMoved, documents) {
        commits.written(location);
        if (sequenceMoved) notifier.changed(name);
        count(name, database, documents);
      },
      flush: () => commits.flush(location),
    });
    await database.info();
    return database;
  }

  function open(name: string): Promise<EmbeddedDatabase> {
    let database = databases.get(name);
    if (!database) {
      if (!NAME.test(name)) return Promise.reject(new Error(`not a database name: ${name}`));
      database = create(name);
      databases.set(name, database);
      database.catch(() => databases.delete(name));
    }
    return database;
  }

  return {
    kind: 'embedded',
    open,
    list: () =>
      Promise.resolve(
        readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
          .map((entry) => entry.name)
          .sort(),
      ),
    exists: (name) => Promise.resolve(databases.has(name) || (NAME.test(name) && existsSync(pathOf(name)))),
    watch: (listener) => notifier.listen(listener),
    async compact(name) {
      const database = await open(name);
      await database.inTurn(() => database.use((pouch) => compactPouch(pathOf(name), pouch)));
      commits.written(pathOf(name));
    },
    localIds: async (name) => (await open(name)).use(() => files.localIds(pathOf(name))),
    openCount: () => pool.openCount(),
    async close() {
      notifier.close();
      await Promise.allSettled(databases.values());
      await Promise.all(compactions);
      await commits.close();
      databases.clear();
      await pool.close();
    },
  };
}
