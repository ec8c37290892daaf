import { sendingIdOf } from '../../design/contact/contact.ts';
import { storeDatabase } from '../../design/databases.ts';
import type { Sending } from '../../design/documents/sending.ts';
import { outcomeOf, type Message } from '../../design/messages/message.ts';
import type { Engine } from '../engine/engine.ts';
import { tellLetter } from '../lens-orders/told.ts';
import { tellNotice } from '../notices/told.ts';
import type { Stamps } from '../stamps.ts';

const MOST_WRITES = 3;

/** What the shop is told of a sale's messages (`sending:<key>`), read by every till of it. */
export async function sendingOf(engine: Engine, store: string, sale: string): Promise<Sending | null> {
  return (await (await engine.open(storeDatabase(store))).get(sendingIdOf(sale))) as Sending | null;
}

/** Tells the shop how a message stands. Saying the same twice writes nothing; an older wish never covers a newer one's word. */
export async function tellShop(engine: Engine, stamps: Stamps, message: Message): Promise<void> {
  const { store, sale, channel, notice } = message;
  if (notice) return tellNotice(engine, stamps, message, notice);
  if (message.letter) return tellLetter(engine, stamps, message, message.letter);
  const database = await engine.open(storeDatabase(store));
  for (let attempt = 1; ; attempt += 1) {
    const held = await sendingOf(engine, store, sale);
    const outcome = outcomeOf(message);
    const before = held?.[channel] ?? null;
    if (before !== null && (before.wish > outcome.wish || JSON.stringify(before) === JSON.stringify(outcome))) return;
    const other = { email: held?.email ?? null, sms: held?.sms ?? null, [channel]: outcome };
    const head = { _id: sendingIdOf(sale), type: 'sending', schema: 1, hlc: stamps(), by: null, pos: null, store, sale } as const;
    const written = await database.put({ ...(held?._rev === undefined ? {} : { _rev: held._rev }), ...head, ...other });
    if (written.ok) return;
    if (attempt >= MOST_WRITES) throw new Error(`${head._id}: ${written.error}`);
  }
}
