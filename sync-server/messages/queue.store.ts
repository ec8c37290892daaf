import { z } from 'zod';
import { CONTROL } from '../../design/databases.ts';
import { CHANNELS, SENDING_FAULTS, type Channel } from '../../design/documents/sending.ts';
import { rangeOf } from '../../design/ids.ts';
import { MESSAGES } from '../../design/messages/limits.ts';
import { isOver, LETTER_KINDS, type Message } from '../../design/messages/message.ts';
import { NOTICE_KINDS } from '../../design/orders/words.ts';
import type { Engine } from '../engine/engine.ts';

const shape = z.object({
  _id: z.string(),
  type: z.literal('message'),
  schema: z.literal(1),
  store: z.string(),
  sale: z.string(),
  channel: z.enum(CHANNELS),
  wish: z.number(),
  state: z.enum(['awaiting', 'due', 'sending', 'sent', 'failed']),
  tries: z.number(),
  next: z.number(),
  ready: z.number().nullable(),
  at: z.number(),
  code: z.enum(SENDING_FAULTS).nullable(),
  via: z.enum(['smtp', 'outbox', 'sms', 'console']).nullable(),
  notice: z.object({ kind: z.enum(NOTICE_KINDS), key: z.string(), about: z.string(), day: z.string() }).optional(),
  letter: z.enum(LETTER_KINDS).optional(),
  digest: z.string().optional(),
});

/** The messages that are to go out or went lately, in `control`; read once at a start, as only the holder of the jobs' lease writes them. */
export interface MessageQueue {
  get(id: string): Message | null;
  all(): Message[];
  /** Durable (over a power cut, too) when it resolves. @throws Error where somebody else has written it meanwhile */
  save(message: Message): Promise<void>;
  /** Of one shop and channel, whatever became of them. */
  of(store: string, channel: Channel): Message[];
  awaiting(store?: string): Message[];
  /** The one that is to go out next, by its time; `null` where none is. */
  next(channel: Channel, now: number): Message | null;
  /** Failed ones, the newest first: the administrator's business. */
  dead(): Message[];
  waiting(channel: Channel): number;
  forget(id: string): Promise<void>;
  /** Those that nobody needs any more. */
  old(now: number): Message[];
}

export async function openQueue(engine: Engine): Promise<MessageQueue> {
  const control = await engine.open(CONTROL);
  const held = new Map<string, { message: Message; rev: string | undefined }>();
  for (const doc of await control.range(rangeOf('message'))) {
    const known = shape.safeParse(doc);
    if (known.success) held.set(doc._id, { message: known.data, rev: doc._rev });
  }
  const all = (): Message[] => [...held.values()].map(({ message }) => message);
  const active = (channel: Channel): Message[] => all().filter((one) => one.channel === channel && !isOver(one));

  return {
    get: (id) => held.get(id)?.message ?? null,
    all,
    async save(message) {
      const rev = held.get(message._id)?.rev;
      const written = await control.put({ ...message, ...(rev === undefined ? {} : { _rev: rev }) });
      if (!written.ok) throw new Error(`${message._id}: ${written.error}`);
      held.set(message._id, { message, rev: written.rev ?? undefined });
      await control.flush?.();
    },
    of: (store, channel) => all().filter((one) => one.store === store && one.channel === channel),
    awaiting: (store) => all().filter((one) => one.state === 'awaiting' && (store === undefined || one.store === store)),
    next(channel, now) {
      const ready = active(channel).filter(({ state, next }) => state === 'sending' || (state === 'due' && next <= now));
      return ready.sort((a, b) => a.next - b.next || (a._id < b._id ? -1 : 1))[0] ?? null;
    },
    dead: () =>
      all()
        .filter(({ state }) => state === 'failed')
        .sort((a, b) => b.at - a.at),
    waiting: (channel) => active(channel).length,
    async forget(id) {
      const one = held.get(id);
      held.delete(id);
      try {
        if (one?.rev !== undefined) await control.put({ _id: id, _rev: one.rev, _deleted: true });
      } catch (error) {
        if (one && !held.has(id)) held.set(id, one);
        throw error;
      }
    },
    old: (now) =>
      all().filter(
        ({ state, at }) =>
          (state === 'sent' && now - at > MESSAGES.keep.sent) || (state === 'failed' && now - at > MESSAGES.keep.failed),
      ),
  };
}
