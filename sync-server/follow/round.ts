import { MINUTE } from '../../design/time/clock.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Follower } from './follower.ts';

export interface RoundOptions<How> {
  /** What the log calls a round that failed: `<what>-failed`. */
  readonly what: string;
  /** Looks what is due and does it. `how`: as it was asked for; a round of the clock says nothing. */
  readonly work: (how?: How) => Promise<void>;
  readonly log: Log;
  /** Milliseconds between two rounds of the clock. */
  readonly every?: number;
}

export interface Round<How = never> extends Follower {
  /** A round now, after the one under way. Rejects with what the work threw. */
  run(how?: How): Promise<void>;
}

/** Work that the clock calls for: one round at a time, and one that fails is told and takes nothing of the next. */
export function startRound<How = never>({ what, work, log, every = MINUTE }: RoundOptions<How>): Round<How> {
  let running: Promise<void> = Promise.resolve();
  const run = (how?: How): Promise<void> => {
    const next = running.then(() => work(how));
    running = next.catch((error: unknown) => log('error', `${what}-failed`, { why: reasonOf(error) }));
    return next;
  };
  const timer = setInterval(() => void run().catch(() => undefined), every);
  timer.unref();
  return {
    run,
    settled: () => running,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
