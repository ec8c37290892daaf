import { describe, expect, it } from 'vitest';
import { makeRefund, makeResult, makeSale, makeVoid } from '../../tests/factories/receipts.ts';
import type { Payment, Refund, Sale } from '../documents/facts.ts';
import { debtOf, moneyExcess, payoffsBack } from './debt-back.ts';

const AT = Date.UTC(2026, 10, 21, 9);
const paid = (cash: number, credit: number): Payment[] => [
  { method: 'cash', amount: cash },
  { method: 'credit', amount: credit },
];
/** 300 paid at once, 600 owed. */
const sale: Sale = { ...makeSale({ at: AT, lines: [{ price: 900_00, method: 'partial' }] }), payments: paid(300_00, 600_00) };
const payoff = (n: number, price: number): Sale =>
  makeSale({ at: AT + n * 60_000, lines: [{ price, method: 'credit-payment', of: { sale: sale._id, line: 0 } }] });
const back = (n: number, of: Sale, payments: Payment[], price: number): Refund => {
  const refund = makeRefund({ at: AT + n * 60_000, lines: [{ price }] });
  return { ...refund, payments, original: { ...refund.original, sale: of._id } };
};
const [first, second] = [payoff(1, 100_00), payoff(2, 150_00)];
const known = [sale, first, second, makeResult(sale), makeResult(first, first.at, 2), makeResult(second, second.at, 3)];

describe('goods sold on credit that come back', () => {
  it('are owed less by each payment, in any order and with repeats of the facts', () => {
    const debt = {
      left: 350_00,
      payoffs: [
        { sale: second._id, fd: 3, left: 150_00 },
        { sale: first._id, fd: 2, left: 100_00 },
      ],
    };
    expect(debtOf(sale, known)).toEqual(debt);
    expect(debtOf(sale, [...known, ...known].reverse())).toEqual(debt);
    expect(debtOf(makeSale({ at: AT + 1 }), known)).toBeNull();
  });

  it('give back what was paid off beyond the rest of the debt, the newest payment first, never more than was paid', () => {
    const debt = debtOf(sale, known)!;
    expect(payoffsBack(debt, 350_00)).toEqual([]);
    expect(payoffsBack(debt, 600_00).map(({ fd, left }) => [fd, left])).toEqual([
      [3, 150_00],
      [2, 100_00],
    ]);
    expect(payoffsBack(debt, 9_000_00).reduce((sum, { left }) => sum + left, 0)).toBe(250_00);
  });

  it('leave nothing to give back once it went back; a refund that was given up does not count', () => {
    const [goods, money] = [
      back(3, sale, paid(300_00, 600_00), 900_00),
      back(4, second, [{ method: 'cash', amount: 150_00 }], 150_00),
    ];
    const facts = [...known, goods, money];
    expect(payoffsBack(debtOf(sale, facts)!, 0).map(({ fd, left }) => [fd, left])).toEqual([[2, 100_00]]);
    const gone = { ...makeVoid(sale, AT + 300_000), sale: money._id };
    expect(payoffsBack(debtOf(sale, [...facts, gone])!, 0)).toHaveLength(2);
  });

  it('bring no more money back than was paid: credit was no money', () => {
    const all = { payments: [{ method: 'cash' as const, amount: 900_00 }] };
    expect(moneyExcess(sale, [], all)).toEqual({ sold: 300_00, returned: 0, asked: 900_00 });
    const part = { payments: paid(200_00, 100_00) };
    expect(moneyExcess(sale, [part], { payments: paid(100_00, 500_00) })).toBeNull();
    expect(moneyExcess(sale, [part], { payments: paid(100_01, 0) })).toEqual({ sold: 300_00, returned: 200_00, asked: 100_01 });
    expect(moneyExcess(sale, [part, part], { payments: paid(0, 400_00) })).toBeNull();
  });
});
