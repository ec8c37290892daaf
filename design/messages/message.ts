import type { Channel, SendingFault, SendingOutcome } from '../documents/sending.ts';
import { keyOfId } from '../ids.ts';
import type { DueNotice } from '../orders/notices.ts';
import { MESSAGES } from './limits.ts';

/**
 * One message to send, in the server's private `control`: `message:<channel>:<key of the sale>:<wish>`. There is no address in it: that is
 * read from the contact at the moment of sending. `awaiting`: its receipt is not registered (or not here) yet. `sending` is written before
 * the service is called: a server killed meanwhile sends again, under the same message id. A notice about an order or a recall is
 * `message:<channel>:<key of the notice>`, and `sale` what it is about; a letter to a supplier ends in its kind.
 */
export interface Message {
  readonly _id: string;
  readonly type: 'message';
  readonly schema: 1;
  readonly store: string;
  readonly sale: string;
  readonly channel: Channel;
  /** When it was wished for, epoch ms. */
  readonly wish: number;
  readonly state: 'awaiting' | 'due' | 'sending' | 'sent' | 'failed';
  readonly tries: number;
  /** Not before this instant. */
  readonly next: number;
  /** Since when it could be sent at all: it is given up after a time. */
  readonly ready: number | null;
  /** Last change. */
  readonly at: number;
  readonly code: SendingFault | null;
  readonly via: SendingOutcome['via'];
  /** Absent: an electronic receipt. */
  readonly notice?: DueNotice | undefined;
  /** A letter to a supplier about the supplier's order that `sale` names: the order itself, or what calls it off. */
  readonly letter?: LetterKind | undefined;
  /** Of a letter that was sent: SHA-256 of what went out. */
  readonly digest?: string | undefined;
}
export const LETTER_KINDS = ['order', 'withdrawal'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

export const messageIdOf = (sale: string, channel: Channel, wish: number): string =>
  `message:${channel}:${keyOfId(sale)}:${String(wish).padStart(13, '0')}`;

export interface Wished {
  readonly store: string;
  readonly sale: string;
  readonly channel: Channel;
  readonly wish: number;
}

export const newMessage = ({ store, sale, channel, wish }: Wished, now: number): Message => ({
  _id: messageIdOf(sale, channel, wish),
  type: 'message',
  schema: 1,
  store,
  sale,
  channel,
  wish,
  state: 'awaiting',
  tries: 0,
  next: now,
  ready: null,
  at: now,
  code: null,
  via: null,
});

export const noticeMessageId = (key: string, channel: Channel): string => `message:${channel}:${key}`;

/** @param from the first decent instant, epoch ms */
export const noticeMessage = (store: string, notice: DueNotice, channel: Channel, from: number, now: number): Message => ({
  ...due(newMessage({ store, sale: notice.about, channel, wish: now }, now), from),
  _id: noticeMessageId(notice.key, channel),
  at: now,
  notice,
});

export const letterMessageId = (order: string, letter: LetterKind, wish: number): string =>
  `${messageIdOf(order, 'email', wish)}:${letter}`;

export const letterMessage = (store: string, order: string, letter: LetterKind, wish: number, now: number): Message => ({
  ...due(newMessage({ store, sale: order, channel: 'email', wish }, now), now),
  _id: letterMessageId(order, letter, wish),
  letter,
});

export const isOver = ({ state }: Pick<Message, 'state'>): boolean => state === 'sent' || state === 'failed';

/** Its receipt is here. */
export const due = (message: Message, now: number): Message => ({
  ...message,
  state: 'due',
  next: now,
  ready: message.ready ?? now,
  at: now,
});
export const begun = (message: Message, now: number): Message => ({
  ...message,
  state: 'sending',
  tries: message.tries + 1,
  at: now,
});
export const sent = (message: Message, via: SendingOutcome['via'], now: number): Message => ({
  ...message,
  state: 'sent',
  at: now,
  code: null,
  via,
});
export const failed = (message: Message, code: SendingFault, now: number): Message => ({
  ...message,
  state: 'failed',
  at: now,
  code,
});

/**
 * What a service said against a message. `address`: no such mailbox or number. `refused`: not this message, ever. `later`: not now.
 * `service`: it speaks with nobody just now (no line, a wrong password): no fault of the message.
 */
export type FaultKind = 'address' | 'refused' | 'later' | 'service';

/** After a fault: over, or once more after a while. `random` in [0, 1). */
export function faulted(message: Message, kind: FaultKind, now: number, random: number): Message {
  if (kind === 'address') return failed(message, 'SENDING_ADDRESS_UNKNOWN', now);
  if (kind === 'refused') return failed(message, 'SENDING_REFUSED', now);
  if (now - (message.ready ?? now) >= MESSAGES.giveUp[message.channel]) return failed(message, 'SENDING_GAVE_UP', now);
  return { ...message, state: 'due', at: now, next: now + pauseAfter(message.tries, random, MESSAGES.retry) };
}

/** Doubles with every try, its upper half is chance: many messages do not come back in step. ms */
export function pauseAfter(tries: number, random: number, { first, most }: { first: number; most: number }): number {
  const full = Math.min(first * 2 ** Math.min(Math.max(0, tries - 1), 30), most);
  return Math.round(full / 2 + (random * full) / 2);
}

/** A wish that may not be fulfilled any more today. @param before other messages of the same shop and channel */
export function isOverLimit(wished: Wished, before: readonly Pick<Message, 'sale' | 'wish' | '_id'>[], now: number): boolean {
  const others = before.filter((one) => one._id !== messageIdOf(wished.sale, wished.channel, wished.wish));
  const within = (time: number) => others.filter(({ wish }) => wish > now - time && wish <= now);
  const ofSale = within(24 * 3_600_000).filter(({ sale }) => sale === wished.sale);
  return ofSale.length >= MESSAGES.perSale || within(3_600_000).length >= MESSAGES.perHour[wished.channel];
}

/** How the shop sees it (`design/documents/sending.ts`). */
export const outcomeOf = ({ wish, state, at, tries, code, via }: Message): SendingOutcome => ({
  wish,
  state: state === 'sent' || state === 'failed' ? state : 'waiting',
  at,
  tries,
  code,
  via,
});

/**
 * The same for every try and after every restart, so that a mailbox that already has the message can tell (RFC 5322 §3.6.4).
 * @param host the domain that the messages come from
 */
export const mailIdOf = ({ _id }: Pick<Message, '_id'>, host: string): string =>
  `<${_id.slice('message:'.length).replaceAll(':', '.')}@${host}>`;
