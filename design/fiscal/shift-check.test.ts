import { expect, it } from 'vitest';
import { shiftTotalsOf } from '../folds/shift-totals.ts';
import { counterMismatches, discrepancyPercent } from './shift-check.ts';
import type { RegisterCounters } from './shift-check.ts';

const NONE = { count: 0, cash: 0, card: 0, prepaid: 0, credit: 0, other: 0 };
const mixed = { cash: 40_000, card: 50_000, prepaid: 10_000, credit: 0, other: 0 };
const totals = shiftTotalsOf(70_000, [
  { kind: 'receipt', operation: 'sale', total: 100_000, payments: mixed },
  { kind: 'cash', direction: 'out', amount: 20_000 },
]);
const counters: RegisterCounters = { shift: 3, sales: { ...NONE, count: 1, ...mixed }, refunds: NONE, cash: 20_000 };
const base = { journal: 70_000, register: 0 };

it('agrees where the register counted the same, whatever float lay in the drawer', () => {
  expect(counterMismatches(totals, counters, { base, foreign: false })).toEqual([]);
});

it('tolerates 0.01 ₽ and no more, and names both numbers (requirements B-81)', () => {
  const off = (cash: number) => ({ ...counters, cash });
  expect(counterMismatches(totals, off(20_001), { base, foreign: false })).toEqual([]);
  expect(counterMismatches(totals, off(20_002), { base, foreign: false })).toEqual([
    { what: 'drawer', journal: 20_000, other: 20_002 },
  ]);
  expect(counterMismatches(totals, off(99), { base: null, foreign: false })).toEqual([]);
});

it('finds a mixed payment booked under one kind (requirements L-45)', () => {
  const wrong = { ...counters, sales: { ...NONE, count: 1, cash: 100_000 } };
  expect(counterMismatches(totals, wrong, { base: null, foreign: false }).map(({ what }) => what)).toEqual([
    'sales.cash',
    'sales.card',
    'sales.other',
  ]);
  expect(counterMismatches(totals, wrong, { base, foreign: true })).toEqual([]);
});

it('says how much of the cash turnover is missing or too much (requirements F-07)', () => {
  expect(discrepancyPercent(-200, totals)).toBe(0.5);
  expect(discrepancyPercent(201, totals)).toBe(0.51);
  expect(discrepancyPercent(400, totals)).toBe(1);
  const none = shiftTotalsOf(5, []);
  expect(discrepancyPercent(0, none)).toBeNull();
  expect(discrepancyPercent(1, none)).toBe(100);
});
