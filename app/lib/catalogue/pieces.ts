import { CATALOG } from '$design/databases.ts';
import type { Content } from '../storage/database.types.ts';
import type { Databases } from '../storage/databases.ts';

/** Documents read at a time: some megabytes, so that the page stays free in between. */
const PAGE = 10;
const COPIES = '_local/catalogue-copies';
const copyId = (id: string): string => `_local/${id}`;

interface Copies extends Content {
  readonly _id: string;
  readonly ids: readonly string[];
}

/** What the server stamps. */
export interface Stamped {
  readonly _id: string;
  readonly hlc: string;
}

/**
 * Documents of `catalog` as this device holds them. What was damaged here cannot be mended in its place: the replica counts the revision
 * as present, and neither replication nor a write of the same revision replaces it. A copy fetched anew lies beside it as a `_local`
 * document, which never leaves the device.
 */
export class Pieces {
  private readonly databases: Databases;

  constructor(databases: Databases) {
    this.databases = databases;
  }

  private get db() {
    return this.databases.open(CATALOG);
  }
  /** A write that finds no room shuts the connection under whoever reads: the catalogue is not damaged by that. */
  private get<T>(id: string, options: PouchDB.Core.GetOptions = {}): Promise<T> {
    return this.databases.reading(CATALOG, async (db) => (await db.get(id, options)) as unknown as T);
  }

  /**
   * A document of the server's; of revisions that stand side by side the one stamped last: a server restored from a copy writes on from
   * an older revision than this device holds, which PouchDB would go on preferring.
   * @returns `null` where it is missing
   * @throws where it cannot be read and has no copy
   */
  async newest<T extends Stamped>(id: string): Promise<T | null> {
    try {
      const doc = await this.get<T & { readonly _conflicts?: readonly string[] }>(id, { conflicts: true });
      const { _conflicts: others = [], ...own } = doc;
      const all = [own as unknown as T, ...(await Promise.all(others.map((rev) => this.get<T>(id, { rev }))))];
      return all.reduce((last, one) => (one.hlc > last.hlc ? one : last));
    } catch (error) {
      if ((error as { status?: number }).status === 404) return null;
      const held = await this.copies();
      const copy = held.ids.includes(id) ? await this.local<{ doc: T }>(copyId(id)) : null;
      if (copy) return copy.doc;
      throw error;
    }
  }

  /** Calls `hand` with what is here, some at a time. What is missing or cannot be read is left out. */
  async read<T>(ids: readonly string[], hand: (docs: readonly T[]) => Promise<void>): Promise<void> {
    for (let from = 0; from < ids.length; from += PAGE) {
      const keys = ids.slice(from, from + PAGE);
      await hand((await this.page(keys)) as readonly T[]);
    }
  }

  /** Copies that stand in for damaged documents. */
  async readCopies<T>(ids: readonly string[], hand: (docs: readonly T[]) => Promise<void>): Promise<void> {
    const held = await this.copies();
    for (const id of ids.filter((one) => held.ids.includes(one))) {
      const copy = await this.local<{ doc: T }>(copyId(id));
      if (copy) await hand([copy.doc]);
    }
  }

  async keepCopy(doc: { readonly _id: string }): Promise<void> {
    const held = await this.copies();
    const before = await this.local<{ _rev: string }>(copyId(doc._id));
    await this.put({ _id: copyId(doc._id), ...(before ? { _rev: before._rev } : {}), doc });
    if (!held.ids.includes(doc._id)) await this.put({ ...held, ids: [...held.ids, doc._id] });
  }

  /** Lets go of copies that nothing in force names. */
  async dropCopies(named: ReadonlySet<string>): Promise<void> {
    const held = await this.copies();
    const over = held.ids.filter((id) => !named.has(id));
    if (over.length === 0) return;
    await this.put({ ...held, ids: held.ids.filter((id) => named.has(id)) });
    for (const id of over) {
      const copy = await this.local<{ _id: string; _rev: string }>(copyId(id));
      if (copy) await this.db.remove(copy as PouchDB.Core.RemoveDocument);
    }
  }

  private async page(keys: readonly string[]): Promise<unknown[]> {
    try {
      const answer = await this.databases.reading(CATALOG, (db) => db.allDocs({ keys: [...keys], include_docs: true }));
      return answer.rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
    } catch (error) {
      // One unreadable document must not take its neighbours with it.
      if (keys.length === 1) {
        console.error('catalogue', keys[0], error);
        return [];
      }
      const each = await Promise.all(keys.map((key) => this.page([key])));
      return each.flat();
    }
  }

  private async copies(): Promise<Copies> {
    return (await this.local<Copies>(COPIES)) ?? { _id: COPIES, ids: [] };
  }

  private async local<T>(id: string): Promise<T | null> {
    try {
      return await this.get<T>(id);
    } catch {
      return null;
    }
  }

  private async put(doc: { readonly _id: string } & Content): Promise<void> {
    await this.db.put(doc as PouchDB.Core.PutDocument<Content>);
  }
}
