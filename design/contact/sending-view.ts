import type { Contact } from '../documents/people.ts';
import type { Channel, Sending, SendingFault } from '../documents/sending.ts';

/**
 * How a receipt's sending stands for the person at the till. `none`: not wished. `queued`: wished here, the server has not said anything
 * yet (this device may be offline). `kept`: written into the folder that stands in for a mail server.
 */
export interface SendingView {
  readonly channel: Channel;
  readonly state: 'none' | 'queued' | 'waiting' | 'sent' | 'kept' | 'failed';
  /** Of the last change, epoch ms. */
  readonly at: number | null;
  readonly tries: number;
  readonly code: SendingFault | null;
}

/** How it is said: `queuedHere` where the server is there and has only not got the wish yet; `waitingLong` after a first vain try. */
type SendingWord = Exclude<SendingView['state'], 'none'> | 'queuedHere' | 'waitingLong';

/** `online`: the server answers this device. `null`: there is nothing to say. */
export function sendingWord({ state, tries }: Pick<SendingView, 'state' | 'tries'>, online: boolean): SendingWord | null {
  if (state === 'none') return null;
  if (state === 'queued' && online) return 'queuedHere';
  return state === 'waiting' && tries > 1 ? 'waitingLong' : state;
}

type Wish = Pick<Contact, 'send'> | null;

export function sendingView(contact: Wish, sending: Pick<Sending, Channel> | null, channel: Channel): SendingView {
  const wish = contact?.send?.[channel] === true ? contact.send.at : null;
  const outcome = sending?.[channel] ?? null;
  // The server speaks of another wish than the last one: it has not heard of that yet. Where the contact was erased, its word stands.
  if (outcome === null || (wish !== null && outcome.wish < wish)) {
    return { channel, state: wish === null ? 'none' : 'queued', at: wish, tries: 0, code: null };
  }
  const state = outcome.state === 'sent' && (outcome.via === 'outbox' || outcome.via === 'console') ? 'kept' : outcome.state;
  return { channel, state, at: outcome.at, tries: outcome.tries, code: outcome.code };
}
