import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoubles } from '$design/money/kopecks.ts';
import { parseRoubles, quickSums, typeOnPad } from './cash.ts';

describe('what a cashier types as money', () => {
  it.each([
    ['', null],
    ['1500', 150_000],
    ['1500,5', 150_050],
    ['1500.50', 150_050],
    ['12 345,00 ₽', 1_234_500],
    ['5,', 500],
    ['1,234', undefined],
    ['-5', undefined],
    ['12x', undefined],
    ['1,2,3', undefined],
  ])('%j is %j kopecks', (text, kopecks) => expect(parseRoubles(text)).toBe(kopecks));

  it('reads back what the screen writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (sum) => parseRoubles(formatRoubles(sum)) === sum));
  });
});

describe('quick sums', () => {
  it('offers what people hand over for 12 345,00', () => {
    expect(quickSums(1_234_500)).toEqual([1_240_000, 1_250_000, 1_300_000, 1_500_000]);
  });
  it('go on above a round total', () => expect(quickSums(500_000)).toEqual([510_000, 550_000, 600_000, 1_000_000]));
  it('are ascending, different, and never less than the total', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (total) => {
        const sums = quickSums(total);
        expect(sums.length).toBeGreaterThan(0);
        for (const [i, sum] of sums.entries()) expect(sum).toBeGreaterThan(i === 0 ? total : sums[i - 1]!);
      }),
    );
  });
});

describe('the on-screen pad', () => {
  const type = (...keys: string[]) => keys.reduce(typeOnPad, '');
  it('types a sum', () => expect(type('1', '5', '00', ',', '5')).toBe('1500,5'));
  it('starts a fraction with a nought', () => expect(type(',', '5')).toBe('0,5'));
  it('ignores a second comma and a third decimal', () => expect(type('1', ',', ',', '2', '3', '4')).toBe('1,23'));
  it('erases', () => expect(type('1', '2', '⌫')).toBe('1'));
});
