import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoff } from './backoff.ts';
import { BACKOFF } from './limits.ts';

it('doubles from five seconds to five minutes', () => {
  expect([1, 2, 3, 7, 50].map((n) => backoff(n, 1))).toEqual([5_000, 10_000, 20_000, 300_000, 300_000]);
});

it('stays within its bounds and never undercuts Retry-After', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(1000), random, fc.nat(600_000), (failures, r, retryAfter) => {
      const wait = backoff(failures, r, retryAfter);
      expect(wait).toBeGreaterThanOrEqual(Math.max(BACKOFF.first / 2, retryAfter));
      expect(wait).toBeLessThanOrEqual(Math.max(BACKOFF.most, retryAfter));
    }),
  );
});
