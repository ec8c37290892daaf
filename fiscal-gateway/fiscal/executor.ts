import { carryingTrace } from '../telemetry/trace.ts';

/**
 * One command at a time for one register (fiscal rules §11: "one register = one serial executor"). What a customer waits for goes first;
 * tickets and questions in passing (`low`) run only when nothing else waits.
 */
export interface Executor {
  run<T>(priority: 'high' | 'low', work: () => Promise<T>): Promise<T>;
  /** Something runs or waits. */
  readonly busy: boolean;
}

export function createExecutor(): Executor {
  const waiting = { high: [] as (() => Promise<void>)[], low: [] as (() => Promise<void>)[] };
  let running = false;

  async function drain(): Promise<void> {
    running = true;
    for (let job = next(); job; job = next()) await job();
    running = false;
  }
  const next = (): (() => Promise<void>) | undefined => waiting.high.shift() ?? waiting.low.shift();

  return {
    run: <T>(priority: 'high' | 'low', work: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        const traced = carryingTrace(work);
        waiting[priority].push(() => traced().then(resolve, reject));
        if (!running) void drain();
      }),
    get busy() {
      return running;
    },
  };
}
