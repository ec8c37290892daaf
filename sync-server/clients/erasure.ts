import { parseDatabaseName } from '../../design/databases.ts';
import { canonicalJson } from '../../design/canonical-json.ts';
import { order as orderShape } from '../../design/documents/order.ts';
import { replayOrder } from '../../design/folds/order.ts';
import { typeOfId } from '../../design/ids.ts';
import { mayForget, withoutPerson } from '../../design/orders/without-person.ts';
import type { Database, Engine, StoredDocument } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import type { Log } from '../log.ts';
import { documentsOfClient, noteOfClient } from './documents-of-client.ts';

const PAGE = 200;
const OF_CLIENT = ['prescription', 'contact-lens-prescription', 'notice'] as const;

/**
 * A client whose card was erased (152-FZ art. 21) is erased whole: prescriptions, note and notices that a device did not hold or get to,
 * and the copies that other shops brought over, theirs included. Receipts stay, for the law wants them kept; orders too, without the person
 * as soon as nothing is owed any more (`design/orders/without-person.ts`). Worked through from a cursor that moves after the work: a crash
 * repeats it.
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
      for (const order of await documentsOfClient(database, id, ['order'])) documents += await forgetIn(database, order);
    }
    if (documents > 0) log('info', 'client-erased', { client: id, documents });
  }

  /** Again whenever the order changes: an end comes later than the erasure, and a tablet that was offline may bring words back. */
  async function forgetIn(database: Database, doc: StoredDocument): Promise<number> {
    const order = orderShape.safeParse(doc);
    if (!order.success || !mayForget(replayOrder(order.data.events).state)) return 0;
    const { erased, events } = withoutPerson(order.data);
    if (order.data.erased && canonicalJson(events) === canonicalJson(order.data.events)) return 0;
    const written = await database.put({ ...doc, erased, events });
    if (!written.ok) throw new Error(`order: ${written.error}`);
    return 1;
  }
  async function lookAtOrder(database: Database, id: string): Promise<void> {
    const doc = await database.get(id);
    const client = doc?.['client'];
    if (!doc || typeof client !== 'string' || !(await isErased(database, client))) return;
    if ((await forgetIn(database, doc)) > 0) log('info', 'client-erased', { client, documents: 1 });
  }

  async function work(name: string): Promise<void> {
    const database = await engine.open(name);
    for (;;) {
      const since = await cursors.of(name);
      const { rows, lastSeq } = await database.changes({ since, limit: PAGE });
      for (const { id, deleted } of rows) {
        if (typeOfId(id) === 'order') await lookAtOrder(database, id);
        else if (deleted && typeOfId(id) === 'client' && (await isErased(database, id))) await eraseClient(id);
      }
      if (lastSeq !== since) await cursors.move(name, lastSeq);
      if (rows.length < PAGE) return;
    }
  }
  const isErased = async (database: Database, id: string): Promise<boolean> =>
    (await database.leaves(id)).some((leaf) => leaf._deleted === true && leaf['erased'] === true);

  return startFollower(engine, { what: 'erasure', wants: (name) => parseDatabaseName(name)?.kind === 'store', work, log });
}
