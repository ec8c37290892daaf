import { supplierOrder as shape, type LetterOutcome, type SupplierLetter } from '../../design/documents/supplier-order.ts';
import { failed, isOverLimit, letterMessage, letterMessageId, type LetterKind } from '../../design/messages/message.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { StoredDocument } from '../engine/engine.ts';
import type { MessageQueue } from '../messages/queue.store.ts';
import type { WishesDeps } from '../messages/wishes.ts';

interface Deps {
  readonly queue: MessageQueue;
  readonly clock: Clock;
  /** Saves and tells the shop. */
  readonly settle: WishesDeps['settle'];
}

/**
 * Puts letters to suppliers that people wish to be sent into the queue of messages: one message a wish, whoever finds it, how often ever.
 * A later wish of the same letter takes the place of one that nobody has tried to send yet.
 */
export function createLetterWishes({ queue, clock, settle }: Deps) {
  async function wish(
    store: string,
    order: string,
    letter: LetterKind,
    wished: SupplierLetter | null | undefined,
    told: LetterOutcome | null | undefined,
  ): Promise<void> {
    if (!wished || queue.get(letterMessageId(order, letter, wished.at))) return;
    // The queue of another server, or of yesterday's backup, has dealt with it.
    if (told && (told.wish > wished.at || (told.wish === wished.at && told.state !== 'waiting'))) return;
    const now = clock.now();
    const message = letterMessage(store, order, letter, wished.at, now);
    const over = isOverLimit({ store, sale: order, channel: 'email', wish: wished.at }, queue.of(store, 'email'), now);
    await settle(over ? failed(message, 'SENDING_LIMIT', now) : message);
    for (const one of queue.of(store, 'email')) {
      const isOlder = one.sale === order && one.letter === letter && one.wish < wished.at;
      if (isOlder && one.state === 'due' && one.tries === 0) await queue.forget(one._id);
    }
  }

  return async (store: string, doc: StoredDocument | null | undefined): Promise<void> => {
    const known = shape.safeParse(doc);
    if (!known.success) return;
    const { _id, send, mail, withdraw, withdrawn } = known.data;
    await wish(store, _id, 'order', send, mail);
    await wish(store, _id, 'withdrawal', withdraw, withdrawn);
  };
}
