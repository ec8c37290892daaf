import { expect, it } from 'vitest';
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
