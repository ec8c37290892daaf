import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineAmount } from '../money/kopecks.ts';
import { fiscalParts, receiptContent } from './receipt-lines.ts';

const item = {
  sku: 'A',
  name: 'Оправа',
  qty: 2,
  price: 100.1,
  discount: 0.2,
  vat: 'none',
  subject: 'goods',
  method: 'full',
} as const;

it('turns roubles into kopecks, takes the discount off the line and reads acquiring as a card', () => {
  const content = receiptContent({
    items: [{ ...item, mark_code: null }],
    payments: [
      { method: 'acquiring', amount: 100 },
      { method: 'card', amount: 50 },
      { method: 'cash', amount: 50 },
    ],
  });
  expect(content.total).toBe(20_000);
  expect(content.payments).toEqual({ cash: 5_000, card: 15_000, prepaid: 0, credit: 0, other: 0 });
});

it('splits a line so that price × quantity is the amount within a kopeck, and the parts sum exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 10_000_000 }), (qty, amount) => {
      const parts = fiscalParts({ qty, amount });
      expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(amount);
      expect(parts.reduce((sum, part) => sum + part.qty, 0)).toBe(qty);
      for (const part of parts) expect(Math.abs(lineAmount(part.price, part.qty) - part.amount)).toBeLessThanOrEqual(1);
    }),
  );
});
