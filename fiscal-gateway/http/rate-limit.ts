import { DomainError } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';

/** A bucket of tokens for each caller: `perSecond` on average, as many again in a burst. Idle callers are forgotten. */
export function createRateLimit(clock: Clock, perSecond: number) {
  const buckets = new Map<string, { left: number; at: number }>();
  return (caller: string): void => {
    const now = clock.now();
    const bucket = buckets.get(caller) ?? { left: perSecond, at: now };
    const left = Math.min(perSecond, bucket.left + (Math.max(0, now - bucket.at) * perSecond) / 1000);
    if (buckets.size > 1_000) buckets.clear();
    buckets.set(caller, { left: Math.max(0, left - 1), at: now });
    if (left < 1) throw new DomainError('RATE_LIMITED', { per_second: perSecond }, 1);
  };
}
