import type { TimerAction } from '../orders/words.ts';

export interface Running {
  readonly by: string | null;
  /** Epoch ms. */
  readonly since: number;
}

interface TimerEvent {
  readonly action: TimerAction;
  readonly by: string | null;
  readonly at: number;
}

/** Who works at which job, and for how long. A job that leaves the bench stops its clocks itself; whoever presses "stop" later was right, too. */
export class JobTimers {
  private readonly worked = new Map<string, number>();
  private readonly running = new Map<string, { readonly pair: string; readonly by: string | null; readonly since: number }>();
  private readonly stopped = new Set<string>();

  take(pair: string, { action, by, at }: TimerEvent): 'TIMER_RUNNING' | 'TIMER_NOT_RUNNING' | null {
    const key = `${pair} ${by}`;
    const now = this.running.get(key);
    if (action === 'start') {
      if (now) return 'TIMER_RUNNING';
      this.running.set(key, { pair, by, since: at });
      return null;
    }
    if (!now) return this.stopped.delete(key) ? null : 'TIMER_NOT_RUNNING';
    this.stop(key, at);
    return null;
  }

  stopAll(at: number): void {
    for (const key of [...this.running.keys()]) {
      this.stop(key, at);
      this.stopped.add(key);
    }
  }

  /** A tablet whose clock was set back must not take time away. */
  private stop(key: string, at: number): void {
    const { pair, since } = this.running.get(key)!;
    this.worked.set(pair, (this.worked.get(pair) ?? 0) + Math.max(0, at - since));
    this.running.delete(key);
  }

  of(pair: string): { readonly worked: number; readonly running: Running[] } {
    const running = [...this.running.values()].filter((one) => one.pair === pair).map(({ by, since }) => ({ by, since }));
    return { worked: this.worked.get(pair) ?? 0, running };
  }
}
