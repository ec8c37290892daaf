import { DomainError } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';

/** A bucket for each caller: `perSecond` on average, `burst` at once. Idle callers are forgotten. */
function createBuckets(clock: Clock, perSecond: number, burst: number) {
  const buckets = new Map<string, { left: number; at: number }>();
  const left = (caller: string): number => {
    const bucket = buckets.get(caller);
    return bucket === undefined
      ? burst
      : Math.min(burst, bucket.left + (Math.max(0, clock.now() - bucket.at) * perSecond) / 1000);
  };
  return {
    left,
    take(caller: string): void {
      const rest = left(caller);
      if (buckets.size > 1_000) buckets.clear();
      buckets.set(caller, { left: Math.max(0, rest - 1), at: clock.now() });
    },
    giveBack(caller: string): void {
      buckets.set(caller, { left: Math.min(burst, left(caller) + 1), at: clock.now() });
    },
  };
}

/** Requests of each token, or of each address where there is no token (requirements B-30). Throws RATE_LIMITED. */
export function createRateLimit(clock: Clock, perSecond: number) {
  const buckets = createBuckets(clock, perSecond, perSecond);
  return (caller: string): void => {
    const left = buckets.left(caller);
    buckets.take(caller);
    if (left < 1) throw new DomainError('RATE_LIMITED', { per_second: perSecond }, 1);
  };
}

const WRONG_SECRETS = { atOnce: 5, everySeconds: 12 } as const;

/** Wrong codes and tokens from one address: five, then one every 12 s. Right ones cost nothing, so a shop's installation is not slowed. */
export function createGuessLimit(clock: Clock) {
  const buckets = createBuckets(clock, 1 / WRONG_SECRETS.everySeconds, WRONG_SECRETS.atOnce);
  return {
    /** Throws RATE_LIMITED before the guess is looked at. Counts it as wrong until `right` says otherwise: a hundred at once are a hundred. */
    demand(address: string): void {
      if (buckets.left(address) < 1) throw new DomainError('RATE_LIMITED', {}, WRONG_SECRETS.everySeconds);
      buckets.take(address);
    },
    right: (address: string): void => buckets.giveBack(address),
  };
}
export type GuessLimit = ReturnType<typeof createGuessLimit>;
