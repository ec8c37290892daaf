import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shiftTotalsOf } from './shift-totals.ts';
import type { ShiftFact } from './shift-totals.ts';

const sum = fc.nat(1_000_000);
const receipt = fc
  .record({ operation: fc.constantFrom('sale' as const, 'refund' as const), cash: sum, card: sum, other: sum, credit: sum })
  .map(({ operation, cash, card, other, credit }): ShiftFact => {
    const payments = { cash, card, prepaid: other, credit, other: 0 };
    return { kind: 'receipt', operation, total: cash + card + other + credit, payments };
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
      for (const side of [t.sales, t.refunds]) expect(side.prepaid + side.credit).toBe(side.other);
      expect(t.drawer).toBe(opening + t.sales.cash - t.refunds.cash + t.cashIn - t.cashOut);
      expect(t.sales.count + t.refunds.count).toBe(facts.filter((f) => f.kind === 'receipt').length);
    }),
  );
});

it('counts a receipt made at the register itself by its total alone', () => {
  const t = shiftTotalsOf(0, [{ kind: 'receipt', operation: 'sale', total: 500, payments: null }]);
  expect(t.sales).toEqual({ count: 1, cash: 0, card: 0, prepaid: 0, credit: 0, other: 500, total: 500 });
});

it('sums VAT by rate, rounded once a receipt and rate as the register does, refunds apart', () => {
  const lines = [
    { vat: '22', amount: 5 },
    { vat: '22', amount: 5 },
    { vat: 'none', amount: 100 },
  ] as const;
  const one: ShiftFact = { kind: 'receipt', operation: 'sale', total: 110, payments: null, lines };
  const t = shiftTotalsOf(0, [one, one, { ...one, operation: 'refund', lines: lines.slice(0, 1), correction: true }]);
  // 10 × 22/122 = 1.8 → 2 a receipt; by line it would have been 1 + 1, over the shift 3.6 → 4.
  expect(t.vat).toEqual([
    { rate: 'none', sales: { turnover: 200, vat: 0 }, refunds: { turnover: 0, vat: 0 } },
    { rate: '22', sales: { turnover: 20, vat: 4 }, refunds: { turnover: 5, vat: 1 } },
  ]);
  expect(t.corrections).toBe(1);
});
