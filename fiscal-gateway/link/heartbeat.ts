import { heartbeatAnswer } from '../../design/fiscal/journal-copy.ts';
import type { Heartbeat } from '../../design/fiscal/journal-copy.ts';
import { HEARTBEAT_EVERY } from '../../design/fiscal/limits.ts';
import type { Context } from '../context.ts';
import type { Network } from '../delivery/network.ts';
import type { ServerClient } from './server-client.ts';

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
  { clock, timers, events }: Context,
  server: ServerClient,
  network: Network,
  compose: () => Heartbeat,
) {
  let successes = 0;
  let failures = 0;
  let drift: number | null = null;

  async function beat(signal: AbortSignal): Promise<void> {
    const answer = await server.post('/api/v1/kkt/heartbeat', compose(), AbortSignal.any([signal, timers.deadline(TIMEOUT)]));
    if (signal.aborted) return;
    const ok = answer.kind === 'ok';
    [successes, failures] = ok ? [successes + 1, 0] : [0, failures + 1];
    const now = ok ? heartbeatAnswer.safeParse(answer.body).data?.now : undefined;
    if (now !== undefined) drift = now - clock.now();
    network.note({ of: 'server', ok });
  }

  return {
    get state(): HeartbeatState {
      const state = successes > 0 ? 'online' : failures > 0 ? 'offline' : 'unknown';
      return { state, successes, failures, drift };
    },
    async watch(signal: AbortSignal): Promise<void> {
      let nudge = new AbortController();
      // A shift opened or closed is news for the chain's dashboard.
      const off = events.on(({ type }) => {
        if (type === 'shift') nudge.abort();
      });
      while (!signal.aborted) {
        nudge = new AbortController();
        await beat(signal);
        const lost = failures > 0;
        await timers.sleep(lost ? WHILE_LOST : HEARTBEAT_EVERY, lost ? signal : AbortSignal.any([signal, nudge.signal]));
      }
      off();
    },
  };
}
