import { describe, expect, it } from 'vitest';
import { DomainError } from '../../design/errors.ts';
import { requestRate } from './request-rate.ts';

describe('the rate of a device', () => {
  it('lets a burst through, then so many a second, each device by itself', () => {
    let now = 0;
    const count = requestRate({ burst: 3, perSecond: 2 }, () => now);
    const passes = (device: number): boolean => {
      try {
        count(device);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 0.5 } satisfies Partial<DomainError>);
        return false;
      }
    };
    expect([passes(1), passes(1), passes(1), passes(1)]).toEqual([true, true, true, false]);
    expect(passes(2)).toBe(true);
    now = 500;
    expect([passes(1), passes(1)]).toEqual([true, false]);
    now = 60_000;
    expect([passes(1), passes(1), passes(1), passes(1)]).toEqual([true, true, true, false]);
  });
});
