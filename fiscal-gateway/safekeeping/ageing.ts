import { RETENTION } from '../../design/fiscal/limits.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';

const EVERY = HOUR;
/** Rows a transaction: a millisecond of work, which rides with the next commit of a receipt. */
const BATCH = 100;
/** A clock that is off by more than this might throw away three months at once: nothing ages until it is right. */
const CLOCK_TRUST = DAY;

export interface Ageing {
  /** Everything that is due now, in small transactions between the sales. Returns how many rows went. */
  run(): Promise<Readonly<Record<string, number>>>;
  watch(signal: AbortSignal): Promise<void>;
}

export interface AgeingParts {
  /** What others say of our clock, ms: the server, the register. `null` where they say nothing. */
  readonly differences: () => readonly (number | null)[];
  /** Entries of the event journal that the server has seen; `null` where no server is configured. */
  readonly eventsSeen: () => number | null;
}

/**
 * Ageing and pruning (design §6, requirements B-48, J-14): never what is undelivered, nor what a configured server has not acknowledged. The
 * file keeps its size: freed pages are used again, the journal of a till grows by what a week holds; backups leave them out.
 */
export function createAgeing(context: Context, { differences, eventsSeen }: AgeingParts): Ageing {
  const { journal, stores, clock, timers, config, metrics, log } = context;
  let stopped = false;

  /** Until a batch finds less than it might have taken. */
  async function batches(what: string, work: (now: number) => number): Promise<number> {
    let sum = 0;
    for (let gone = BATCH; gone >= BATCH && !stopped;) {
      gone = await journal.commitLater(() => work(clock.now()));
      sum += gone;
    }
    if (sum > 0) metrics.pruned(what, sum);
    return sum;
  }

  async function bodies(acknowledged: () => number | null): Promise<number> {
    let sum = 0;
    for (let cursor: number | null = 0; cursor !== null && !stopped;) {
      const from: number = cursor;
      const { next, dropped } = await journal.commitLater(() => {
        const now = clock.now();
        const before = {
          delivered: now - RETENTION.bodies,
          abandoned: now - RETENTION.abandoned,
          dead: now - RETENTION.deadLetters,
        };
        return stores.ageing.bodies(from, BATCH, before, acknowledged());
      });
      cursor = next;
      sum += dropped;
    }
    if (sum > 0) metrics.pruned('bodies', sum);
    return sum;
  }

  async function run(): Promise<Readonly<Record<string, number>>> {
    const off = differences().find((difference) => difference !== null && Math.abs(difference) > CLOCK_TRUST);
    if (off !== undefined) {
      log.warn('ageing_waits', { clock_difference_ms: off });
      return {};
    }
    const acknowledged = (): number | null => (config.syncUrl === null ? null : stores.copy.acknowledged());
    const gone = {
      bodies: await bodies(acknowledged),
      copy: await batches('copy', (now) =>
        stores.ageing.copy(acknowledged(), now - (config.syncUrl === null ? RETENTION.events : RETENTION.copy), BATCH),
      ),
      dead_letters: await batches('dead_letters', (now) => stores.ageing.deadLetters(now - RETENTION.deadLetters, BATCH)),
      events: await batches('events', (now) => stores.log.prune(now - RETENTION.events, eventsSeen() ?? Infinity, BATCH, now)),
      pairing_codes: await journal.commitLater(() => stores.ageing.pairingCodes(clock.now() - DAY)),
    };
    if (Object.values(gone).some((rows) => rows > 0)) log.info('aged_out', gone);
    return gone;
  }

  return {
    run,
    async watch(signal) {
      signal.addEventListener('abort', () => (stopped = true), { once: true });
      while (!signal.aborted) {
        await timers.sleep(EVERY, signal);
        if (!signal.aborted) await run().catch((error: unknown) => log.error('ageing_failed', { message: String(error) }));
      }
    },
  };
}
