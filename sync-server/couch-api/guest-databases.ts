import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import { createCommitTimer, realAfter } from '../engine/commit.timer.ts';
import { openDatabaseFolder } from '../engine/data-folder.ts';
import { createLevelFiles, forceFolder } from '../engine/leveldb.files.ts';
import { createPouchPool, type Pouch } from '../engine/pouch.pool.ts';
import { changesWhole } from '../engine/whole-changes.ts';
import { listingWhole } from '../engine/whole-listing.ts';
import { oneByOne } from '../engine/write-check.ts';
import type { DocumentInput } from '../engine/engine.ts';
import { CouchError, noDatabase } from './couch-error.ts';
import { listenersByName, outcomesOf, type CouchDatabase, type Outcome } from './database.ts';
import { judge, readValidators } from './design-validators.ts';
import { checkDatabaseName, folderOf, isLegalName, nameOfFolder } from './names.ts';
import type { Sandbox } from './sandbox.ts';
import { resolveStubs } from './stubs.ts';
import { readSettings } from './settings.store.ts';

/** Databases that the administrator makes through the door: in a folder of their own, and nothing of the server's reads them. */
export interface GuestDatabases {
  names(): string[];
  /** @throws CouchError file_exists, illegal_database_name */
  create(name: string): Promise<void>;
  /** @throws CouchError not_found */
  remove(name: string): Promise<void>;
  /** @throws CouchError not_found */
  open(name: string): CouchDatabase;
  close(): Promise<void>;
}

const OPEN_AT_MOST = 64;
const FLUSH_AFTER = 500;
const LEVELDB = { cacheSize: 1 << 20, writeBufferSize: 2 << 20, maxOpenFiles: 64 };

export function createGuestDatabases(folder: string, sandbox: Sandbox, failed: (error: unknown) => void): GuestDatabases {
  mkdirSync(folder, { recursive: true });
  const files = createLevelFiles((location, error) => {
    failed(error);
    // As the server's own: who asks for it next finds it opened anew, once the disk has room again.
    pool.whileClosed(location, () => Promise.resolve()).catch(failed);
  });
  const commits = createCommitTimer({ sync: forceFolder, every: FLUSH_AFTER, after: realAfter, failed });
  const present = new Set(readdirSync(folder).map(nameOfFolder).filter(isLegalName));
  const open = new Map<string, CouchDatabase>();
  const heard = listenersByName();
  const pathOf = (name: string): string => join(folder, folderOf(name));
  const pool = createPouchPool(OPEN_AT_MOST, async (location) => {
    if (!existsSync(location)) throw noDatabase(); // removed while somebody still held it
    // CouchDB keeps the bodies of older revisions until it is told to compact.
    const options: object = { adapter: 'leveldb', auto_compaction: false, db: files.factory, migrate: false, ...LEVELDB };
    return openDatabaseFolder(location, async () => {
      const pouch = changesWhole(listingWhole(new PouchDB(location, options)));
      await pouch.info();
      return pouch;
    });
  });

  function guest(name: string): CouchDatabase {
    const location = pathOf(name);
    const inTurn = oneByOne();
    let validators: Promise<string[]> | null = null;

    async function use<T>(work: (pouch: Pouch) => Promise<T>): Promise<T> {
      if (open.get(name) !== database) throw noDatabase();
      return pool.use(location, work);
    }

    async function write(pouch: Pouch, given: readonly DocumentInput[], newEdits: boolean): Promise<Outcome[]> {
      const docs = newEdits ? await Promise.all(given.map((doc) => resolveStubs(pouch, doc))) : given;
      const refused = await refusals(pouch, docs);
      const accepted = docs.filter((_, i) => refused[i] === null);
      const rows =
        accepted.length === 0
          ? []
          : await pouch.bulkDocs([...accepted] as PouchDB.Core.PutDocument<object>[], { new_edits: newEdits });
      if (accepted.some(({ _id }) => _id.startsWith('_design/'))) validators = null;
      if (accepted.length > 0) {
        commits.written(location);
        heard.tell(name);
      }
      const written = outcomesOf(accepted, rows, newEdits);
      return docs.map((doc, i) => {
        const fault = refused[i]!;
        return fault === null ? written.shift()! : { id: doc._id, rev: doc._rev ?? null, fault };
      });
    }

    async function refusals(pouch: Pouch, docs: readonly DocumentInput[]): Promise<(CouchError | null)[]> {
      const sources = await (validators ??= readValidators(pouch));
      if (sources.length === 0) return docs.map(() => null);
      const { security } = await readSettings(pouch);
      const stored = await pouch.allDocs({ keys: docs.map((doc) => doc._id), include_docs: true });
      return docs.map((doc, i) => {
        if (doc._id.startsWith('_local/')) return null;
        const row = stored.rows[i]!;
        return judge(sandbox, sources, { doc, old: ('doc' in row && row.doc) || null, db: name, security });
      });
    }

    const database: CouchDatabase = {
      name,
      use,
      write: (docs, newEdits) => inTurn(() => use((pouch) => write(pouch, docs, newEdits))),
      async writeLocal(work) {
        await inTurn(() => use(work));
        commits.written(location);
      },
      flush: () => commits.flush(location),
      async compact() {
        await inTurn(() => use((pouch) => pouch.compact().then(() => files.compact(location))));
        commits.written(location);
      },
      localIds: () => use(() => files.localIds(location)),
      watch: (listener) => heard.add(name, listener),
    };
    return database;
  }

  return {
    names: () => [...present].sort(),
    async create(name) {
      checkDatabaseName(name);
      if (present.has(name)) {
        throw new CouchError(412, 'file_exists', 'The database could not be created, the file already exists.');
      }
      present.add(name);
      try {
        await pool.whileClosed(pathOf(name), () => mkdir(pathOf(name), { recursive: true }));
        await pool.use(pathOf(name), () => Promise.resolve());
      } catch (error) {
        present.delete(name);
        throw error;
      }
    },
    async remove(name) {
      if (!present.has(name)) throw noDatabase();
      open.delete(name);
      present.delete(name);
      await pool.whileClosed(pathOf(name), () => rm(pathOf(name), { recursive: true, force: true }));
      heard.tell(name);
    },
    open(name) {
      if (!present.has(name)) throw noDatabase();
      let database = open.get(name);
      if (!database) open.set(name, (database = guest(name)));
      return database;
    },
    async close() {
      await commits.close();
      await pool.close();
    },
  };
}
