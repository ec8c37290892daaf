import { sendingIdOf } from '../../design/contact/contact.ts';
import { parseDatabaseName } from '../../design/databases.ts';
import type { Contact } from '../../design/documents/people.ts';
import { rangeOf } from '../../design/ids.ts';
import { MESSAGES } from '../../design/messages/limits.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import type { Engine } from '../engine/engine.ts';
import { receiptOf } from './receipt-facts.ts';

const PAGE = 500;

/**
 * Erases contacts 30 days after the last wish, and what is told of their messages (requirements I-09: no longer than needed). One whose
 * sale has no outcome yet waits twice as long: its till may still register it, and has to send the very same request.
 * @returns how many were erased
 */
export async function eraseContacts(engine: Engine, now: number, timeZoneOf: (store: string) => string): Promise<number> {
  let erased = 0;
  for (const name of await engine.list()) {
    const { kind, store } = parseDatabaseName(name) ?? {};
    if (kind !== 'store' || !store) continue;
    const database = await engine.open(name);
    const range = rangeOf('contact');
    let { startkey } = range;
    for (;;) {
      const contacts = await database.range({ startkey, endkey: range.endkey, limit: PAGE });
      for (const doc of contacts) {
        const { sale, send, hlc } = doc as unknown as Contact;
        const age = now - Math.max(send?.at ?? 0, parseHlc(hlc)?.wall ?? 0);
        if (age <= MESSAGES.contact) continue;
        const { result, voided } = await receiptOf(engine, store, sale, timeZoneOf(store));
        if (result === null && !voided && age <= 2 * MESSAGES.contact) continue;
        const written = await database.put({ _id: doc._id, _rev: doc._rev, _deleted: true, erased: true });
        // Somebody has just wished anew: not this time.
        if (!written.ok) continue;
        erased += 1;
        const told = await database.get(sendingIdOf(sale));
        if (told) await database.put({ _id: told._id, _rev: told._rev, _deleted: true });
      }
      if (contacts.length < PAGE) break;
      startkey = `${contacts.at(-1)!._id}\u0000`;
    }
  }
  return erased;
}
