import { expect, it } from 'vitest';
import { scrolledTo, windowOf } from './window-of.ts';

it('two thousand cards are a dozen in the page, wherever the list is scrolled', () => {
  for (const top of [0, 1, 55_555, 2_000 * 120 - 600, 999_999]) {
    const { first, end } = windowOf(2_000, 120, top, 600);
    expect(end - first).toBeLessThanOrEqual(14);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(2_000);
  }
});

it('every card that is seen is drawn', () => {
  for (const top of [0, 119, 120, 1_250, 5_000]) {
    const { first, end } = windowOf(100, 120, top, 610);
    expect(first * 120).toBeLessThanOrEqual(top);
    expect(end * 120).toBeGreaterThanOrEqual(Math.min(12_000, top + 610));
  }
});

it('a card that the keys come to is scrolled into sight, and no further', () => {
  expect(scrolledTo(0, 100, 250, 500)).toBe(0);
  expect(scrolledTo(5, 100, 250, 500)).toBe(250);
  expect(scrolledTo(9, 100, 250, 500)).toBe(500);
});
