import { parseDatabaseName } from '../../design/databases.ts';
import { typeOfId } from '../../design/ids.ts';
import type { Database, Engine, StoredDocument } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import type { Log } from '../log.ts';
import { documentsOfClient, noteOfClient } from './documents-of-client.ts';

const PAGE = 200;
const OF_CLIENT = ['prescription', 'contact-lens-prescription', 'notice'] as const;

/**
 * A client whose card was erased (152-FZ art. 21) is erased whole: prescriptions, note and notices that a device did not hold or get to,
 * and the copies that other shops brought over, theirs included. Orders and receipts stay, for the law wants them kept. Worked through
 * from a cursor that moves after the work: a crash repeats it.
 */
export function startErasure(engine: Engine, log: Log): Follower {
  const cursors = createCursors(engine, 'erasure');

  async function eraseAll(database: Database, docs: readonly (StoredDocument | null)[]): Promise<number> {
    let erased = 0;
    for (const doc of docs) {
      if (!doc) continue;
      const written = await database.put({ _id: doc._id, _rev: doc._rev, _deleted: true, erased: true });
      // Somebody has just written it: it is met again by its change.
      if (!written.ok) throw new Error(`${typeOfId(doc._id)}: ${written.error}`);
      erased += 1;
    }
    return erased;
  }

  async function eraseClient(id: string): Promise<void> {
    let documents = 0;
    for (const name of await engine.list()) {
      if (parseDatabaseName(name)?.kind !== 'store') continue;
      const database = await engine.open(name);
      const rest = [
        ...(await documentsOfClient(database, id, OF_CLIENT)),
        await noteOfClient(database, id),
        await database.get(id),
      ];
      documents += await eraseAll(database, rest);
    }
    if (documents > 0) log('info', 'client-erased', { client: id, documents });
  }

  async function work(name: string): Promise<void> {
    const database = await engine.open(name);
    for (;;) {
      const since = await cursors.of(name);
      const { rows, lastSeq } = await database.changes({ since, limit: PAGE });
      for (const { id, deleted } of rows)
        if (deleted && typeOfId(id) === 'client' && (await isErased(database, id))) await eraseClient(id);
      if (lastSeq !== since) await cursors.move(name, lastSeq);
      if (rows.length < PAGE) return;
    }
  }
  const isErased = async (database: Database, id: string): Promise<boolean> =>
    (await database.leaves(id)).some((leaf) => leaf._deleted === true && leaf['erased'] === true);

  return startFollower(engine, { what: 'erasure', wants: (name) => parseDatabaseName(name)?.kind === 'store', work, log });
}
