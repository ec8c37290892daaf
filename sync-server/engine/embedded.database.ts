import type { Database, DocumentInput, RangeQuery, StoredDocument, WriteResult } from './engine.ts';
import { byRank } from './leaf-order.ts';
import type { Winner } from './leveldb.reads.ts';
import type { Pouch } from './pouch.pool.ts';
import { validatorOf } from './validators.ts';
import { checkWrites, fillResults, oneByOne } from './write-check.ts';

export interface EmbeddedDatabase extends Database {
  /**
   * For the `/db` front, which needs revisions and `_local` documents. Writes go through `bulk` and `wrote`. Only methods that answer a
   * promise: the database may be closed between two calls, and each call opens it again.
   */
  readonly pouch: Pouch;
  /** For work of several steps: the database stays open until `work` ends. */
  use<T>(work: (pouch: Pouch) => Promise<T>): Promise<T>;
  /** Runs alone among the writers of this database. Does not nest. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** A `_local` document was written past `bulk`: it too must reach the disk. */
  wrote(): void;
}

export interface Ledger {
  written(sequenceMoved: boolean, documents: number): void;
  flush(): Promise<void>;
}

/** Reads past PouchDB; `null`: what was read was replaced meanwhile. */
export interface LevelReads {
  documents(query: RangeQuery): Promise<StoredDocument[] | null>;
  winners(ids: readonly string[]): Promise<Winner[] | null>;
}

/** After so many readings that a writer overtook, PouchDB is asked, which lets the writers wait. */
const READ_TRIES = 3;

async function tried<T>(read: () => Promise<T | null>, otherwise: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < READ_TRIES; tries += 1) {
    const found = await read();
    if (found) return found;
  }
  return otherwise();
}

/** One PouchDB behind the server's `Database`, with the validator that CouchDB would run before each write. */
export function createEmbeddedDatabase(
  name: string,
  use: EmbeddedDatabase['use'],
  past: LevelReads,
  ledger: Ledger,
): EmbeddedDatabase {
  const inTurn = oneByOne();
  const pouch = openingPouch(use);

  async function winnersAsked(ids: readonly string[]): Promise<Winner[]> {
    const { rows } = await pouch.allDocs({ keys: [...ids] });
    return rows.flatMap((row) =>
      'value' in row && row.value && !row.value.deleted ? [{ _id: row.key, _rev: row.value.rev }] : [],
    );
  }

  /** What the check before a write looks at; PouchDB itself tells conflicts of new edits. */
  async function stored(docs: readonly DocumentInput[], newEdits: boolean): Promise<Map<string, Winner>> {
    if (newEdits && validatorOf(name) === null) return new Map();
    const ids = [...new Set(docs.map((doc) => doc._id))];
    const found = await tried(
      () => past.winners(ids),
      () => winnersAsked(ids),
    );
    return new Map(found.map((winner) => [winner._id, winner]));
  }

  async function write(docs: readonly DocumentInput[], newEdits: boolean): Promise<WriteResult[]> {
    const results = checkWrites(name, docs, await stored(docs, newEdits), newEdits);
    const accepted = docs.filter((_, i) => results[i] === null);
    if (accepted.length === 0) return fillResults(results, docs, [], newEdits);
    const rows = await pouch.bulkDocs([...accepted] as PouchDB.Core.PutDocument<object>[], { new_edits: newEdits });
    ledger.written(true, accepted.length);
    return fillResults(results, docs, rows, newEdits);
  }

  const bulk: Database['bulk'] = (docs, { newEdits = true } = {}) => inTurn(() => write(docs, newEdits));

  return {
    name,
    pouch,
    use,
    inTurn,
    wrote: () => ledger.written(false, 1),
    bulk,
    put: async (doc) => (await bulk([doc]))[0]!,
    flush: () => ledger.flush(),
    async get(id) {
      try {
        return await pouch.get(id);
      } catch (error) {
        if ((error as { status?: number }).status === 404) return null;
        throw error;
      }
    },
    range: (query) =>
      tried(
        () => past.documents(query),
        async () => bodies(await pouch.allDocs(allDocsOptions(query))),
      ),
    async changes({ since = 0, limit, includeDocs = false, leaves = false }) {
      const answer = await pouch.changes({
        since,
        include_docs: includeDocs,
        ...(limit === undefined ? {} : { limit }),
        ...(leaves ? { style: 'all_docs' as const } : {}),
      });
      const rows = answer.results.map((row) => ({
        id: row.id,
        seq: row.seq,
        rev: row.changes[0]!.rev,
        deleted: row.deleted === true,
        doc: (row.doc as StoredDocument | undefined) ?? null,
        ...(leaves ? { revs: row.changes.map(({ rev }) => rev) } : {}),
      }));
      return { rows, lastSeq: answer.last_seq };
    },
    async leaves(id) {
      try {
        const rows = await pouch.get(id, { open_revs: 'all' });
        return rows.flatMap((row) => ('ok' in row ? [row.ok as StoredDocument] : [])).sort(byRank);
      } catch (error) {
        if ((error as { status?: number }).status === 404) return [];
        throw error;
      }
    },
    async info() {
      const info = await pouch.info();
      return { seq: info.update_seq, count: info.doc_count };
    },
  };
}

/** Looks like a PouchDB; every call of a method finds the database open. */
function openingPouch(use: EmbeddedDatabase['use']): Pouch {
  type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>;
  return new Proxy({} as Pouch, {
    get:
      (_target, method) =>
      (...args: unknown[]) =>
        use((pouch) => (pouch as unknown as Methods)[String(method)]!(...args)),
  });
}

function allDocsOptions(query: RangeQuery): PouchDB.Core.AllDocsOptions {
  if (query.keys) return { include_docs: true, keys: [...query.keys] } as PouchDB.Core.AllDocsWithKeysOptions;
  const { startkey, endkey, limit, descending = false } = query;
  return {
    include_docs: true,
    descending,
    ...(startkey === undefined ? {} : { startkey }),
    ...(endkey === undefined ? {} : { endkey }),
    ...(limit === undefined ? {} : { limit }),
  };
}

function bodies(answer: PouchDB.Core.AllDocsResponse<object>): StoredDocument[] {
  const docs: StoredDocument[] = [];
  for (const row of answer.rows) if ('doc' in row && row.doc) docs.push(row.doc as StoredDocument);
  return docs;
}
