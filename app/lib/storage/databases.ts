import { canonicalJson } from '$design/canonical-json.ts';
import type { ChangeHub } from './change-hub.ts';
import type { Content, FactDocument, LocalDatabase, OpenLocal } from './database.types.ts';
import type { LocalStore } from './local-store.ts';
import { storageFaultOf, type StorageFault } from './storage-fault.ts';

const KNOWN = 'databases';
/** Names whose dropping has begun: a start after a kill ends it, and does not take it for a loss. */
const DROPPING = 'databases-dropping';

/** A new id was taken already: take another stamp and write again (design §4). */
export class IdTaken extends Error {
  constructor(id: string) {
    super(`id taken: ${id}`);
    this.name = 'IdTaken';
  }
}

/** The local databases, each opened once, and every write of this device: writes tell the hub, so that nothing is sent late. */
export class Databases {
  private readonly opened = new Map<string, LocalDatabase>();
  private readonly openLocal: OpenLocal;
  private readonly store: LocalStore;
  private readonly hub: ChangeHub;
  private readonly onFault: (fault: StorageFault) => void;

  constructor(openLocal: OpenLocal, store: LocalStore, hub: ChangeHub, onFault: (fault: StorageFault) => void = () => undefined) {
    this.openLocal = openLocal;
    this.store = store;
    this.hub = hub;
    this.onFault = onFault;
    // Another tab dropped it: this tab's handle is dead, and must not bring it back empty.
    hub.on(({ database, origin }) => {
      if (origin === 'dropped') this.opened.delete(database);
    });
  }

  open(name: string): LocalDatabase {
    let db = this.opened.get(name);
    if (!db) {
      db = this.openLocal(name);
      this.opened.set(name, db);
      // Remembered once the browser really holds it: a note of one that never was would look like a loss.
      void db.info().then(
        () => this.remember(name),
        () => null,
      );
    }
    return db;
  }

  /** The browser shut this database's connection: the next use opens another. */
  lost(name: string): void {
    this.opened.delete(name);
  }

  /** Works on an open database; once more on a new connection where the browser had shut the one in hand. */
  private async with<T>(name: string, work: (db: LocalDatabase, again: boolean) => Promise<T>): Promise<T> {
    try {
      return await work(this.open(name), false);
    } catch (error) {
      const fault = storageFaultOf(error);
      if (fault === null) throw error;
      this.lost(name);
      this.onFault(fault);
      if (fault === 'full') throw error;
      return work(this.open(name), true);
    }
  }

  /**
   * Reads an open database; once more on a new connection where the browser had shut the one in hand. It does so to whoever reads when a
   * write beside them finds no room.
   */
  async reading<T>(name: string, read: (db: LocalDatabase) => Promise<T>): Promise<T> {
    try {
      return await read(this.open(name));
    } catch (error) {
      if (storageFaultOf(error) === null) throw error;
      this.lost(name);
      return read(this.open(name));
    }
  }

  /** Names that this device has held: what vanished from the browser is noticed by this. */
  known(): string[] {
    return [...new Set([...this.noted(), ...this.opened.keys()])];
  }

  /** Names noted by earlier starts. */
  private noted(): string[] {
    return this.store.read<string[]>(KNOWN) ?? [];
  }

  private remember(name: string): void {
    const noted = this.noted();
    if (!noted.includes(name)) this.store.write(KNOWN, [...noted, name]);
  }

  /** The browser lost it: it is no longer counted on. */
  forget(name: string): void {
    this.store.write(
      KNOWN,
      this.noted().filter((one) => one !== name),
    );
  }

  /** Removes a database from this device for good. Whether that may be is the caller's question (app/lib/months). */
  async drop(name: string): Promise<void> {
    this.store.write(DROPPING, [...new Set([...this.dropping(), name])]);
    const db = this.opened.get(name) ?? this.openLocal(name);
    this.opened.delete(name);
    // From here on nobody should think of opening it: that would bring it back empty.
    this.forget(name);
    await db.destroy();
    this.store.write(
      DROPPING,
      this.dropping().filter((one) => one !== name),
    );
    this.hub.emit({ database: name, origin: 'dropped', ids: [] });
  }

  /** Ends what a kill has left half dropped. Before anything looks for databases that have vanished. */
  async finishDrops(): Promise<void> {
    for (const name of this.dropping()) await this.drop(name);
  }

  private dropping(): string[] {
    return this.store.read<string[]>(DROPPING) ?? [];
  }

  /** Writes a new document, or the revision after its `_rev`, once. Resolves with its revision when it is durable; throws `IdTaken` on a 409. */
  async create(database: string, doc: FactDocument): Promise<string> {
    const rev = await this.with(database, async (db, again) => {
      try {
        return (await db.put(doc as unknown as PouchDB.Core.PutDocument<Content>)).rev;
      } catch (error) {
        if ((error as { status?: number }).status !== 409) throw error;
        // The connection broke and it was written all the same: the stamp in its id is this device's, so equal is ours.
        const held = again ? await db.get(doc._id) : null;
        if (held && canonicalJson({ ...held, _rev: undefined }) === canonicalJson({ ...doc, _rev: undefined })) return held._rev;
        throw new IdTaken(doc._id);
      }
    });
    this.hub.emit({ database, origin: 'local', ids: [doc._id] });
    return rev;
  }

  /** Stores documents that the gateway composed, as those very revisions: one already here is a no-op. */
  async adopt(database: string, docs: readonly FactDocument[]): Promise<void> {
    const missing = await this.with(database, async (db) => {
      const held = await db.allDocs({ keys: docs.map((doc) => doc._id) });
      const lacking = docs.filter((doc, i) => {
        const row = held.rows[i];
        return !row || 'error' in row || row.value.rev !== doc._rev;
      });
      if (lacking.length > 0) await db.bulkDocs(lacking as unknown as PouchDB.Core.PutDocument<Content>[], { new_edits: false });
      return lacking;
    });
    if (missing.length === 0) return;
    this.hub.emit({ database, origin: 'local', ids: missing.map((doc) => doc._id) });
  }

  /** `null` where missing. */
  async get<T>(database: string, id: string): Promise<T | null> {
    try {
      return (await this.with(database, (db) => db.get(id))) as unknown as T;
    } catch (error) {
      if ((error as { status?: number }).status === 404) return null;
      throw error;
    }
  }

  /** Every revision of a document that nothing follows, tombstones too; empty where it was never here. */
  async leaves(database: string, id: string): Promise<(Content & { _id: string; _rev: string; _deleted?: boolean })[]> {
    try {
      const rows = await this.with(database, (db) => db.get(id, { open_revs: 'all' }));
      return rows.flatMap((row) => ('ok' in row ? [row.ok] : []));
    } catch (error) {
      if ((error as { status?: number }).status === 404) return [];
      throw error;
    }
  }

  /** Documents of an id range, in id order. */
  async range<T>(
    database: string,
    startkey: string,
    endkey: string,
    options: { descending?: boolean; limit?: number } = {},
  ): Promise<T[]> {
    const bounds = options.descending ? { startkey: endkey, endkey: startkey } : { startkey, endkey };
    const answer = await this.with(database, (db) => db.allDocs({ ...bounds, ...options, include_docs: true }));
    return answer.rows.flatMap((row) => (row.doc ? [row.doc as unknown as T] : []));
  }

  /** Ids of a range, in order: far cheaper than the documents. */
  async ids(
    database: string,
    startkey: string,
    endkey: string,
    options: { descending?: boolean; limit?: number } = {},
  ): Promise<string[]> {
    const bounds = options.descending ? { startkey: endkey, endkey: startkey } : { startkey, endkey };
    const answer = await this.with(database, (db) => db.allDocs({ ...bounds, ...options }));
    return answer.rows.map((row) => row.id);
  }

  /** Documents by their ids; what is missing is left out. */
  async all<T>(database: string, ids: readonly string[]): Promise<T[]> {
    if (ids.length === 0) return [];
    const answer = await this.with(database, (db) => db.allDocs({ keys: [...ids], include_docs: true }));
    return answer.rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as unknown as T] : []));
  }

  async close(): Promise<void> {
    await Promise.all([...this.opened.values()].map((db) => db.close()));
    this.opened.clear();
  }
}
