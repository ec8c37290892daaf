import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Payment } from '../documents/facts.ts';
import { isTheWayItCame, paymentsBack, proposal, rangeOf, waysBack, withWay } from './ways-back.ts';

const payment = fc.record({
  method: fc.constantFrom('cash', 'card', 'card', 'prepaid', 'credit', 'other'),
  amount: fc.integer({ min: 1, max: 1_000_000 }),
}) as fc.Arbitrary<Payment>;
const sumOf = (sums: readonly number[]): number => sums.reduce((all, one) => all + one, 0);

describe('money goes back the way it came', () => {
  it('in any parts, by each way exactly what was paid by it, and never more on the way', () => {
    fc.assert(
      fc.property(
        fc.array(payment, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }),
        (payments, parts) => {
          const refunds: ReturnType<typeof paymentsBack>[] = [];
          for (const percent of [...parts, 100]) {
            const ways = waysBack({ payments }, refunds);
            const all = sumOf(ways.map(({ left }) => left));
            const amount = Math.floor((all * percent) / 100);
            const sums = proposal(ways, amount);
            expect(isTheWayItCame(ways, sums, amount)).toBe(true);
            refunds.push(paymentsBack(ways, sums));
          }
          expect(waysBack({ payments }, refunds).every(({ left }) => left === 0)).toBe(true);
          for (const method of ['cash', 'card', 'prepaid', 'credit', 'other']) {
            const of = (list: readonly Payment[]) =>
              sumOf(list.filter((one) => one.method === method).map(({ amount }) => amount));
            expect(of(refunds.flatMap((refund) => refund.payments))).toBe(of(payments));
          }
        },
      ),
    );
  });

  it('may be shared otherwise within limits: one way is set, the others take the rest', () => {
    fc.assert(
      fc.property(
        fc.array(payment, { minLength: 1, maxLength: 5 }),
        fc.nat(100),
        fc.nat(4),
        fc.integer(),
        (payments, percent, at, wanted) => {
          const ways = waysBack({ payments }, []);
          const amount = Math.floor((sumOf(ways.map(({ left }) => left)) * percent) / 100);
          const index = at % ways.length;
          const sums = withWay(ways, amount, index, wanted);
          expect(isTheWayItCame(ways, sums, amount)).toBe(true);
          const { least, most } = rangeOf(ways, index, amount);
          expect(sums[index]).toBe(Math.min(most, Math.max(least, wanted)));
        },
      ),
    );
  });

  it('knows each card by itself', () => {
    const payments: Payment[] = [
      { method: 'card', amount: 100_00 },
      { method: 'cash', amount: 50_00 },
      { method: 'card', amount: 200_00 },
    ];
    const second = { payments: [{ method: 'card' as const, amount: 150_00 }], cards: [{ part: 1 }] };
    expect(waysBack({ payments }, [second]).map(({ method, part, left }) => [method, part, left])).toEqual([
      ['card', 0, 100_00],
      ['cash', 0, 50_00],
      ['card', 1, 50_00],
    ]);
    expect(paymentsBack(waysBack({ payments }, [second]), [0, 10_00, 40_00])).toEqual({
      payments: [
        { method: 'cash', amount: 10_00 },
        { method: 'card', amount: 40_00 },
      ],
      cards: [{ part: 1 }],
    });
  });

  it('leaves its own way open where a manager sent the money another', () => {
    const ways = waysBack({ payments: [{ method: 'card', amount: 100_00 }] }, [
      { payments: [{ method: 'cash', amount: 40_00 }] },
    ]);
    expect(ways).toEqual([{ method: 'card', part: 0, paid: 100_00, left: 100_00 }]);
  });
});
