import { CONTROL, JOURNAL } from '../../design/databases.ts';
import { device } from '../../design/documents/people.ts';
import { rangeOf } from '../../design/ids.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Has every till of the shop been heard since `since` (epoch ms), and does no sale of the journal wait for its till? A device hands in
 * before it asks for anything, so one that was heard has handed in, or will within the minute.
 */
export async function handedIn(engine: Engine, store: string, since: number): Promise<boolean> {
  for (const doc of await (await engine.open(CONTROL)).range(rangeOf('device'))) {
    const known = device.safeParse(doc);
    if (!known.success || known.data.store !== store || known.data.revoked !== null) continue;
    if (known.data.scopes.includes('till') && known.data.seen < since) return false;
  }
  const journal = await engine.open(JOURNAL);
  const waiting = (await journal.range(rangeOf('journal-task'))).map((doc) => String(doc['row']));
  const rows = waiting.length === 0 ? [] : await journal.range({ keys: waiting });
  return !rows.some((row) => row['store'] === store);
}
