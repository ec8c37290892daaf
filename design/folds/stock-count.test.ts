import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultIdOf } from '../databases.ts';
import type { FiscalResult, Refund, Sale, StockMovement } from '../documents/facts.ts';
import { movementOf, SALES_FLOOR } from './movement.ts';
import { StockCount, type StockFact } from './stock-count.ts';

const line = (sku: string, qty: number, method = 'full', subject = 'goods') => ({ sku, qty, method, subject, amount: 0 });
const receipt = (key: string, type: 'sale' | 'refund', lines: object[]): Sale | Refund =>
  ({
    _id: `${type}:${key}`,
    type,
    lines,
    payments: [],
    client: null,
    original: { sale: null },
    pos: 'P',
    shift: { fn: '1' },
  }) as never;
const moved = (key: string, sku: string, qty: number, from: string, to: string): StockMovement =>
  ({ _id: `stock-movement:${key}`, type: 'stock-movement', sku, qty, from, to }) as never;
const counted = (facts: readonly StockFact[], results: readonly string[]): StockCount => {
  const count = new StockCount();
  for (const fact of facts) count.take(fact);
  for (const id of results) count.takeResult(id);
  return count;
};

describe('stock of a shop counted from its facts', () => {
  it('is unknown where the shop keeps no record, whatever it has sold', () => {
    const count = counted([receipt('1', 'sale', [line('A', 1)])], ['fiscal-result:1']);
    expect(count.of('A')).toBeNull();
    count.begin({ [SALES_FLOOR]: { A: -3_000 } });
    expect(count.of('A')).toBeNull();
  });
  it('is the opening and what came since; nothing of an article means none', () => {
    const count = counted([moved('1', 'B', 2, 'supplier', SALES_FLOOR)], []);
    count.begin({ [SALES_FLOOR]: { A: 3_000 }, store: { A: 9_000 } });
    count.take(receipt('1', 'sale', [line('A', 4)]));
    expect(count.of('A')).toBe(3);
    count.takeResult('fiscal-result:1');
    expect([count.of('A'), count.of('B'), count.of('C')]).toEqual([-1, 2, 0]);
  });
  it('comes with a delivery note of many articles', () => {
    const note = { ...moved('n', 'A', 2, 'supplier', SALES_FLOOR), more: [{ sku: 'B', qty: 5 }] };
    const count = counted([note], []);
    expect([count.of('A'), count.of('B'), count.of('C')]).toEqual([2, 5, 0]);
    expect(movementOf([note]).stock[SALES_FLOOR]).toEqual({ A: 2_000, B: 5_000 });
  });
  it('moves by what is handed over, not by money taken in advance or by services', () => {
    const sale = receipt('1', 'sale', [line('A', 1, 'full-prepayment'), line('W', 1, 'full', 'service'), line('B', 1, 'credit')]);
    const count = counted([sale, moved('m', 'A', 5, 'supplier', SALES_FLOOR)], ['fiscal-result:1']);
    expect([count.of('A'), count.of('B'), count.of('W')]).toEqual([5, -1, 0]);
  });
  it('knows what sells most', () => {
    const sales = ['1', '2', '3'].map((key, i) => receipt(key, 'sale', i < 2 ? [line('B', 1), line('A', 9)] : [line('B', 1)]));
    const count = counted(sales, ['fiscal-result:1', 'fiscal-result:2', 'fiscal-result:3']);
    expect(count.bestSellers(5)).toEqual(['B', 'A']);
    expect(count.bestSellers(1)).toEqual(['B']);
  });
  it('agrees with the books whatever order facts come in and however often', () => {
    const sku = fc.constantFrom('A', 'B');
    const one = fc.oneof(
      fc.record({ kind: fc.constant('sale' as const), sku, qty: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ kind: fc.constant('refund' as const), sku, qty: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ kind: fc.constant('in' as const), sku, qty: fc.integer({ min: 1, max: 5 }) }),
    );
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 20 }), fc.infiniteStream(fc.nat()), (rows, chance) => {
        const facts = rows.map(({ kind, sku, qty }, i) =>
          kind === 'in' ? moved(`${i}`, sku, qty, 'supplier', SALES_FLOOR) : receipt(`${i}`, kind, [line(sku, qty)]),
        );
        const results = facts.filter(({ type }) => type !== 'stock-movement').map(({ _id }) => resultIdOf(_id));
        const books = movementOf([
          ...facts,
          ...results.map(
            (_id, i) =>
              ({ _id, type: 'fiscal-result', sale: facts.filter((f) => f.type !== 'stock-movement')[i]!._id }) as FiscalResult,
          ),
        ]);
        const told = [...facts, ...facts, ...results]
          .map((what) => ({ what, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at);
        const count = new StockCount();
        count.begin({ [SALES_FLOOR]: { Z: 1_000 } });
        for (const { what } of told) {
          if (typeof what === 'string') count.takeResult(what);
          else count.take(what);
        }
        for (const name of ['A', 'B']) expect(count.of(name)! * 1_000).toBe(books.stock[SALES_FLOOR]?.[name] ?? 0);
      }),
    );
  });
});
