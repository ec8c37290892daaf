import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import type { Engine } from './engine.ts';
import { createEmbeddedDatabase, type EmbeddedDatabase } from './embedded.database.ts';
import { createLevelFiles } from './leveldb.files.ts';
import { createNotifier } from './notifier.ts';

PouchDB.plugin(leveldbAdapter);

const NAME = /^[a-z][a-z0-9-]{0,120}$/;

/** How long (ms) a write may stay in the operating system's cache before it is forced to disk (design §5: at most 1 s). */
const FLUSH_EVERY = 500;
/** Per database; the defaults (8 MB of cache, 1,000 files) are too much for hundreds of small databases in one process. */
const LEVELDB = { cacheSize: 1 << 20, writeBufferSize: 2 << 20, maxOpenFiles: 64 };

export interface EmbeddedEngine extends Engine {
  readonly kind: 'embedded';
  open(name: string): Promise<EmbeddedDatabase>;
}

/**
 * PouchDB on LevelDB, one folder a database, all of them kept open. What is lost at a power cut is at most the last half second, and of
 * each database the newest end only: the checkpoints of replication lie in the same log behind the documents, so a till finds them
 * gone together and sends again. Who must not rely on that (the journal intake) awaits `flush()`.
 */
export function createEmbeddedEngine(folder: string): EmbeddedEngine {
  mkdirSync(folder, { recursive: true });
  const files = createLevelFiles();
  const databases = new Map<string, Promise<EmbeddedDatabase>>();
  const dirty = new Set<string>();
  const pathOf = (name: string): string => join(folder, name);
  const notifier = createNotifier(async (name) => (await (await open(name)).info()).seq);

  async function create(name: string): Promise<EmbeddedDatabase> {
    const options = { adapter: 'leveldb', auto_compaction: true, db: files.factory, migrate: false, ...LEVELDB };
    const pouch = new PouchDB(pathOf(name), options);
    await pouch.info();
    return createEmbeddedDatabase(name, pouch, {
      written(sequenceMoved) {
        dirty.add(name);
        if (sequenceMoved) notifier.changed(name);
      },
      flush() {
        dirty.delete(name);
        return files.flush(pathOf(name));
      },
    });
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

  async function flushAll(): Promise<void> {
    const names = [...dirty];
    dirty.clear();
    await Promise.all(names.map((name) => files.flush(pathOf(name))));
  }

  const list = (): Promise<string[]> =>
    Promise.resolve(
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
        .map((entry) => entry.name)
        .sort(),
    );

  let flushing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(flushAll).catch((error: unknown) => {
      process.stderr.write(`${JSON.stringify({ level: 'error', event: 'flush-failed', message: String(error) })}\n`);
    });
  }, FLUSH_EVERY);
  timer.unref();

  return {
    kind: 'embedded',
    open,
    list,
    exists: async (name) => databases.has(name) || (await list()).includes(name),
    watch: (listener) => notifier.listen(listener),
    async close() {
      clearInterval(timer);
      notifier.close();
      await flushing;
      await flushAll();
      const open = await Promise.allSettled(databases.values());
      databases.clear();
      for (const result of open) if (result.status === 'fulfilled') await result.value.pouch.close();
    },
  };
}
