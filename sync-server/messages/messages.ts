import { setTimeout as sleep } from 'node:timers/promises';
import { parseDatabaseName } from '../../design/databases.ts';
import { CHANNELS, type Channel } from '../../design/documents/sending.ts';
import { MESSAGES } from '../../design/messages/limits.ts';
import { due, failed, type Message } from '../../design/messages/message.ts';
import { HOUR, MINUTE, SECOND, type Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { reasonOf, type Log } from '../log.ts';
import { createNoticePlanner } from '../notices/planner.ts';
import type { ShopCases } from '../notices/shop-cases.ts';
import type { Stamps } from '../stamps.ts';
import { openQueue, type MessageQueue } from './queue.store.ts';
import { receiptOf } from './receipt-facts.ts';
import { eraseContacts } from './retention.ts';
import { createSender, type Sender, type SenderDeps, type ServiceState, type Transports } from './sender.ts';
import { tellShop } from './status.ts';
import { createWishes } from './wishes.ts';

export interface MessagesDeps {
  readonly clock: Clock;
  readonly stamps: Stamps;
  readonly random: () => number;
  readonly timeZoneOf: (store: string) => string;
  readonly transports: Transports;
  /** What notices to clients are about. */
  readonly cases: ShopCases;
  readonly demo: boolean;
  /** Domain of the message ids. */
  readonly host: string;
  readonly log: Log;
  readonly yields: () => Promise<void>;
  readonly counted: SenderDeps['counted'];
}

/** What the administrator sees of the electronic receipts, on the server that sends them. */
export interface MessageDesk {
  dead(): readonly Message[];
  waiting(channel: Channel): number;
  service(channel: Channel): ServiceState;
  /** Tries a failed one again. `false`: there is none of this id. */
  again(id: string): Promise<boolean>;
  forget(id: string): Promise<void>;
}

export interface Messages {
  /** For the holder of the jobs' lease: `engine` is the guarded one. */
  work(engine: Engine): Follower;
  /** `null` while another server sends. */
  desk(): MessageDesk | null;
}

const TICK = SECOND;
/** The document store does not answer at the start: asked again after this time, ms. */
const RETRY = 2 * SECOND;
/** What was written last before a crash may not have been told to the shop. ms */
const UNTOLD = MINUTE;

/**
 * Electronic receipts (requirements A-80…A-82): wishes in the shops' contacts become messages, messages go out when their receipt is here.
 * Notices about orders and recalls go the same way.
 * It stands beside the other jobs and holds none of them up: a message at a time and channel, behind the fiscal work of this process
 * (L-19), each with a limit of time.
 */
export function createMessages(deps: MessagesDeps): Messages {
  let desk: MessageDesk | null = null;

  function start(engine: Engine, queue: MessageQueue): Follower & MessageDesk {
    const { clock, log, timeZoneOf } = deps;
    const untold = new Set<string>();
    const busy = new Map<Channel, Promise<void>>();
    const looked = { all: clock.now(), erased: 0 };
    let over = false;
    const fault = (event: string) => (error: unknown) => {
      if (!over) log('error', event, { why: reasonOf(error) });
    };

    async function tell(message: Message): Promise<void> {
      untold.add(message._id);
      await tellShop(engine, deps.stamps, message);
      untold.delete(message._id);
    }
    async function settle(message: Message): Promise<void> {
      await queue.save(message);
      await tell(message).catch(fault('message-not-told'));
    }

    const sender: Sender = createSender({ ...deps, engine, queue, settle });

    /** Messages whose receipt is here by now are due; those whose sale was voided never will be. */
    async function promote(store?: string): Promise<void> {
      for (const message of queue.awaiting(store)) {
        const now = clock.now();
        const { result, voided } = await receiptOf(engine, message.store, message.sale, timeZoneOf(message.store));
        if (result) await settle(due(message, now));
        else if (voided) await settle(failed(message, 'SENDING_NO_RECEIPT', now));
        else if (now - message.wish > MESSAGES.waitForReceipt) await settle(failed(message, 'SENDING_GAVE_UP', now));
      }
    }

    const notices = createNoticePlanner({ cases: deps.cases, queue, clock, timeZoneOf, settle });
    const wishes = createWishes({ engine, queue, cursors: createCursors(engine, 'messages'), clock, settle });
    const follower = startFollower(engine, {
      what: 'messages',
      log,
      wants: (name) => ['store', 'sales'].includes(parseDatabaseName(name)?.kind ?? ''),
      async work(name) {
        const { kind, store } = parseDatabaseName(name)!;
        if (kind === 'store') {
          await wishes.work(name);
          await notices.work(store!);
        }
        if (queue.awaiting(store!).length > 0) await promote(store!);
        run();
      },
    });

    function run(): void {
      for (const channel of CHANNELS) {
        if (over || busy.has(channel)) continue;
        const running = sender
          .run(channel)
          .catch(fault('messages-failed'))
          .finally(() => busy.delete(channel));
        busy.set(channel, running);
      }
    }

    async function tidy(now: number): Promise<void> {
      for (const { _id } of queue.old(now)) await queue.forget(_id);
      const contacts = await eraseContacts(engine, now, timeZoneOf);
      if (contacts > 0) log('info', 'contacts-erased', { contacts });
    }

    let ticking: Promise<void> = Promise.resolve();
    async function tick(): Promise<void> {
      const now = clock.now();
      for (const id of [...untold]) {
        const message = queue.get(id);
        if (message) await tell(message).catch(() => undefined);
        else untold.delete(id);
      }
      if (Math.abs(now - looked.all) >= MINUTE) {
        looked.all = now;
        await promote();
        for (const name of await engine.list()) if (parseDatabaseName(name)?.kind === 'store') follower.look(name);
      }
      if (Math.abs(now - looked.erased) >= HOUR) {
        looked.erased = now;
        await tidy(now);
      }
      run();
    }
    const timer = setInterval(() => {
      ticking = ticking.then(() => (over ? undefined : tick())).catch(fault('messages-failed'));
    }, TICK);
    timer.unref();

    const newest = Math.max(0, ...queue.all().map(({ at }) => at));
    for (const { _id, at } of queue.all()) if (newest - at < UNTOLD) untold.add(_id);

    return {
      dead: () => queue.dead(),
      waiting: (channel) => queue.waiting(channel),
      service: (channel) => sender.state(channel),
      async again(id) {
        const message = queue.get(id);
        if (message?.state !== 'failed') return false;
        const now = clock.now();
        await settle({ ...due({ ...message, ready: now }, now), code: null, tries: 0 });
        run();
        return true;
      },
      forget: (id) => queue.forget(id),
      async settled() {
        await follower.settled();
        run();
        await Promise.all(busy.values());
      },
      async stop() {
        over = true;
        clearInterval(timer);
        sender.stop();
        await follower.stop();
        await ticking;
        await Promise.all(busy.values());
      },
    };
  }

  return {
    desk: () => desk,
    work(engine) {
      let stopped = false;
      const stopping = new AbortController();
      const begin = async (): Promise<(Follower & MessageDesk) | null> => {
        while (!stopped) {
          try {
            const queue = await openQueue(engine);
            return stopped ? null : (desk = start(engine, queue));
          } catch (error) {
            deps.log('error', 'messages-failed', { why: reasonOf(error) });
            await sleep(RETRY, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
          }
        }
        return null;
      };
      const started = begin();
      return {
        settled: async () => (await started)?.settled(),
        async stop() {
          stopped = true;
          stopping.abort();
          const running = await started;
          desk = null;
          await running?.stop();
        },
      };
    },
  };
}
