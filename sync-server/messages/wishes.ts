import { contact as contactShape, type Contact } from '../../design/documents/people.ts';
import { CHANNELS } from '../../design/documents/sending.ts';
import { parseDatabaseName } from '../../design/databases.ts';
import { keyOfId } from '../../design/ids.ts';
import { MESSAGES } from '../../design/messages/limits.ts';
import {
  failed,
  isOver,
  isOverLimit,
  messageIdOf,
  newMessage,
  type Message,
  type Wished,
} from '../../design/messages/message.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createLetterWishes } from '../lens-orders/letter-wishes.ts';
import type { Cursors } from '../follow/cursor.ts';
import type { MessageQueue } from './queue.store.ts';
import { sendingOf } from './status.ts';

const PAGE = 200;

export interface WishesDeps {
  readonly engine: Engine;
  readonly queue: MessageQueue;
  readonly cursors: Cursors;
  readonly clock: Clock;
  /** Saves and tells the shop. */
  readonly settle: (message: Message) => Promise<void>;
}

/**
 * Turns the wishes in contacts into messages. A database is worked through from a cursor that moves after the work: a crash repeats and
 * loses nothing, and a wish has one message whoever finds it, how often ever.
 */
export function createWishes({ engine, queue, cursors, clock, settle }: WishesDeps) {
  const letters = createLetterWishes({ queue, clock, settle });

  async function wish(wished: Wished): Promise<void> {
    if (queue.get(messageIdOf(wished.sale, wished.channel, wished.wish))) return;
    const told = (await sendingOf(engine, wished.store, wished.sale))?.[wished.channel] ?? null;
    // The queue of another server, or of yesterday's backup, has dealt with it.
    if (told !== null && (told.wish > wished.wish || (told.wish === wished.wish && told.state !== 'waiting'))) return;
    const now = clock.now();
    if (now - wished.wish > MESSAGES.waitForReceipt) return;
    const message = newMessage(wished, now);
    const over = isOverLimit(wished, queue.of(wished.store, wished.channel), now);
    await settle(over ? failed(message, 'SENDING_LIMIT', now) : message);
    if (!over) await replace(message);
  }

  /** An older wish that has not gone out yet would bring the same receipt to the same address. */
  async function replace({ store, sale, channel, wish: newest }: Message): Promise<void> {
    for (const one of queue.of(store, channel)) {
      const isOlder = one.sale === sale && one.wish < newest;
      if (isOlder && (one.state === 'awaiting' || one.state === 'due')) await queue.forget(one._id);
    }
  }

  /** The contact is gone: what has not gone out yet never will. */
  async function erased(store: string, key: string): Promise<void> {
    for (const channel of CHANNELS) {
      for (const message of queue.of(store, channel)) {
        if (keyOfId(message.sale) !== key || isOver(message)) continue;
        await settle(failed(message, 'SENDING_NO_CONTACT', clock.now()));
      }
    }
  }

  async function take(store: string, contact: Contact): Promise<void> {
    const { send, sale } = contact;
    if (!send) return;
    for (const channel of CHANNELS) {
      const address = channel === 'email' ? contact.email : contact.phone;
      if (send[channel] && address !== null) await wish({ store, sale, channel, wish: send.at });
    }
  }

  return {
    /** @param name of a shop's database */
    async work(name: string): Promise<void> {
      const store = parseDatabaseName(name)!.store!;
      for (;;) {
        const since = await cursors.of(name);
        const { rows, lastSeq } = await (await engine.open(name)).changes({ since, limit: PAGE, includeDocs: true });
        for (const { id, deleted, doc } of rows) {
          if (id.startsWith('supplier-order:')) await letters(store, doc);
          if (!id.startsWith('contact:')) continue;
          if (deleted) await erased(store, keyOfId(id));
          else {
            const known = contactShape.safeParse(doc);
            if (known.success) await take(store, known.data);
          }
        }
        if (lastSeq !== since) await cursors.move(name, lastSeq);
        if (rows.length < PAGE) return;
      }
    },
  };
}
