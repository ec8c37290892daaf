import type { EmbeddedEngine } from '../engine/embedded.engine.ts';
import type { StoredDocument } from '../engine/engine.ts';
import { missingRevisions } from '../engine/missing-revisions.ts';
import { embeddedChanges, type Use } from './embedded.changes.ts';
import { embeddedAttachment, embeddedBulkGet, embeddedDocument } from './embedded.documents.ts';
import type { ReplicationStore } from './replication.ts';

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
  const using =
    (name: string): Use =>
    async (work) =>
      (await engine.open(name)).use(work);

  return {
    info: async (name) => (await engine.open(name)).info(),
    changes: (name, query) => embeddedChanges(using(name), query),
    bulkGet: (name, wanted, query) => embeddedBulkGet(using(name), wanted, query),

    async bodies(name, ids) {
      const found = new Map<string, StoredDocument>();
      for (const doc of await (await engine.open(name)).range({ keys: ids })) found.set(doc._id, doc);
      return found;
    },

    write: async (name, docs, newEdits) => (await engine.open(name)).bulk(docs, { newEdits }),

    async revsDiff(name, revs) {
      return await using(name)((pouch) => missingRevisions(pouch, revs as Record<string, string[]>));
    },

    async get(name, id, query) {
      const doc = await orNull(using(name)((pouch) => embeddedDocument(pouch, id, query)));
      return doc && once(JSON.stringify(doc));
    },

    attachment: async (name, id, attachment, rev) =>
      orNull(using(name)((pouch) => embeddedAttachment(pouch, id, attachment, rev))),

    getLocal: async (name, id) => orNull(using(name)((pouch) => pouch.get(`_local/${id}`))),

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

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
