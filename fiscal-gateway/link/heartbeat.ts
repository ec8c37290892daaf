import type { z } from 'zod';
import { heartbeatAnswer } from '../../design/fiscal/journal-copy.ts';
import type { Heartbeat } from '../../design/fiscal/journal-copy.ts';
import { HEARTBEAT_EVERY } from '../../design/fiscal/limits.ts';
import { DAY } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';
import type { Network } from '../delivery/network.ts';
import type { ServerClient } from './server-client.ts';
import { createServerClock } from './server-clock.ts';

/** Requirements L-08. */
const TIMEOUT = 5_000;
/** A lost server is asked more often, so that its return is seen within three checks. */
const WHILE_LOST = 5_000;

export interface HeartbeatState {
  readonly state: 'unknown' | 'online' | 'offline';
  readonly successes: number;
  readonly failures: number;
  /** Server clock minus ours at the last answer, ms; `null` before. */
  readonly drift: number | null;
}

/** Tells the server every 30 s that this till lives and how its buffer stands. Blocks nothing. */
export function createHeartbeat(
  context: Context,
  server: ServerClient,
  network: Network,
  { compose, held }: { compose: () => Heartbeat; held: (seq: number) => void },
) {
  const { clock, timers, events, stores, alarms, metrics, log } = context;
  const serverClock = createServerClock(context);
  let successes = 0;
  let failures = 0;
  /** The entry of our event journal that the server said it remembers. */
  let remembered: number | null = null;
  let eventsSeen = 0;

  const eventsSaid = (): Heartbeat['events'] => ({
    head: stores.log.head(),
    confirms: remembered === null ? null : { seq: remembered, hash: stores.log.hashAt(remembered) },
  });

  /** The server witnesses our event journal (design/event-witness.ts); what it found is said here too, for a day. */
  function heard(said: z.infer<typeof heartbeatAnswer>['events']): void {
    remembered = said?.seq ?? null;
    if (!said) return;
    if (stores.log.hashAt(said.seq) === said.hash) eventsSeen = Math.max(eventsSeen, said.seq);
    const { broken } = said;
    alarms.set('EVENTS_BROKEN', broken !== null && clock.now() - broken.at < DAY, { entry: broken?.seq, why: broken?.why });
  }

  async function beat(signal: AbortSignal): Promise<void> {
    const askedAt = clock.now();
    const answer = await server.post(
      '/api/v1/kkt/heartbeat',
      { ...compose(), events: eventsSaid() },
      AbortSignal.any([signal, timers.deadline(TIMEOUT)]),
    );
    if (signal.aborted) return;
    const said = answer.kind === 'ok' ? heartbeatAnswer.safeParse(answer.body).data : undefined;
    // Whoever answers without the server's time is not the server.
    const ok = said !== undefined;
    [successes, failures] = ok ? [successes + 1, 0] : [0, failures + 1];
    if (!ok) metrics.heartbeatFailed();
    if (said) serverClock.heard(said.now, askedAt, clock.now());
    else serverClock.lost();
    if (said) heard(said.events);
    if (said?.held !== undefined) held(said.held);
    network.note({ of: 'server', ok });
  }

  return {
    /** The newest entry of our event journal that the server has confirmed to remember, 0 before. */
    get eventsSeen(): number {
      return eventsSeen;
    },
    get state(): HeartbeatState {
      const state = successes > 0 ? 'online' : failures > 0 ? 'offline' : 'unknown';
      return { state, successes, failures, drift: serverClock.drift };
    },
    async watch(signal: AbortSignal): Promise<void> {
      let nudge = new AbortController();
      // A shift opened or closed is news for the chain's dashboard.
      const off = events.on(({ type }) => {
        if (type === 'shift') nudge.abort();
      });
      while (!signal.aborted) {
        nudge = new AbortController();
        await beat(signal).catch((error: unknown) => {
          [successes, failures] = [0, failures + 1];
          log.error('heartbeat_failed', { message: String(error) });
        });
        const lost = failures > 0;
        await timers.sleep(lost ? WHILE_LOST : HEARTBEAT_EVERY, lost ? signal : AbortSignal.any([signal, nudge.signal]));
      }
      off();
    },
  };
}
