import { expect, it } from 'vitest';
import { choiceOf, settlementOf, sumTextOf } from './payment-sums.ts';

it('reads an empty sum as everything, or as nothing yet, by what was chosen', () => {
  expect(settlementOf('prepayment', null, 100)).toEqual({ kind: 'full-prepayment' });
  expect(settlementOf('credit', null, 100)).toEqual({ kind: 'credit', now: 0 });
  expect(settlementOf('advance', null, 100)).toEqual({ kind: 'advance', amount: 0 });
});

it('takes no more in advance than the goods cost, and no credit of nothing', () => {
  expect(settlementOf('prepayment', 40, 100)).toEqual({ kind: 'prepayment', amount: 40 });
  expect(settlementOf('prepayment', 100, 100)).toEqual({ kind: 'full-prepayment' });
  expect([
    settlementOf('prepayment', 101, 100),
    settlementOf('credit', 100, 100),
    settlementOf('credit', undefined, 100),
  ]).toEqual([null, null, null]);
});

it('shows both prepayments as one choice', () => {
  expect([choiceOf({ kind: 'full-prepayment' }), choiceOf({ kind: 'prepayment', amount: 1 })]).toEqual([
    'prepayment',
    'prepayment',
  ]);
});

it('shows the sum that an order’s deposit came with, as it would be typed', () => {
  expect(sumTextOf({ kind: 'prepayment', amount: 1_500_050 })).toBe('15000,5');
  expect(sumTextOf({ kind: 'credit', now: 20_000 })).toBe('200');
  expect([sumTextOf({ kind: 'full' }), sumTextOf({ kind: 'full-prepayment' }), sumTextOf({ kind: 'credit', now: 0 })]).toEqual([
    '',
    '',
    '',
  ]);
});
