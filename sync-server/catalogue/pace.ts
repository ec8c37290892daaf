/** Lets work happen often for a while and then at a steady pace. */
export interface Pace {
  /** Resolves when the next piece of work may begin. */
  turn(): Promise<void>;
  /** One was done. */
  spend(): void;
  /** Nobody waits any more. */
  end(): void;
}

/**
 * So many at once, then one every so many ms; what was not used up comes back at the same pace.
 * @param ticks monotonic, ms: a rate has nothing to do with the time of day
 */
export function createPace(
  rate: { readonly burst: number; readonly every: number },
  ticks: () => number = () => performance.now(),
): Pace {
  const ended = new AbortController();
  /** When what was spent is paid for, but for the burst. */
  let paid = -Infinity;
  return {
    async turn() {
      const wait = paid - ticks();
      if (wait <= 0 || ended.signal.aborted) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        ended.signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    spend() {
      paid = Math.max(paid, ticks() - rate.burst * rate.every) + rate.every;
    },
    end: () => ended.abort(),
  };
}
