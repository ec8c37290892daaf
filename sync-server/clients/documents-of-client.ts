import { docId, rangeOf } from '../../design/ids.ts';
import type { Database, StoredDocument } from '../engine/engine.ts';

const PAGE = 500;

/** A client's documents of these types in one shop, in id order. @param id `client:…` */
export async function documentsOfClient(database: Database, id: string, types: readonly string[]): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for (const type of types) {
    const { endkey } = rangeOf(type);
    let { startkey } = rangeOf(type);
    for (;;) {
      const docs = await database.range({ startkey, endkey, limit: PAGE });
      found.push(...docs.filter((doc) => doc['client'] === id));
      if (docs.length < PAGE) break;
      startkey = `${docs.at(-1)!._id}\u0000`;
    }
  }
  return found;
}

/** The note of a client, where there is one. */
export const noteOfClient = (database: Database, id: string): Promise<StoredDocument | null> => database.get(docId('note', id));
