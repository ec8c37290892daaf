import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCorrection, makeRefund, makeResult, makeSale } from '../../tests/factories/receipts.ts';
import type { Correction, Refund, Sale } from '../documents/facts.ts';
import { openDebts, openDeposits, type SettlementFact } from './open-deposits.ts';
import { leftOf, NO_USES, unionOfUses, usesOf } from './settlement-uses.ts';

const AT = Date.UTC(2026, 10, 21, 9);
const MINUTE = 60_000;
const prepaid = (amount: number) => [{ method: 'prepaid' as const, amount }];
const deposit = makeSale({ at: AT, lines: [{ method: 'advance', subject: 'payment', price: 1_000_00 }] });
const handOver = (n: number, amount: number): Sale => ({
  ...makeSale({ at: AT + n * MINUTE, lines: [{ price: amount }] }),
  payments: prepaid(amount),
  settles: [{ sale: deposit._id, amount, owner: deposit._id }],
});
const backOf = (sale: Sale, n: number, amount: number): Refund => {
  const refund = makeRefund({ at: AT + n * MINUTE, lines: [{ price: amount }] });
  return { ...refund, payments: prepaid(amount), original: { ...refund.original, sale: sale._id } };
};
const [first, second] = [handOver(1, 300_00), handOver(2, 200_00)];
const back = backOf(first, 3, 100_00);

describe('who used a deposit, or paid off a debt', () => {
  it('is told by receipt, less what came back, in whatever order the facts are', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray<SettlementFact>([deposit, first, second, back], { minLength: 4 }), (facts) => {
        expect(new Map(usesOf(facts, deposit._id))).toEqual(
          new Map([
            [first._id, 200_00],
            [second._id, 200_00],
          ]),
        );
        expect(leftOf(facts, deposit._id, NO_USES)).toBe(600_00);
      }),
    );
  });

  it('of two rings counts each receipt once, and of one that both know the lesser use', () => {
    const here = usesOf([deposit, first], deposit._id);
    const there = usesOf([deposit, first, second, back], deposit._id);
    expect(unionOfUses(here, there)).toEqual(there);
    expect(leftOf([deposit, first], deposit._id, there)).toBe(600_00);
    expect(leftOf([first], deposit._id, there)).toBeNull();
  });

  it('of a debt is every paying off of it', () => {
    const owed = {
      ...makeSale({ at: AT, lines: [{ price: 900_00 }] }),
      payments: [{ method: 'credit' as const, amount: 900_00 }],
    };
    const paid = makeSale({
      at: AT + MINUTE,
      lines: [{ method: 'credit-payment', price: 400_00, of: { sale: owed._id, line: 0 } }],
    });
    expect(leftOf([owed, paid], owed._id, NO_USES)).toBe(500_00);
    expect(leftOf([owed], owed._id, usesOf([owed, paid], owed._id))).toBe(500_00);
  });
});

describe('a corrected receipt in the books of deposits and debts', () => {
  const original = (sale: Sale) => ({ ...back.original, sale: sale._id });
  const pairOf = (sale: Sale, right: Pick<Correction, 'lines' | 'payments' | 'total'>): Correction[] => {
    const reversal = { ...makeCorrection({ at: AT + 5 * MINUTE, operation: 'refund' }), original: original(sale) };
    const stamped = makeCorrection({ at: AT + 5 * MINUTE, counter: 1 });
    const { lines: anew, payments: paid, total: sum } = right;
    const made = { ...stamped, kind: 'right' as const, original: original(sale), lines: anew, payments: paid, total: sum };
    const { lines, payments, total } = sale;
    return [{ ...reversal, lines, payments, total }, made];
  };

  it('is no deposit any more, and the right one is', () => {
    const right = makeSale({ at: AT, lines: [{ method: 'advance', subject: 'payment', price: 900_00 }] });
    const pair = pairOf(deposit, right);
    const facts = [deposit, ...pair, makeResult(pair[1]!)];
    fc.assert(
      fc.property(fc.shuffledSubarray<SettlementFact>(facts, { minLength: facts.length }), (shuffled) => {
        expect(openDeposits(shuffled).map(({ sale, left }) => [sale, left])).toEqual([
          [deposit._id, 0],
          [pair[1]!._id, 900_00],
        ]);
      }),
    );
  });

  it('that set a deposit off sets off what the right one says', () => {
    const right = { ...makeSale({ at: AT, lines: [{ price: 250_00 }] }), payments: prepaid(250_00) };
    const facts = [deposit, first, ...pairOf(first, right)];
    expect(openDeposits(facts)).toMatchObject([{ sale: deposit._id, left: 750_00 }]);
  });

  it('sold on credit is owed by the right one alone', () => {
    const credit = (amount: number) => ({
      ...makeSale({ at: AT, lines: [{ price: amount }] }),
      payments: [{ method: 'credit' as const, amount }],
    });
    const owed = credit(500_00);
    const pair = pairOf(owed, credit(450_00));
    expect(openDebts([owed, ...pair]).map(({ sale, left }) => [sale, left])).toEqual([
      [owed._id, 0],
      [pair[1]!._id, 450_00],
    ]);
  });
});
