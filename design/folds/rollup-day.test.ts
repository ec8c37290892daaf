import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCorrection, makeRecovery, makeRefund, makeResult, makeSale, makeVoid } from '../../tests/factories/receipts.ts';
import { dayRollup } from '../documents/chain.ts';
import { HOUR } from '../time/clock.ts';
import { instantOf } from '../time/day-range.ts';
import type { DayFact } from './rollup-day.ts';
import { rollupDay } from './rollup-day.ts';

const day = { store: 'demo-1', day: '2026-03-05', timeZone: 'Europe/Moscow' };
const at = (time: string): number => instantOf(`2026-03-05T${time}`, day.timeZone);

/** Receipts of the day before, the day and the day after, some of them refunds, pending, voided, recovered or of another shop. */
const receipt = fc.record({
  hour: fc.integer({ min: -30, max: 50 }),
  kind: fc.constantFrom('sale', 'sale', 'refund', 'pending', 'voided', 'recovered', 'unknown-sale'),
  store: fc.constantFrom('demo-1', 'demo-1', 'demo-2'),
  lines: fc.array(
    fc.record({
      sku: fc.constantFrom('A', 'B', 'C'),
      price: fc.integer({ min: 1, max: 9_999_999 }),
      qty: fc.constantFrom(1, 2, 0.1, 0.25),
      vat: fc.constantFrom('none' as const, '22' as const),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  cash: fc.integer({ min: 0, max: 5_000_000 }),
});

type Spec = typeof receipt extends fc.Arbitrary<infer R> ? R : never;

function factsOf(receipts: readonly Spec[]): DayFact[] {
  return receipts.flatMap(({ hour, kind, store, lines, cash }, i): DayFact[] => {
    const spec = { at: at('00:00:00') + hour * HOUR, counter: i, store, lines, cash };
    const document = kind === 'refund' ? makeRefund(spec) : makeSale(spec);
    if (kind === 'pending') return [document];
    if (kind === 'voided') return [document, makeVoid(document as ReturnType<typeof makeSale>)];
    const result = makeResult(document);
    if (kind === 'unknown-sale') return [result];
    return kind === 'recovered' ? [document, result, makeRecovery(document as ReturnType<typeof makeSale>)] : [document, result];
  });
}

const sumOf = (sums: Record<string, { sum: number }>): number => Object.values(sums).reduce((s, x) => s + x.sum, 0);

describe("a shop's day", () => {
  it('is the same whatever the order of its facts and however often each came', () => {
    fc.assert(
      fc.property(
        fc.array(receipt, { maxLength: 12 }).chain((receipts) => {
          const facts = factsOf(receipts);
          return fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray(facts, { minLength: facts.length }),
            fc.shuffledSubarray(facts),
          );
        }),
        ([facts, shuffled, again]) => {
          expect(rollupDay([...shuffled, ...again], day)).toEqual(rollupDay(facts, day));
        },
      ),
    );
  });

  it('adds up to what a plain sum over its receipts gives', () => {
    fc.assert(
      fc.property(fc.array(receipt, { maxLength: 20 }), (receipts) => {
        const known = receipts.filter((r) => r.kind !== 'unknown-sale');
        const rollup = rollupDay(factsOf(known), day);
        const results = factsOf(known)
          .filter((f) => f.type === 'fiscal-result')
          .filter((r) => r.store === 'demo-1' && at('00:00:00') <= r.at && r.at < at('00:00:00') + 24 * HOUR);
        const revenue = results.reduce((sum, r) => sum + (r.operation === 'refund' ? -r.total : r.total), 0);
        expect(rollup.revenue).toBe(revenue);
        expect(rollup.receipts + rollup.refunds).toBe(results.length);
        for (const by of [rollup.byCashier, rollup.byKind, rollup.byProduct, rollup.byPayment, rollup.byVat, rollup.byHour]) {
          expect(sumOf(by)).toBe(revenue);
        }
        dayRollup.parse(rollup);
      }),
    );
  });

  it('counts a sale on the day of its fiscal result', () => {
    const late = makeSale({ at: at('23:59:59') });
    const facts = [late, makeResult(late, at('23:59:59') + 2_000)];
    expect(rollupDay(facts, day)).toMatchObject({ receipts: 0, revenue: 0, pending: 0 });
    expect(rollupDay(facts, { ...day, day: '2026-03-06' })).toMatchObject({ receipts: 1, revenue: 100_00, pending: 0 });
  });

  it('shows a sale without result as pending until it is registered or voided', () => {
    const sale = makeSale({ at: at('12:00:00') });
    expect(rollupDay([sale], day)).toMatchObject({ pending: 1, revenue: 0, receipts: 0 });
    expect(rollupDay([sale, makeVoid(sale)], day)).toMatchObject({ pending: 0, revenue: 0, receipts: 0 });
    expect(rollupDay([sale, makeResult(sale)], day)).toMatchObject({ pending: 0, revenue: 100_00, receipts: 1 });
  });

  it('counts the money of a result before its sale has arrived, and its lines after', () => {
    const sale = makeSale({ at: at('12:00:00') });
    expect(rollupDay([makeResult(sale)], day)).toMatchObject({ revenue: 100_00, receipts: 1, byProduct: {} });
    expect(rollupDay([makeResult(sale), sale, makeRecovery(sale)], day)).toMatchObject({
      recovered: 1,
      byProduct: { 'RB-1001': { count: 1, sum: 100_00 } },
      byHour: { '12': { count: 1, sum: 100_00 } },
    });
  });

  it('counts a correction the way its money goes: a pair changes rates, not what was earned', () => {
    const sale = makeSale({ at: at('12:00:00'), lines: [{ vat: '22' }] });
    const reversal = makeCorrection({ at: at('13:00:00'), lines: [{ vat: '22' }], operation: 'refund' });
    const right = makeCorrection({ at: at('13:01:00'), lines: [{ vat: 'none' }] });
    const rollup = rollupDay(
      [sale, reversal, right].flatMap((r) => [r, makeResult(r)]),
      day,
    );
    expect(rollup).toMatchObject({ revenue: 100_00, receipts: 1, refunds: 0, corrections: 2, average: 100_00 });
    expect(rollup.byVat).toEqual({ '22': { count: 0, sum: 0 }, none: { count: 1, sum: 100_00 } });
    expect(rollupDay([sale, makeResult(sale)], day)).not.toHaveProperty('corrections');
  });

  it('takes refunds off, and averages over receipts', () => {
    const sales = [1, 2, 3].map((i) => makeSale({ at: at('12:00:00'), counter: i, lines: [{ price: 300_00 }] }));
    const back = makeRefund({ at: at('13:00:00'), lines: [{ price: 300_00 }] });
    const rollup = rollupDay(
      [...sales, back].flatMap((r) => [r, makeResult(r)]),
      day,
    );
    expect(rollup).toMatchObject({
      revenue: 600_00,
      receipts: 3,
      refunds: 1,
      average: 200_00,
      byKind: { frame: { count: 2, sum: 600_00 } },
    });
  });
});
