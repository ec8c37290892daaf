import type { LoopTimers, Timers } from '../../../app/lib/sync/timers.ts';

/** Pauses pass so many times faster: a till's half minute is a second and a half. */
export const SPEED = 20;

const quick: Timers = {
  setTimeout: (run, ms) => setTimeout(run, ms / SPEED),
  clearTimeout: (id) => clearTimeout(id as NodeJS.Timeout),
};

interface Pending {
  readonly run: () => void;
}

/**
 * Timers of a device on a bad line: pauses are short, and patience ends when the line says that nothing will come any more, not by a
 * clock. So a slow machine times nothing out that is still on its way.
 */
export class TestTimers implements LoopTimers {
  readonly pause = quick;
  private readonly pending = new Set<Pending>();
  readonly patience: Timers = {
    setTimeout: (run) => {
      const one: Pending = { run };
      this.pending.add(one);
      return one;
    },
    clearTimeout: (id) => void this.pending.delete(id as Pending),
  };

  /** The line went silent: whoever waits has waited long enough. */
  losePatience(): void {
    const waiting = [...this.pending];
    this.pending.clear();
    for (const { run } of waiting) run();
  }
}
