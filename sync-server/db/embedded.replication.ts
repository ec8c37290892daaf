import type { EmbeddedEngine } from '../engine/embedded.engine.ts';
import type { StoredDocument } from '../engine/engine.ts';
import type { BulkGetRow, ReplicationStore } from './replication.ts';

const statusOf = (error: unknown): number | undefined => (error as { status?: number }).status;

/** `null` instead of PouchDB's 404. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** The CouchDB calls answered from PouchDB on LevelDB. */
export function embeddedReplication(engine: EmbeddedEngine): ReplicationStore {
  const pouchOf = async (name: string): Promise<PouchDB.Database> => (await engine.open(name)).pouch;

  return {
    info: async (name) => (await engine.open(name)).info(),

    async changes(name, { since, limit, includeDocs, allLeaves, descending }) {
      const pouch = await pouchOf(name);
      const answer = await pouch.changes({
        since,
        limit,
        include_docs: includeDocs,
        descending,
        ...(allLeaves ? { style: 'all_docs' as const } : {}),
      });
      const full = answer.results.length >= limit;
      const { update_seq: end } = await pouch.info();
      const pending = full ? Math.max(0, Number(end) - Number(answer.last_seq)) : 0;
      return { results: answer.results, last_seq: answer.last_seq, pending };
    },

    async bulkGet(name, wanted, latest) {
      const pouch = await pouchOf(name);
      const rows = await firstRevisions(pouch, wanted);
      const rest = wanted.filter((w) => !rows.has(keyOf(w)));
      if (rest.length > 0) {
        const options = { docs: rest, revs: true, latest } as unknown as PouchDB.Core.BulkGetOptions;
        const answer = await pouch.bulkGet(options);
        answer.results.forEach((row, i) => {
          const docs = row.docs.flatMap((doc) => ('ok' in doc ? [{ ok: doc.ok }] : []));
          if (docs.length > 0) rows.set(keyOf(rest[i]!), { id: row.id, docs });
        });
      }
      return wanted.flatMap((w) => rows.get(keyOf(w)) ?? []);
    },

    async bodies(name, ids) {
      const found = new Map<string, StoredDocument>();
      for (const doc of await (await engine.open(name)).range({ keys: ids })) found.set(doc._id, doc);
      return found;
    },

    write: async (name, docs, newEdits) => (await engine.open(name)).bulk(docs, { newEdits }),

    async revsDiff(name, revs) {
      const answer = await (await pouchOf(name)).revsDiff(revs as PouchDB.Core.RevisionDiffOptions);
      return answer as Record<string, { missing: string[] }>;
    },

    get: async (name, id, query) => orNull((await pouchOf(name)).get(id, { ...query })),

    getLocal: async (name, id) => orNull((await pouchOf(name)).get(`_local/${id}`)),

    async putLocal(name, id, doc) {
      const database = await engine.open(name);
      try {
        const written = await database.pouch.put({ ...doc, _id: `_local/${id}` });
        database.wrote();
        return written.rev;
      } catch (error) {
        if (statusOf(error) === 409) return null;
        throw error;
      }
    },
  };
}

const keyOf = (wanted: { id: string; rev?: string }): string => `${wanted.id}\n${wanted.rev ?? ''}`;

/**
 * Facts have one revision, so its history is known without walking the tree: one range read answers hundreds of them, where PouchDB's
 * own `bulkGet` opens each document's tree apart.
 */
async function firstRevisions(
  pouch: PouchDB.Database,
  wanted: readonly { id: string; rev?: string }[],
): Promise<Map<string, BulkGetRow>> {
  const rows = new Map<string, BulkGetRow>();
  const first = wanted.filter((w) => w.rev?.startsWith('1-') === true);
  if (first.length === 0) return rows;
  const answer = await pouch.allDocs({ keys: first.map((w) => w.id), include_docs: true });
  answer.rows.forEach((row, i) => {
    const rev = first[i]!.rev!;
    if (!('doc' in row) || !row.doc || row.value.rev !== rev || row.value.deleted) return;
    const doc = { ...row.doc, _revisions: { start: 1, ids: [rev.slice(2)] } };
    rows.set(keyOf(first[i]!), { id: row.id, docs: [{ ok: doc }] });
  });
  return rows;
}
