import { CouchAnswer, orMissing } from '../engine/couch.client.ts';
import { isDesign, type CouchChanges } from '../engine/couchdb.database.ts';
import type { CouchEngine } from '../engine/couchdb.engine.ts';
import type { StoredDocument } from '../engine/engine.ts';
import type { BulkGetRow, ReplicationStore } from './replication.ts';

/**
 * The calls of `/db` handed on to CouchDB. Answers pass through memory (a device asks for at most 1,000 rows), because design documents
 * and error rows are taken out of them.
 */
export function couchReplication(engine: CouchEngine): ReplicationStore {
  const { couch } = engine;

  return {
    info: async (name) => (await engine.open(name)).info(),

    async changes(name, { since, limit, includeDocs, allLeaves, descending }) {
      const query = { since, limit, include_docs: includeDocs, descending, style: allLeaves ? 'all_docs' : 'main_only' };
      const answer = await couch.call<CouchChanges>('get', { db: name, path: '_changes', query });
      return { ...answer, results: answer.results.filter(({ id }) => !isDesign(id)) };
    },

    async bulkGet(name, wanted, latest) {
      const query = { revs: true, latest };
      const { results } = await couch.call<{ results: { id: string; docs: { ok?: object }[] }[] }>('post', {
        db: name,
        path: '_bulk_get',
        query,
        body: { docs: wanted },
      });
      return results.flatMap(({ id, docs }): BulkGetRow[] => {
        const found = docs.flatMap(({ ok }) => (ok ? [{ ok }] : []));
        return found.length > 0 ? [{ id, docs: found }] : [];
      });
    },

    async bodies(name, ids) {
      const docs: StoredDocument[] = await (await engine.open(name)).range({ keys: ids });
      return new Map(docs.map((doc) => [doc._id, doc]));
    },

    write: async (name, docs, newEdits) => (await engine.open(name)).bulk(docs, { newEdits }),

    revsDiff: (name, revs) => couch.call('post', { db: name, path: '_revs_diff', body: revs }),

    get: (name, id, query) => orMissing(couch.call('get', { db: name, path: encodeURIComponent(id), query: { ...query } })),

    getLocal: (name, id) => orMissing(couch.call('get', { db: name, path: localPath(id) })),

    async putLocal(name, id, doc) {
      try {
        const { rev } = await couch.call<{ rev: string }>('put', { db: name, path: localPath(id), body: doc });
        return rev;
      } catch (error) {
        if (error instanceof CouchAnswer && error.status === 409) return null;
        throw error;
      }
    },
  };
}

const localPath = (id: string): string => `_local/${encodeURIComponent(id)}`;
