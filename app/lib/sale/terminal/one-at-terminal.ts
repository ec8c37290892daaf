/** Runs `work` while no other tab of this browser is at the terminal; `null` where one is. */
export type AtTerminal = <T>(work: () => Promise<T>) => Promise<{ readonly done: T } | null>;

/**
 * The lock that a tab holds from before a charge is written down until its outcome is: unlike the till's own it is never stolen, and it
 * goes with the tab. A tab that takes the till over must not ask the terminal about a charge that is still on its way there: the answer
 * "never heard of it" would be believed.
 */
export const oneAtTerminal =
  (locks: Pick<LockManager, 'request'>): AtTerminal =>
  (work) =>
    locks.request('optics-terminal', { ifAvailable: true }, async (lock) => (lock ? { done: await work() } : null));
