import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedPrice, PRICE_ROUNDINGS } from './price-rule.ts';

describe('prices changed by per cent', () => {
  it('round to the tag that ends in 90', () => {
    const by = (percent: number, price: number) => changedPrice(price, { how: 'percent', percent, rounding: 'ninety' });
    expect(by(10, 4_990_00)).toBe(5_490_00);
    expect(by(0, 4_940_00)).toBe(4_990_00);
    expect(by(0, 4_939_99)).toBe(4_890_00);
    expect(by(0, 130_00)).toBe(90_00);
    expect(by(0, 45_20)).toBe(45_00);
  });
  it('never become nothing or less, stay on their steps, and keep their order', () => {
    const percent = fc.integer({ min: -9_900, max: 50_000 }).map((hundredths) => hundredths / 100);
    const price = fc.integer({ min: 1, max: 100_000_000 });
    fc.assert(
      fc.property(percent, fc.constantFrom(...PRICE_ROUNDINGS), price, price, (by, rounding, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((one) =>
          changedPrice(one, { how: 'percent', percent: by, rounding }),
        ) as [number, number];
        expect(low).toBeGreaterThan(0);
        expect(low).toBeLessThanOrEqual(high);
        expect(low % 100).toBe(0);
        if (rounding === 'ninety' && low >= 90_00) expect(low % 100_00).toBe(90_00);
      }),
    );
  });
  it('what is free stays free; a value is the value', () => {
    expect(changedPrice(0, { how: 'percent', percent: 50, rounding: 'rouble' })).toBe(0);
    expect(changedPrice(0, { how: 'value', price: 5 })).toBe(5);
  });
});
