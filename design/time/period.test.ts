import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOf, daysLater, PERIODS, spanBefore, spanOf } from './period.ts';

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => daysLater('1990-01-01', n));

describe('periods that a manager compares', () => {
  it('follow the calendar', () => {
    expect(spanOf('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(spanOf('month', '2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(spanOf('quarter', '2026-11-21')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(spanOf('year', '2026-11-21')).toEqual({ from: '2026-01-01', to: '2026-12-31' });
    expect(spanBefore('month', '2026-11-21')).toEqual({ from: '2026-10-01', to: '2026-10-21' });
    expect(spanBefore('month', '2026-03-31')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(spanBefore('day', '2026-03-01')).toEqual({ from: '2026-02-28', to: '2026-02-28' });
  });

  it('hold their day, touch the one before without a gap, and compare with no more days than have passed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PERIODS), day, (period, one) => {
        const span = spanOf(period, one);
        const before = spanBefore(period, one);
        expect(span.from <= one && one <= span.to).toBe(true);
        expect(spanOf(period, daysLater(span.from, -1)).to).toBe(daysLater(span.from, -1));
        expect(before.from).toBe(spanOf(period, daysLater(span.from, -1)).from);
        expect(before.to < span.from).toBe(true);
        expect(barsOf(period, span).length).toBeLessThanOrEqual(31);
      }),
    );
  });
});
