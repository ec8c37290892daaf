import { expect, it } from 'vitest';
import { stockMovement } from '../documents/facts.ts';
import { movementOf } from '../folds/movement.ts';
import { formatHlc } from '../time/hlc.ts';
import { adjustmentFacts, type AdjustmentHead } from './adjustment.ts';

const AT = Date.UTC(2026, 10, 21, 12);
const HEAD: AdjustmentHead = {
  ...{ key: 'take-1', number: '3-001', of: 'stock-take:1', because: 'stock_take', store: 'demo-1', at: AT },
  ...{ hlc: formatHlc({ wall: AT, counter: 0, device: 3 }), by: 'staff:1', pos: null },
};

it('what was counted too much and too little is put right, article by article, and nothing else', () => {
  const facts = adjustmentFacts(HEAD, [
    { sku: 'B', place: 'floor', difference: -2 },
    { sku: 'A', place: 'floor', difference: 1.5 },
    { sku: 'C', place: 'floor', difference: 0 },
    { sku: 'A', place: 'storeroom', difference: 1 },
  ]);
  for (const fact of facts) expect(stockMovement.safeParse(fact).error).toBeUndefined();
  expect(movementOf(facts).stock).toEqual({
    count: { A: -2_500, B: 2_000 },
    floor: { A: 1_500, B: -2_000 },
    storeroom: { A: 1_000 },
  });
});

it('two tablets that approve the same count write the very same facts, which count once', () => {
  const one = adjustmentFacts(HEAD, [
    { sku: 'A', place: 'floor', difference: 1 },
    { sku: 'B', place: 'floor', difference: 2 },
  ]);
  const other = adjustmentFacts(HEAD, [
    { sku: 'B', place: 'floor', difference: 2 },
    { sku: 'A', place: 'floor', difference: 0.4 },
    { sku: 'A', place: 'floor', difference: 0.6 },
  ]);
  expect(other).toEqual(one);
  expect(movementOf([...one, ...other]).stock['floor']).toEqual({ A: 1_000, B: 2_000 });
});
