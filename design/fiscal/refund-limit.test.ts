import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refundExcess } from './refund-limit.ts';
import type { LineDigest } from './refund-limit.ts';

const line = fc.record({ sku: fc.constantFrom('A', 'B', 'C'), qty: fc.integer({ min: 1, max: 5000 }), amount: fc.nat(100_000) });

it('never lets the accepted refunds of a receipt exceed it, in pieces or in money', () => {
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.array(line, { minLength: 1, maxLength: 3 })), (sold, attempts) => {
      const returned: LineDigest[] = [];
      for (const asked of attempts) if (refundExcess(sold, returned, asked) === null) returned.push(...asked);
      const sum = (lines: readonly LineDigest[], sku: string): number =>
        lines.filter((l) => l.sku === sku).reduce((n, l) => n + l.qty, 0);
      for (const sku of ['A', 'B', 'C']) expect(sum(returned, sku)).toBeLessThanOrEqual(sum(sold, sku));
      const money = (lines: readonly LineDigest[]): number => lines.reduce((n, l) => n + l.amount, 0);
      expect(money(returned)).toBeLessThanOrEqual(money(sold));
    }),
  );
});

it('takes back the whole receipt once', () => {
  const sold = [{ sku: 'A', qty: 2000, amount: 500 }];
  expect(refundExcess(sold, [], sold)).toBeNull();
  expect(refundExcess(sold, sold, [{ sku: 'A', qty: 1, amount: 0 }])).toMatchObject({ sku: 'A', sold: 2000, returned: 2000 });
  expect(refundExcess(sold, [], [{ sku: 'A', qty: 1000, amount: 501 }])).toMatchObject({ sku: null });
});
