import { expect, it } from 'vitest';
import { withoutOutcome } from './open-sales.ts';

it('finds the receipts that have neither result nor void, by their key', () => {
  expect(
    withoutOutcome(['sale:1', 'sale:2', 'refund:3', 'sale:4'], ['fiscal-result:1', 'fiscal-result:3'], ['sale-void:4']),
  ).toEqual(['sale:2']);
});
