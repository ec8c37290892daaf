import { describe, expect, it } from 'vitest';
import { percentile, spread } from './percentiles.ts';

describe('percentiles of the bench', () => {
  it('are nearest-rank: a measured value, whatever the order', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(spread(hundred)).toEqual({ samples: 100, p50: 50, p95: 95, p99: 99, max: 100 });
    expect(percentile([7], 99)).toBe(7);
  });

  it('say that nothing was measured', () => {
    expect(percentile([], 95)).toBeNaN();
  });
});
