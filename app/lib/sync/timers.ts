/** `setTimeout` handed in: a fault test lets hours pass, and a broken line time out, without waiting for either. */
export interface Timers {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(id: unknown): void;
}

export const realTimers: Timers = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (id) => clearTimeout(id as ReturnType<typeof setTimeout>),
};

export interface LoopTimers {
  /** Between tries and looks. */
  readonly pause: Timers;
  /** How long something may be silent. */
  readonly patience: Timers;
}

export const realLoopTimers: LoopTimers = { pause: realTimers, patience: realTimers };
