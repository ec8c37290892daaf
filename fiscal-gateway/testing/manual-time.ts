import type { Clock } from '../../design/time/clock.ts';
import type { Timers } from '../timers.ts';

/** A test double: time that passes only when the test says so, for clock, sleeps and deadlines alike. */
export interface ManualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Passes `ms` in one jump; whoever slept less wakes. */
  advance(ms: number): void;
}

export function manualTime(start: number): ManualTime {
  let now = start;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();

  const after = (ms: number, wake: () => void): (() => void) => {
    const sleeper = { until: now + ms, wake };
    sleepers.add(sleeper);
    return () => sleepers.delete(sleeper);
  };

  return {
    clock: { now: () => now },
    timers: {
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) return resolve();
          const end = (): void => {
            cancel();
            signal?.removeEventListener('abort', end);
            resolve();
          };
          const cancel = after(ms, end);
          signal?.addEventListener('abort', end, { once: true });
        }),
      deadline(ms) {
        const controller = new AbortController();
        after(ms, () => controller.abort());
        return controller.signal;
      },
    },
    advance(ms) {
      now += ms;
      for (const sleeper of [...sleepers]) {
        if (sleeper.until > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}

const QUICK_TURNS = 2_000;

/** Lets the event loop turn until the condition holds; what never comes true fails, however slow the machine is. */
export async function until(what: string, holds: () => boolean, turns = 20_000): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    if (holds()) return;
    // The journal gathers small marks for some real milliseconds: after the first turns the waiting is real as well.
    await new Promise((resolve) => (turn < QUICK_TURNS ? setImmediate(resolve) : setTimeout(resolve, 1)));
  }
  throw new Error(`it did not come about: ${what}`);
}
