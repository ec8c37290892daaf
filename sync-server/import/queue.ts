import PQueue from 'p-queue';

/** `critical`: what is decided and half written; `high`: somebody waits before a page; `low`: the night's work. */
export const PRIORITIES = { critical: 3, high: 2, default: 1, low: 0 } as const;
export type Priority = keyof typeof PRIORITIES;

/** Reading a huge file holds up no activation, and neither of them mail or replication, which are not in here at all. */
export const LANES = ['files', 'catalogue'] as const;
export type Lane = (typeof LANES)[number];

export interface WorkQueue {
  /** Does something once for a key: what waits or runs already is not taken again. */
  add(lane: Lane, key: string, priority: Priority, work: (signal: AbortSignal) => Promise<void>): void;
  /** Ends what a key runs, or takes it out of the row. */
  abort(key: string): void;
  waiting(lane: Lane): number;
  idle(): Promise<void>;
  /** Aborts everything and waits for it. */
  stop(): Promise<void>;
}

/** One thing at a time in each lane, the more urgent first. What is in the row is remembered by the jobs' documents, not here. */
export function createWorkQueue(failed: (key: string, error: unknown) => void): WorkQueue {
  const lanes = new Map(LANES.map((lane) => [lane, new PQueue({ concurrency: 1 })]));
  const running = new Map<string, AbortController>();
  return {
    add(lane, key, priority, work) {
      if (running.has(key)) return;
      const controller = new AbortController();
      running.set(key, controller);
      const task = async (): Promise<void> => {
        try {
          if (!controller.signal.aborted) await work(controller.signal);
        } catch (error) {
          if (!controller.signal.aborted) failed(key, error);
        } finally {
          running.delete(key);
        }
      };
      void lanes.get(lane)!.add(task, { priority: PRIORITIES[priority] });
    },
    abort: (key) => running.get(key)?.abort(),
    waiting: (lane) => lanes.get(lane)!.size + lanes.get(lane)!.pending,
    async idle() {
      for (const lane of lanes.values()) await lane.onIdle();
    },
    async stop() {
      for (const controller of running.values()) controller.abort();
      for (const lane of lanes.values()) await lane.onIdle();
    },
  };
}
