import { expect, it } from 'vitest';
import { linesOf, normOf, normText, powerText } from './lens-layers.ts';

it('a minimum, or a minimum and up to what it is filled, is typed into one cell and read back the same', () => {
  for (const text of ['', '0', '2', '2/6', '3/3']) {
    const norm = normOf(text, 1)!;
    expect(normText({ minimum: norm.minimum, maximum: norm.maximum })).toBe(text);
  }
  expect(normOf(' 2 / 6 ', 5)).toEqual({ minimum: 2, maximum: 6, pack: 5 });
  for (const text of ['6/2', 'a', '2/', '/3', '1/2/3', '-1']) expect(normOf(text, 1), text).toBeUndefined();
});

it('what came is a line for each power that something was typed for', () => {
  expect(linesOf({ 'L~-1.00': '3', 'L~-1.25': '', 'L~-1.50': '0', 'L~-1.75': 'x' })).toEqual([{ sku: 'L~-1.00', qty: 3 }]);
});

it('the sign of a power is always shown, but for plano', () => {
  expect([1.25, -0.5, 0].map(powerText)).toEqual(['+1,25', '−0,50', '0,00']);
});
