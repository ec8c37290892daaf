import type { Database, DocumentInput, RangeQuery, StoredDocument, WriteResult } from './engine.ts';
import { checkWrites, fillResults, oneByOne } from './write-check.ts';

type Pouch = PouchDB.Database;

export interface EmbeddedDatabase extends Database {
  /** For the `/db` front, which needs revisions and `_local` documents. Writes go through `bulk` and `wrote`. */
  readonly pouch: Pouch;
  /** A `_local` document was written past `bulk`: it too must reach the disk. */
  wrote(): void;
}

interface Ledger {
  written(sequenceMoved: boolean): void;
  flush(): Promise<void>;
}

/** One PouchDB behind the server's `Database`, with the validator that CouchDB would run before each write. */
export function createEmbeddedDatabase(name: string, pouch: Pouch, ledger: Ledger): EmbeddedDatabase {
  const inTurn = oneByOne();

  async function winners(ids: readonly string[]): Promise<Map<string, { _id: string; _rev: string }>> {
    const found = new Map<string, { _id: string; _rev: string }>();
    const answer = await pouch.allDocs({ keys: [...ids] });
    for (const row of answer.rows) {
      if ('value' in row && row.value && !row.value.deleted) found.set(row.key, { _id: row.key, _rev: row.value.rev });
    }
    return found;
  }

  async function write(docs: readonly DocumentInput[], newEdits: boolean): Promise<WriteResult[]> {
    const stored = await winners([...new Set(docs.map((doc) => doc._id))]);
    const results = checkWrites(name, docs, stored, newEdits);
    const accepted = docs.filter((_, i) => results[i] === null);
    if (accepted.length === 0) return fillResults(results, docs, [], newEdits);
    const rows = await pouch.bulkDocs([...accepted] as PouchDB.Core.PutDocument<object>[], { new_edits: newEdits });
    ledger.written(true);
    return fillResults(results, docs, rows, newEdits);
  }

  const bulk: Database['bulk'] = (docs, { newEdits = true } = {}) => inTurn(() => write(docs, newEdits));

  return {
    name,
    pouch,
    wrote: () => ledger.written(false),
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
    range: async (query) => bodies(await pouch.allDocs(allDocsOptions(query))),
    async changes({ since = 0, limit, includeDocs = false }) {
      const answer = await pouch.changes({ since, include_docs: includeDocs, ...(limit === undefined ? {} : { limit }) });
      const rows = answer.results.map((row) => ({
        id: row.id,
        seq: row.seq,
        rev: row.changes[0]!.rev,
        deleted: row.deleted === true,
        doc: (row.doc as StoredDocument | undefined) ?? null,
      }));
      return { rows, lastSeq: answer.last_seq };
    },
    async info() {
      const info = await pouch.info();
      return { seq: info.update_seq, count: info.doc_count };
    },
  };
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
