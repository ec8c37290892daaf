import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  lineDigest,
  moneyBackExcess,
  paymentExcess,
  paymentsLeft,
  refundable,
  refundExcess,
  refundLineUnlike,
} from './refund-limit.ts';
import type { LineDigest } from './refund-limit.ts';

const SKUS = ['A', 'B', 'C'] as const;
const line = fc.record({
  sku: fc.constantFrom(...SKUS),
  qty: fc.integer({ min: 1, max: 5000 }),
  amount: fc.nat(100_000),
});
const sumOf = (lines: readonly LineDigest[], sku: string, of: 'qty' | 'amount'): number =>
  lines.filter((l) => l.sku === sku).reduce((n, l) => n + l[of], 0);

describe('what may go back', () => {
  it('never lets the accepted refunds of a receipt exceed any of its articles, in pieces or in money', () => {
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.array(line, { minLength: 1, maxLength: 3 })), (sold, attempts) => {
        const returned: LineDigest[] = [];
        for (const asked of attempts) if (refundExcess(sold, returned, asked) === null) returned.push(...asked);
        for (const sku of SKUS) {
          for (const of of ['qty', 'amount'] as const) {
            expect(sumOf(returned, sku, of)).toBeLessThanOrEqual(sumOf(sold, sku, of));
          }
        }
        for (const { sku, left, amountLeft } of refundable(sold, returned)) {
          expect(left).toBe(sumOf(sold, sku, 'qty') - sumOf(returned, sku, 'qty'));
          expect(amountLeft).toBe(sumOf(sold, sku, 'amount') - sumOf(returned, sku, 'amount'));
          const rest = [{ sku, qty: left, amount: amountLeft }];
          expect(refundExcess(sold, returned, rest)).toBeNull();
          expect(refundExcess(sold, returned, [{ sku, qty: left + 1, amount: amountLeft }])).toMatchObject({ sku, of: 'qty' });
          expect(refundExcess(sold, returned, [{ sku, qty: left, amount: amountLeft + 1 }])).toMatchObject({ sku, of: 'amount' });
        }
      }),
    );
  });

  it('does not let the price of one article pay for another', () => {
    const sold = [
      { sku: 'FRAME', qty: 1000, amount: 500_000 },
      { sku: 'LENS', qty: 2000, amount: 500_000 },
    ];
    expect(refundExcess(sold, [], [{ sku: 'FRAME', qty: 1000, amount: 500_001 }])).toMatchObject({ sku: 'FRAME', of: 'amount' });
    expect(refundExcess(sold, [], [{ sku: 'CASE', qty: 1000, amount: 1 }])).toMatchObject({ sku: 'CASE', sold: 0 });
  });
});

describe('money that was paid in advance', () => {
  const advance = { sku: 'ORDER', qty: 1000, amount: 500_000, vat: '22/122', method: 'advance' };
  const part = (amount: number) => ({ ...advance, amount });

  it('goes back in parts, whatever the number of parts, and never more of it than was paid', () => {
    expect(refundExcess([advance], [part(200_000)], [part(300_000)])).toBeNull();
    expect(refundExcess([advance], [part(200_000), part(100_000)], [part(200_001)])).toMatchObject({
      sku: 'ORDER',
      of: 'amount',
    });
    expect(refundable([advance], [part(200_000)])).toEqual([{ sku: 'ORDER', sold: 1000, left: 1000, amountLeft: 300_000 }]);
    expect(refundable([advance], [advance])[0]).toMatchObject({ left: 0, amountLeft: 0 });
  });

  it('lends no pieces to goods of the same article', () => {
    const goods = { sku: 'ORDER', qty: 1000, amount: 500_000 };
    expect(refundExcess([advance, goods], [], [{ ...goods, qty: 2001 }])).toMatchObject({ of: 'qty' });
  });
});

describe('what a line must be like', () => {
  const advance = { sku: 'ORDER', qty: 1000, amount: 400_000, vat: '22/122', method: 'advance' };

  it('gives an advance back as an advance, with its rate', () => {
    expect(refundLineUnlike([advance], [advance])).toBeNull();
    expect(refundLineUnlike([advance], [{ ...advance, vat: '22' }])).not.toBeNull();
    const { method: _method, ...full } = advance;
    expect(refundLineUnlike([advance], [full])).not.toBeNull();
  });

  it('says nothing of receipts that were stored before it was noted', () => {
    expect(refundLineUnlike([{ sku: 'A', qty: 1000, amount: 5 }], [{ sku: 'A', qty: 1000, amount: 5, vat: '22' }])).toBeNull();
  });

  it('keeps the method of a line only where it is not the usual one', () => {
    const sold = { sku: 'A', name: 'Оправа', qty: 0.5, price: 100, discount: 0, amount: 50, subject: 'goods', markCode: null };
    expect(lineDigest({ ...sold, vat: 'none', method: 'full' })).toEqual({ sku: 'A', qty: 500, amount: 50, vat: 'none' });
    expect(lineDigest({ ...sold, vat: 'none', method: 'prepayment' })).toMatchObject({ method: 'prepayment' });
  });
});

describe('the way the money goes', () => {
  const NONE = { cash: 0, card: 0, prepaid: 0, credit: 0, other: 0 };
  const paid = { ...NONE, cash: 300, card: 700 };

  it('goes back as it came, over all refunds', () => {
    expect(paymentExcess(paid, NONE, { ...NONE, card: 700, cash: 300 })).toBeNull();
    expect(paymentExcess(paid, { ...NONE, card: 600 }, { ...NONE, card: 100 })).toBeNull();
    expect(paymentExcess(paid, { ...NONE, card: 600 }, { ...NONE, card: 101 })).toEqual({
      method: 'card',
      paid: 700,
      returned: 600,
      asked: 101,
    });
    expect(paymentExcess({ ...NONE, card: 1_000 }, NONE, { ...NONE, cash: 1 })).toMatchObject({ method: 'cash', paid: 0 });
  });

  it('is no more money than was paid, by whatever ways; credit was none', () => {
    const onCredit = { ...paid, credit: 500 };
    expect(moneyBackExcess(onCredit, NONE, { ...NONE, cash: 1_000, credit: 500 })).toBeNull();
    expect(moneyBackExcess(onCredit, { ...NONE, card: 700 }, { ...NONE, cash: 301 })).toEqual({
      of: 'money',
      sold: 1_000,
      returned: 700,
      asked: 301,
    });
    // What only cancels a debt asks for no money, even where too much of it went back before.
    expect(moneyBackExcess(onCredit, { ...NONE, cash: 1_001 }, { ...NONE, credit: 500 })).toBeNull();
  });

  it('shows what is left of each way, nothing below nothing', () => {
    expect(paymentsLeft(paid, { ...NONE, cash: 400, card: 100 })).toEqual({ ...NONE, card: 600 });
  });
});
