import { expect, it } from 'vitest';
import type { DifferenceLine } from '$design/stock-take/differences.ts';
import { actTotal, filtered, sums } from './review.ts';

const line = (sku: string, counted: number | null, expected: number, doubt = false): DifferenceLine => ({
  ...{ sku, counted, expected, difference: (counted ?? 0) - expected, at: 0, since: {}, zones: [], recounted: false },
  doubt: doubt ? { least: 0, most: 1 } : null,
});
const PRICES: Record<string, number> = { A: 100, B: 5_000, D: 10 };
const priceOf = (sku: string) => PRICES[sku] ?? null;
const LINES = [line('A', 1, 3), line('B', 2, 1), line('C', 1, 0, true), line('D', null, 4), line('E', 2, 2)];

it('shows the biggest money first, and of what nobody counted only what is asked for', () => {
  expect(filtered(LINES, 'differing', priceOf).map(({ sku }) => sku)).toEqual(['B', 'A', 'C']);
  expect(filtered(LINES, 'missing', priceOf).map(({ sku }) => sku)).toEqual(['D']);
  expect(filtered(LINES, 'doubt', priceOf).map(({ sku }) => sku)).toEqual(['C']);
  expect(filtered(LINES, 'all', priceOf)).toHaveLength(5);
});

it('adds up surplus and shortage at selling prices; the missing count where a person says they are none', () => {
  expect(sums(LINES, false, priceOf)).toEqual({ over: { pieces: 2, value: 5_000 }, short: { pieces: 2, value: 200 } });
  expect(sums(LINES, true, priceOf).short).toEqual({ pieces: 6, value: 240 });
  const signed = [
    { sku: 'A', counted: 2, expected: 1, at: 0, price: 150 },
    { sku: 'B', counted: 1, expected: 1, at: 0, price: null },
  ];
  expect(actTotal(signed)).toEqual({ pieces: 3, value: 300 });
});
