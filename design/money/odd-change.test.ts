import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOddChange } from './odd-change.ts';

/** Roubles, for reading. */
const odd = (due: number, tendered: number): boolean => isOddChange(due * 100, tendered * 100);

describe('change that is asked about before it is given', () => {
  it('a largest note or more: nobody gave it on purpose', () => {
    expect([odd(12_345, 17_344), odd(12_345, 17_345), odd(12_345, 123_450)]).toEqual([false, true, true]);
  });

  it('a digit too many, where no note explains it', () => {
    expect([odd(300, 3_000), odd(120, 1_200), odd(450, 4_500)]).toEqual([true, true, true]);
  });

  it('not the note that somebody pays with, however small the goods', () => {
    expect([odd(300, 5_000), odd(90, 1_000), odd(10, 2_000), odd(1, 5_000)]).toEqual([false, false, false, false]);
    expect([odd(450, 1_050), odd(8_120, 10_000), odd(500, 500)]).toEqual([false, false, false]);
  });

  it('never the exact sum, and never a single note', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.constantFrom(10_000, 50_000, 100_000, 200_000, 500_000),
        (due, note) => {
          expect(isOddChange(due, due)).toBe(false);
          if (note >= due) expect(isOddChange(due, note)).toBe(false);
        },
      ),
    );
  });
});
