import { expect, it } from 'vitest';
import { makeSale } from '../../tests/factories/receipts.ts';
import { comparePrices } from './compare-prices.ts';

const NOON = 1_790_000_000_000;
const sold = (price: number, qty = 1, discount = 0) => makeSale({ at: NOON, lines: [{ sku: 'A', price, qty, discount }] });

it('tells of an offline line that differs by more than 5 % from the price in force, and of no other (C-41)', () => {
  const at =
    (...prices: number[]) =>
    () =>
      prices;
  const differences = (price: number, ...inForce: number[]) =>
    comparePrices([sold(price)], at(...inForce)).map((i) => i.difference);
  expect(differences(100_00, 100_00)).toEqual([]);
  expect(differences(105_00, 100_00)).toEqual([]);
  expect(differences(105_01, 100_00)).toEqual([5_01]);
  expect(differences(94_99, 100_00)).toEqual([-5_01]);
  expect(differences(94_99)).toEqual([]);
  // A lens family has a price for each band of powers.
  expect(differences(150_00, 100_00, 151_00, 300_00)).toEqual([]);
  expect(comparePrices([sold(80_00, 3)], at(100_00))[0]).toMatchObject({
    sku: 'A',
    price: 80_00,
    inForce: 100_00,
    difference: -60_00,
  });
  // A discount is the shop's decision and no stale price.
  expect(comparePrices([sold(100_00, 1, 50_00)], at(100_00))).toEqual([]);
});
