import { parseDatabaseName } from '../../design/databases.ts';
import { bulkBodies } from './couch.batches.ts';
import type { Couch } from './couch.client.ts';
import { orMissing } from './couch.client.ts';
import type { ChangeRow, Database, DocumentInput, RangeQuery, Seq, StoredDocument, WriteResult } from './engine.ts';
import { byRank } from './leaf-order.ts';
import { checkWrites, fillResults, oneByOne, type WriteRow } from './write-check.ts';

interface AllDocsAnswer {
  readonly rows: readonly {
    readonly id?: string;
    readonly key: string;
    readonly value?: { readonly rev: string; readonly deleted?: boolean } | null;
    readonly doc?: StoredDocument | null;
  }[];
}

export interface CouchChanges {
  readonly results: readonly {
    readonly id: string;
    readonly seq: Seq;
    readonly changes: readonly { readonly rev: string }[];
    readonly deleted?: boolean;
    readonly doc?: StoredDocument;
  }[];
  readonly last_seq: Seq;
  readonly pending?: number;
}

/** Design documents are the server's: no reader of ours means them. */
export const isDesign = (id: string): boolean => id.startsWith('_design/');

/** One CouchDB database behind the server's `Database`. */
export function createCouchDatabase(couch: Couch, name: string, changed: () => void): Database {
  const inTurn = oneByOne();
  // Only facts are judged by what is stored; for everything else CouchDB's validator and its own conflicts are enough.
  const holdsFacts = parseDatabaseName(name)?.kind === 'sales';

  async function winners(docs: readonly DocumentInput[]): Promise<Map<string, { _id: string; _rev: string }>> {
    const found = new Map<string, { _id: string; _rev: string }>();
    if (!holdsFacts) return found;
    const keys = [...new Set(docs.map((doc) => doc._id))];
    const { rows } = await couch.call<AllDocsAnswer>('post', { db: name, path: '_all_docs', body: { keys } });
    for (const { key, value } of rows) if (value && !value.deleted) found.set(key, { _id: key, _rev: value.rev });
    return found;
  }

  async function write(docs: readonly DocumentInput[], newEdits: boolean): Promise<WriteResult[]> {
    const results = checkWrites(name, docs, await winners(docs), newEdits);
    const accepted = docs.filter((_, i) => results[i] === null);
    if (accepted.length === 0) return fillResults(results, docs, [], newEdits);
    const rows: WriteRow[] = [];
    for (const text of bulkBodies(accepted, newEdits)) {
      rows.push(...(await couch.call<WriteRow[]>('post', { db: name, path: '_bulk_docs', text })));
      changed();
    }
    return fillResults(results, docs, rows, newEdits);
  }

  const bulk: Database['bulk'] = (docs, { newEdits = true } = {}) => inTurn(() => write(docs, newEdits));

  return {
    name,
    bulk,
    put: async (doc) => (await bulk([doc]))[0]!,
    get: (id) => orMissing(couch.call<StoredDocument>('get', { db: name, path: encodeURIComponent(id) })),
    async range(query) {
      if (isInverted(query)) return [];
      const { rows } = await allDocs(couch, name, query);
      return rows.flatMap(({ doc }) => (doc && doc._deleted !== true && !isDesign(doc._id) ? [doc] : []));
    },
    async changes({ since = 0, limit = Infinity, includeDocs = false, leaves = false }) {
      const rows: ChangeRow[] = [];
      for (let from: Seq = since; ;) {
        const left = limit - rows.length;
        const asked = { since: from, include_docs: includeDocs, style: leaves ? 'all_docs' : 'main_only' };
        const query = left === Infinity ? asked : { ...asked, limit: left };
        const answer = await couch.call<CouchChanges>('get', { db: name, path: '_changes', query });
        for (const row of answer.results) if (!isDesign(row.id)) rows.push(rowOf(row, leaves));
        from = answer.last_seq;
        // A page shortened by a design document would read as "there is no more": what was taken out is made up for.
        if (rows.length >= limit || answer.results.length < left) return { rows, lastSeq: from };
      }
    },
    async leaves(id) {
      const call = { db: name, path: encodeURIComponent(id), query: { open_revs: 'all' } };
      const rows = (await orMissing(couch.call<readonly { ok?: StoredDocument }[]>('get', call))) ?? [];
      return rows.flatMap(({ ok }) => (ok ? [ok] : [])).sort(byRank);
    },
    async info() {
      const answer = await couch.call<{ update_seq: Seq; doc_count: number }>('get', { db: name });
      return { seq: answer.update_seq, count: answer.doc_count };
    },
  };
}

/** A range that ends before it begins holds nothing; CouchDB refuses the question (some versions of it: 400 `query_parse_error`). */
function isInverted({ startkey, endkey, keys, descending = false }: RangeQuery): boolean {
  if (keys || startkey === undefined || endkey === undefined) return false;
  // By the bytes of UTF-8, as ids are sorted.
  const encoder = new TextEncoder();
  const order = Buffer.compare(encoder.encode(startkey), encoder.encode(endkey));
  return descending ? order < 0 : order > 0;
}

const rowOf = ({ id, seq, changes, deleted, doc }: CouchChanges['results'][number], leaves: boolean): ChangeRow => ({
  id,
  seq,
  rev: changes[0]!.rev,
  deleted: deleted === true,
  doc: doc ?? null,
  ...(leaves ? { revs: changes.map(({ rev }) => rev) } : {}),
});

function allDocs(couch: Couch, db: string, { keys, ...query }: RangeQuery): Promise<AllDocsAnswer> {
  const path = '_all_docs';
  if (keys) return couch.call('post', { db, path, body: { keys }, query: { include_docs: true } });
  return couch.call('get', { db, path, query: { include_docs: true, ...query } });
}
