import { CouchAnswer, orMissing } from '../engine/couch.client.ts';
import { isDesign } from '../engine/couchdb.database.ts';
import type { CouchEngine } from '../engine/couchdb.engine.ts';
import type { Seq, StoredDocument } from '../engine/engine.ts';
import { textOf } from './bytes.ts';
import { splitRows } from './json-rows.ts';
import type { ChangesEnd, ChangesQuery, DocumentQuery, ReplicationStore, RowText } from './replication.ts';

/**
 * The calls of `/db` handed on to CouchDB. Long answers stream through row by row, because design documents and error rows are taken out
 * of them; no more than a row lies in memory.
 */
export function couchReplication(engine: CouchEngine): ReplicationStore {
  const { couch } = engine;

  async function* page(name: string, query: ChangesQuery, since: Seq, limit: number): AsyncGenerator<RowText, Page> {
    const { body } = await couch.stream('GET', { db: name, path: '_changes', query: changesQuery(query, since, limit) });
    let dropped = 0;
    const rows = splitRows(body);
    try {
      for (;;) {
        const next = await rows.next();
        if (next.done) return { end: next.value as unknown as ChangesEnd, dropped };
        if (isDesign((JSON.parse(textOf(next.value)) as { id: string }).id)) dropped += 1;
        else yield next.value;
      }
    } finally {
      await rows.return({});
    }
  }

  return {
    info: async (name) => (await engine.open(name)).info(),

    async *changes(name, query) {
      let { since, limit } = query;
      for (;;) {
        const { end, dropped } = yield* page(name, query, since, limit);
        const answer = { last_seq: end.last_seq, pending: end.pending ?? 0 };
        // A short page would read as "there is no more": what was taken out is made up for.
        if (dropped === 0 || limit === Infinity || query.descending || answer.pending === 0) return answer;
        since = end.last_seq;
        limit = dropped;
      }
    },

    async *bulkGet(name, wanted, query) {
      const { body } = await couch.stream('POST', {
        db: name,
        path: '_bulk_get',
        query: { ...query },
        body: { docs: wanted },
      });
      for await (const text of splitRows(body)) {
        const { id, docs } = JSON.parse(textOf(text)) as { id: string; docs: { ok?: object }[] };
        const found = docs.filter(({ ok }) => ok !== undefined);
        if (found.length === docs.length) yield text;
        else if (found.length > 0) yield JSON.stringify({ id, docs: found });
      }
    },

    async bodies(name, ids) {
      const docs: StoredDocument[] = await (await engine.open(name)).range({ keys: ids });
      return new Map(docs.map((doc) => [doc._id, doc]));
    },

    write: async (name, docs, newEdits) => (await engine.open(name)).bulk(docs, { newEdits }),

    revsDiff: (name, revs) => couch.call('post', { db: name, path: '_revs_diff', body: revs }),

    async get(name, id, query) {
      const answer = await orMissing(
        couch.stream('GET', { db: name, path: encodeURIComponent(id), query: documentQuery(query) }),
      );
      return answer && answer.body;
    },

    async attachment(name, id, attachment, rev) {
      const path = `${encodeURIComponent(id)}/${attachment.split('/').map(encodeURIComponent).join('/')}`;
      const answer = await orMissing(couch.stream('GET', { db: name, path, ...(rev === null ? {} : { query: { rev } }) }));
      if (!answer) return null;
      const { 'content-type': type, 'content-length': length, etag } = answer.headers;
      return {
        contentType: String(type ?? 'application/octet-stream'),
        length: length === undefined ? null : Number(length),
        digest: etag === undefined ? null : String(etag).replaceAll('"', ''),
        body: answer.body,
      };
    },

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

interface Page {
  readonly end: ChangesEnd;
  /** Rows that were not handed on. */
  readonly dropped: number;
}

const localPath = (id: string): string => `_local/${encodeURIComponent(id)}`;

const changesQuery = (query: ChangesQuery, since: Seq, limit: number): Record<string, string | number | boolean> => ({
  since,
  include_docs: query.includeDocs,
  descending: query.descending,
  style: query.allLeaves ? 'all_docs' : 'main_only',
  ...(limit === Infinity ? {} : { limit }),
  ...(query.conflicts ? { conflicts: true } : {}),
  ...(query.attachments ? { attachments: true } : {}),
  ...(query.seqInterval === null ? {} : { seq_interval: query.seqInterval }),
});

function documentQuery({ openRevs, attsSince, ...query }: DocumentQuery): Record<string, string | boolean> {
  return {
    ...query,
    ...(openRevs === undefined ? {} : { open_revs: openRevs === 'all' ? 'all' : JSON.stringify(openRevs) }),
    ...(attsSince === undefined ? {} : { atts_since: JSON.stringify(attsSince) }),
  };
}
