import { contactIdOf } from '../../design/contact/contact.ts';
import { storeDatabase } from '../../design/databases.ts';
import { contact as contactShape } from '../../design/documents/people.ts';
import type { Channel } from '../../design/documents/sending.ts';
import { MESSAGES } from '../../design/messages/limits.ts';
import {
  begun,
  failed,
  faulted,
  mailIdOf,
  pauseAfter,
  sent,
  type LetterKind,
  type Message,
} from '../../design/messages/message.ts';
import { receiptSms } from '../../design/messages/receipt-sms.ts';
import type { DueNotice } from '../../design/orders/notices.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { composeLetter } from '../lens-orders/deliver.ts';
import { reasonOf, type Log } from '../log.ts';
import { composeNotice } from '../notices/deliver.ts';
import type { ShopCases } from '../notices/shop-cases.ts';
import type { MessageQueue } from './queue.store.ts';
import { receiptEmail } from './receipt-email.ts';
import { receiptOf, sellerOf } from './receipt-facts.ts';
import { DeliveryFault, type Email, type Sms, type Transport } from './transport.ts';

export interface Transports {
  readonly email: Transport<Email>;
  readonly sms: Transport<Sms>;
}

/** What is known of a channel's service. `since`: it has taken nothing from then on. */
export interface ServiceState {
  readonly via: Transport<unknown>['via'];
  readonly since: number | null;
  readonly why: string | null;
}

export interface SenderDeps {
  readonly engine: Engine;
  readonly queue: MessageQueue;
  /** What notices are about. */
  readonly cases: ShopCases;
  readonly transports: Transports;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly timeZoneOf: (store: string) => string;
  readonly demo: boolean;
  /** Domain of the message ids. */
  readonly host: string;
  readonly log: Log;
  readonly settle: (message: Message) => Promise<void>;
  /** Resolves when no fiscal work is in hand (requirements L-19: below it); soon, whatever happens. */
  readonly yields: () => Promise<void>;
  readonly counted: (channel: Channel, outcome: 'sent' | 'failed' | 'later' | 'service') => void;
}

export interface Sender {
  /** Sends what is due on a channel, one after another; nothing while the channel's service is away. */
  run(channel: Channel): Promise<void>;
  state(channel: Channel): ServiceState;
  stop(): void;
}

/**
 * At least once: the try is written down before the service is called, and what a killed server had in hand is sent again under the same
 * message id, by which a mailbox knows a repeat. It is never sent twice to a service that has taken it and said so.
 */
export function createSender(deps: SenderDeps): Sender {
  const { engine, queue, transports, clock, log } = deps;
  const stopping = new AbortController();
  /** Out, and not noted yet (a disk may be full): noted before anything else goes out. */
  const out = new Map<string, Message>();
  const away = new Map<Channel, { since: number; until: number; times: number; why: string }>();

  async function addressOf({ store, sale, channel }: Message): Promise<string | null> {
    const doc = contactShape.safeParse(await (await engine.open(storeDatabase(store))).get(contactIdOf(sale)));
    return doc.success ? (channel === 'email' ? doc.data.email : doc.data.phone) : null;
  }

  async function deliverNotice(message: Message, notice: DueNotice): Promise<Message> {
    const composed = await composeNotice(message, notice, deps);
    if ('instead' in composed) return composed.instead;
    if ('email' in composed) await transports.email.send(composed.email, stopping.signal);
    else await transports.sms.send(composed.sms, stopping.signal);
    return sent(message, transports[message.channel].via, clock.now());
  }

  async function deliverLetter(message: Message, letter: LetterKind): Promise<Message> {
    const composed = await composeLetter(message, letter, deps);
    if ('instead' in composed) return composed.instead;
    await transports.email.send(composed.email, stopping.signal);
    return { ...sent(message, transports.email.via, clock.now()), digest: composed.digest };
  }

  async function deliver(message: Message): Promise<Message> {
    if (message.notice) return deliverNotice(message, message.notice);
    if (message.letter) return deliverLetter(message, message.letter);
    const { store, channel, sale } = message;
    const to = await addressOf(message);
    if (to === null) return failed(message, 'SENDING_NO_CONTACT', clock.now());
    const timeZone = deps.timeZoneOf(store);
    const { doc, result } = await receiptOf(engine, store, sale, timeZone);
    if (result === null) return failed(message, 'SENDING_NO_RECEIPT', clock.now());
    const seller = await sellerOf(engine, store);
    const id = mailIdOf(message, deps.host);
    if (channel === 'email') {
      const mail = { id, to, receipt: { doc, result, voided: false }, seller, timeZone, demo: deps.demo };
      await transports.email.send(receiptEmail(mail), stopping.signal);
    } else {
      const text = receiptSms(result, deps.demo ? `УЧЕБНЫЙ. ${seller.shop}` : seller.shop, timeZone);
      await transports.sms.send({ id, to, text }, stopping.signal);
    }
    return sent(message, transports[channel].via, clock.now());
  }

  /** The whole service is away: no message is to blame, and none is tried until it may be back. */
  function pause(channel: Channel, why: string): void {
    const before = away.get(channel);
    const times = (before?.times ?? 0) + 1;
    const now = clock.now();
    const until = now + pauseAfter(times, deps.random(), MESSAGES.pause);
    away.set(channel, { since: before?.since ?? now, until, times, why });
    if (!before) log('error', 'message-service-away', { channel, why });
  }

  async function sendOne(message: Message): Promise<void> {
    const { channel, sale, store } = message;
    const trying = begun(message, clock.now());
    await queue.save(trying);
    try {
      const done = await deliver(trying);
      out.set(done._id, done);
      if (away.delete(channel)) log('info', 'message-service-back', { channel });
    } catch (error) {
      // The server stops: what is in hand is taken up again at the next start.
      if (stopping.signal.aborted) return;
      const fault = error instanceof DeliveryFault ? error : new DeliveryFault('later', 'internal');
      if (!(error instanceof DeliveryFault)) log('error', 'message-broken', { channel, store, sale, why: reasonOf(error) });
      if (fault.kind === 'service') pause(channel, fault.why);
      // A service that is away does not use up the message's own tries.
      const tried = fault.kind === 'service' ? { ...trying, tries: message.tries } : trying;
      const next = faulted(tried, fault.kind, clock.now(), deps.random());
      await deps.settle(next);
      deps.counted(channel, next.state === 'failed' ? 'failed' : fault.kind === 'service' ? 'service' : 'later');
      const level = next.state === 'failed' ? 'warn' : 'info';
      log(level, next.state === 'failed' ? 'message-failed' : 'message-put-off', {
        channel,
        store,
        sale,
        why: fault.why,
        code: next.code,
      });
    }
  }

  /** @throws Error where it cannot be written: the channel waits, for what is not noted would go out again */
  async function noteOut(channel: Channel): Promise<void> {
    for (const done of [...out.values()].filter((one) => one.channel === channel)) {
      await deps.settle(done);
      out.delete(done._id);
      if (done.code === 'SENDING_NOT_DUE') await queue.forget(done._id);
      const { store, sale, code, tries, state } = done;
      // Put off until the morning.
      if (state === 'due') continue;
      deps.counted(channel, state === 'sent' ? 'sent' : 'failed');
      log('info', state === 'sent' ? 'message-sent' : 'message-failed', { channel, store, sale, code, tries });
    }
  }

  return {
    async run(channel) {
      for (;;) {
        await noteOut(channel);
        if (stopping.signal.aborted || (away.get(channel)?.until ?? 0) > clock.now()) return;
        await deps.yields();
        const message = queue.next(channel, clock.now());
        if (!message || stopping.signal.aborted) return;
        await sendOne(message);
      }
    },
    state(channel) {
      const { since = null, why = null } = away.get(channel) ?? {};
      return { via: transports[channel].via, since, why };
    },
    stop() {
      stopping.abort();
    },
  };
}
