import { storeDatabase } from '../../design/databases.ts';
import { notice as noticeShape, type Notice } from '../../design/documents/notice.ts';
import { order as orderShape } from '../../design/documents/order.ts';
import { replayOrder } from '../../design/folds/order.ts';
import { docId, typeOfId } from '../../design/ids.ts';
import { addEvent, stampAfter } from '../../design/merge/edit.ts';
import { outcomeOf, type Message } from '../../design/messages/message.ts';
import type { DueNotice } from '../../design/orders/notices.ts';
import type { Database, Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

const MOST_WRITES = 3;

/**
 * Tells the shop what became of a notice: in `notice:<key>` whatever it is, and in the order's own events what was sent and what failed,
 * so that "told" stands there only when it went out. Saying the same twice writes nothing.
 */
export async function tellNotice(engine: Engine, stamps: Stamps, message: Message, notice: DueNotice): Promise<void> {
  const database = await engine.open(storeDatabase(message.store));
  await again(() => writeNotice(database, stamps, message, notice));
  const { state, code } = message;
  if (typeOfId(notice.about) !== 'order' || code === 'SENDING_NOT_DUE') return;
  if (state === 'sent' || state === 'failed') await again(() => writeEvent(database, stamps, message, notice));
}

/** @throws Error where somebody else wrote in between each time */
async function again(write: () => Promise<string | null>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const error = await write();
    if (error === null) return;
    if (attempt >= MOST_WRITES) throw new Error(`notice: ${error}`);
  }
}

async function writeNotice(database: Database, stamps: Stamps, message: Message, notice: DueNotice): Promise<string | null> {
  const { store, channel } = message;
  const id = docId('notice', notice.key);
  const stored = await database.get(id);
  const parsed = noticeShape.safeParse(stored);
  const held: Notice | null = parsed.success ? parsed.data : null;
  const outcome = outcomeOf(message);
  if (JSON.stringify(held?.[channel] ?? null) === JSON.stringify(outcome)) return null;
  const order = typeOfId(notice.about) === 'order' ? await database.get(notice.about) : null;
  const client =
    typeOfId(notice.about) === 'client' ? notice.about : ((order?.['client'] ?? held?.client ?? null) as string | null);
  const written = await database.put({
    ...(stored ? { _rev: stored._rev } : {}),
    ...{ _id: id, type: 'notice', schema: 1, hlc: stamps(), by: null, pos: null },
    ...{ store, kind: notice.kind, about: notice.about, client, day: notice.day },
    ...{ email: held?.email ?? null, sms: held?.sms ?? null, [channel]: outcome },
  });
  return written.ok ? null : (written.error ?? 'refused');
}

async function writeEvent(database: Database, stamps: Stamps, message: Message, notice: DueNotice): Promise<string | null> {
  const known = orderShape.safeParse(await database.get(notice.about));
  // Gone, or of a later program: `notice:<key>` has said it.
  if (!known.success) return null;
  const { kind, key } = notice;
  const { channel, at } = message;
  const status = message.state === 'sent' ? 'sent' : 'failed';
  const said = replayOrder(known.data.events).notices;
  if (said.some((one) => one.key === key && one.channel === channel && one.status === status)) return null;
  const hand = { hlc: stampAfter(stamps(), known.data), by: null, pos: null };
  const written = await database.put(addEvent(known.data, { kind: 'notice', notice: kind, key, channel, status }, at, hand));
  return written.ok ? null : (written.error ?? 'refused');
}
