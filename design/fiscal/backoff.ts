import { BACKOFF } from './limits.ts';

/**
 * How long (ms) to wait after the n-th failure in a row (1, 2, …): 5 s doubling to 300 s, of which the upper half is jitter so that
 * forty tills do not return in step. `random` is in [0, 1). What the operator asks for (`Retry-After`) is never undercut.
 */
export function backoff(failures: number, random: number, retryAfter: number | null = null): number {
  const full = Math.min(BACKOFF.first * 2 ** Math.max(0, Math.min(failures, 30) - 1), BACKOFF.most);
  return Math.max(Math.round(full / 2 + (random * full) / 2), retryAfter ?? 0);
}
