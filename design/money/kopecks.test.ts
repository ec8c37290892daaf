import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, formatRoubles, kopecksFromRoubles, lineAmount, roublesFromKopecks, roundHalfUp } from './kopecks.ts';

const amount = fc.integer({ min: -1_000_000_000_00, max: 1_000_000_000_00 });
const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 });

describe('money', () => {
  it('reads roubles of at most two decimals exactly, and refuses more', () => {
    fc.assert(fc.property(amount, (k) => kopecksFromRoubles(roublesFromKopecks(k)) === k || k === 0));
    expect(kopecksFromRoubles(12345.67)).toBe(1_234_567);
    for (const bad of [12.345, 0.001, Number.NaN, Number.POSITIVE_INFINITY, 1e20]) expect(kopecksFromRoubles(bad)).toBeNull();
  });

  it('splits a sum so that the parts sum exactly, each within a kopeck of its share', () => {
    fc.assert(
      fc.property(amount, weights, (total, w) => {
        const parts = allocate(total, w);
        const sum = w.reduce((a, b) => a + b, 0);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        parts.forEach((p, i) => {
          const share = sum > 0 ? (total * w[i]!) / sum : total / w.length;
          expect(Math.abs(p - share)).toBeLessThanOrEqual(1);
        });
      }),
    );
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(5, [])).toEqual([]);
  });

  it('gives nothing to a part of weight 0 while others have weight', () => {
    fc.assert(
      fc.property(amount, weights, (total, w) => w.some((x) => x > 0) === false || allocate(total, [...w, 0]).at(-1) === 0),
    );
  });

  it('rounds half a kopeck away from zero', () => {
    expect([2.5, -2.5, 2.4, -2.6].map(roundHalfUp)).toEqual([3, -3, 2, -3]);
    expect(lineAmount(1_999, 0.333)).toBe(666);
    expect(lineAmount(1_000, 3, 250)).toBe(2_750);
  });

  it('writes roubles the Russian way', () => {
    expect(formatRoubles(1_234_500)).toBe('12\u202f345,00\u202f₽');
    expect(formatRoubles(-5)).toBe('−0,05\u202f₽');
    expect(formatRoubles(100_000_000)).toBe('1\u202f000\u202f000,00\u202f₽');
  });
});
