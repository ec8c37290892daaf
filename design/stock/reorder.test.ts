import { expect, it } from 'vitest';
import { makeResult, makeSale } from '../../tests/factories/receipts.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import { StockBook } from './book.ts';
import { deskRows } from './desk-rows.ts';
import { reorderQty } from './reorder.ts';

const facts = { minimum: 4, pack: 1, sold: 0, onHand: 3, held: 0, coming: 0 };

it('below its minimum an article is filled up to its maximum, and only then', () => {
  expect(reorderQty(facts)).toBe(1);
  expect(reorderQty({ ...facts, maximum: 10 })).toBe(7);
  expect(reorderQty({ ...facts, maximum: 10, onHand: 4 })).toBe(0);
  expect(reorderQty({ ...facts, maximum: 10, coming: 2 })).toBe(0);
  expect(reorderQty({ ...facts, maximum: 10, held: 2, pack: 4 })).toBe(12);
});

it('what is sold in four weeks is covered, whatever the maximum says', () => {
  expect(reorderQty({ ...facts, sold: 20, maximum: 10 })).toBe(17);
});

it('an article that was sold to its last piece, or is promised and not there, is among the rows and proposed', () => {
  const sale = makeSale({ at: Date.UTC(2026, 10, 21), counter: 1, lines: [{ sku: 'A', qty: 2, price: 100_00 }] });
  const book = new StockBook();
  book.take(makePaper({ kind: 'receipt', from: 'supplier', to: 'floor', lines: [{ sku: 'A', qty: 2 }] }));
  book.take(sale);
  book.takeResult(makeResult(sale)._id);
  const held = new Map([['B', { reserved: 1, consumed: 0 }]]);
  const rows = deskRows(book, { store: 'demo-1', transfers: [], minimums: [], sales: [sale], held });
  expect(rows).toMatchObject([
    { sku: 'A', floor: 0, sold: 2, order: 2 },
    { sku: 'B', floor: 0, held: 1, order: 1 },
  ]);
});
