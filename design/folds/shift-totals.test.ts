import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shiftTotalsOf } from './shift-totals.ts';
import type { ShiftFact } from './shift-totals.ts';

const sum = fc.nat(1_000_000);
const receipt = fc
  .record({ operation: fc.constantFrom('sale' as const, 'refund' as const), cash: sum, card: sum, other: sum })
  .map(({ operation, cash, card, other }): ShiftFact => {
    const payments = { cash, card, prepaid: other, credit: 0, other: 0 };
    return { kind: 'receipt', operation, total: cash + card + other, payments };
  });
const movement = fc
  .record({ direction: fc.constantFrom('in' as const, 'out' as const), amount: sum })
  .map((m): ShiftFact => ({ kind: 'cash', ...m }));

it('keeps the identities of a report, in whatever order the facts come', () => {
  fc.assert(
    fc.property(sum, fc.array(fc.oneof(receipt, movement)), (opening, facts) => {
      const t = shiftTotalsOf(opening, facts);
      expect(t).toEqual(shiftTotalsOf(opening, [...facts].reverse()));
      for (const side of [t.sales, t.refunds]) expect(side.cash + side.card + side.other).toBe(side.total);
      expect(t.drawer).toBe(opening + t.sales.cash - t.refunds.cash + t.cashIn - t.cashOut);
      expect(t.sales.count + t.refunds.count).toBe(facts.filter((f) => f.kind === 'receipt').length);
    }),
  );
});

it('counts a receipt made at the register itself by its total alone', () => {
  const t = shiftTotalsOf(0, [{ kind: 'receipt', operation: 'sale', total: 500, payments: null }]);
  expect(t.sales).toEqual({ count: 1, cash: 0, card: 0, other: 500, total: 500 });
});
