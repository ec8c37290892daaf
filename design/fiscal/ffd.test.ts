import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VAT_RATES, vatInForce } from '../money/vat.ts';
import { correctionFault, ffdFault, fiscalReceiptFault } from './ffd.ts';
import { fiscalReceipt } from './fiscal-receipt.ts';
import type { FiscalReceipt } from './fiscal-receipt.ts';
import type { ReceiptContent, ReceiptLine } from './receipt-lines.ts';

const DAY = '2026-11-21';
const line: ReceiptLine = {
  sku: 'A',
  name: 'Оправа',
  qty: 1,
  price: 10_000,
  discount: 0,
  amount: 10_000,
  vat: 'none',
  subject: 'goods',
  method: 'full',
  markCode: null,
};
const paid = { cash: 10_000, card: 0, prepaid: 0, credit: 0, other: 0 };
const content = (over: Partial<ReceiptContent> = {}): ReceiptContent => ({
  lines: [line],
  payments: paid,
  total: 10_000,
  ...over,
});
const faultOf = (over: Partial<ReceiptContent>, day = DAY, operation: 'sale' | 'refund' = 'sale'): string | null =>
  ffdFault(content(over), operation, day)?.code ?? null;

describe('lines and payments', () => {
  it('passes a plain receipt', () => expect(faultOf({})).toBeNull());

  it.each([
    ['FFD_NO_ITEMS', { lines: [] }],
    ['FFD_NAME_TOO_LONG', { lines: [{ ...line, name: 'я'.repeat(129) }] }],
    ['FFD_ITEM_AMOUNT', { lines: [{ ...line, discount: 10_001, amount: -1 }] }],
    ['FFD_ITEM_AMOUNT', { lines: [{ ...line, price: -1 }] }],
    ['FFD_ITEM_AMOUNT', { lines: [{ ...line, qty: 0.0005 }] }],
    ['FFD_TOTAL_ZERO', { lines: [{ ...line, price: 0, amount: 0 }], total: 0, payments: { ...paid, cash: 0 } }],
    ['FFD_PAYMENTS_MISMATCH', { payments: { ...paid, cash: 9_999 } }],
    ['FFD_PAYMENTS_MISMATCH', { payments: { ...paid, cash: 10_001, card: -1 } }],
    ['FFD_CASHLESS_EXCEEDS_TOTAL', { payments: { ...paid, cash: 0, card: 10_001 } }],
    ['FFD_CREDIT_PAYMENT_ALONE', { lines: [line, { ...line, method: 'credit-payment', subject: 'payment' }], total: 10_000 }],
    ['FFD_MARK_QUANTITY', { lines: [{ ...line, qty: 2, price: 5_000, markCode: '0104' }] }],
  ] as const)('answers %s', (code, over) => expect(faultOf(over)).toBe(code));

  it('refuses cash over what is due: change is no payment', () => {
    expect(faultOf({ payments: { ...paid, cash: 15_000 } })).toBe('FFD_CASH_EXCEEDS_TOTAL');
    expect(ffdFault(content({ payments: { ...paid, card: 4_000, cash: 7_000 } }), 'sale', DAY)?.details).toMatchObject({
      due: 6_000,
      cash: 7_000,
    });
  });

  it('takes 20 % before 2026 and 22 % since, by the day given (a refund passes the day of its original)', () => {
    const taxed = { lines: [{ ...line, vat: '20' as const }] };
    expect(faultOf(taxed)).toBe('FFD_VAT_UNKNOWN');
    expect(faultOf(taxed, '2025-12-31', 'refund')).toBeNull();
    expect(faultOf({ lines: [{ ...line, vat: '22' as const }] }, '2025-12-31')).toBe('FFD_VAT_UNKNOWN');
  });
});

const composed = (over: Partial<FiscalReceipt> = {}, of = content()): FiscalReceipt => {
  const cashier = { name: 'Иванова А.', inn: '500100732259' };
  return {
    ...fiscalReceipt({ ourId: 'id', operation: 'sale', correction: null, cashier, tendered: null, customer: null }, of),
    ...over,
  };
};

describe('the document before a register sees it', () => {
  const item = composed().items[0]!;

  it.each([
    ['FFD_ITEM_COST', { items: [{ ...item, price: 9_998 }] }],
    ['FFD_TOTAL_MISMATCH', { total: 10_001 }],
    ['FFD_PAYMENTS_MISMATCH', { payments: { ...paid, cash: 1 } }],
    ['FFD_VAT_SUMS', { vat: [] }],
    ['FFD_VAT_SUMS', { vat: [{ rate: 'none', tag: 1105, turnover: 9_999, sum: 9_999 }] }],
    ['FFD_TENDERED', { tendered: 9_999 }],
    ['FFD_CASHIER_NAME', { cashier: { name: 'я'.repeat(65), inn: null } }],
    ['FFD_CASHIER_NAME', { cashier: { name: ' ', inn: null } }],
    ['FFD_CASHIER_INN', { cashier: { name: 'Иванова', inn: '500100732258' } }],
    ['FFD_CONTACT', { customer: 'никому' }],
    ['FFD_CONTACT', { customer: `${'a'.repeat(60)}@b.ru` }],
  ] as const)('answers %s', (code, over) => expect(fiscalReceiptFault(composed(over))?.code).toBe(code));

  it('answers FFD_MARKS_TOO_MANY for the 129th code', () => {
    const marked = (n: number): ReceiptContent => ({
      lines: Array.from({ length: n }, (_, i) => ({ ...line, amount: 100, price: 100, markCode: `010${i}` })),
      payments: { ...paid, cash: n * 100 },
      total: n * 100,
    });
    expect(fiscalReceiptFault(composed({}, marked(128)))).toBeNull();
    expect(fiscalReceiptFault(composed({}, marked(129)))?.code).toBe('FFD_MARKS_TOO_MANY');
  });

  it('passes whatever was composed of lines that pass: several rates, discounts, fractions of a piece', () => {
    const sold = fc.record({
      qty: fc.oneof(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50_000 }).map((n) => n / 1000),
      ),
      price: fc.integer({ min: 1, max: 5_000_000 }),
      off: fc.double({ min: 0, max: 0.99, noNaN: true }),
      vat: fc.constantFrom(...VAT_RATES.filter((rate) => vatInForce(rate, DAY) && !rate.includes('/'))),
    });
    fc.assert(
      fc.property(fc.array(sold, { minLength: 1, maxLength: 12 }), fc.nat(100), (goods, share) => {
        const lines = goods.map(({ qty, price, off, vat }): ReceiptLine => {
          const gross = Math.round((price * Math.round(qty * 1000)) / 1000);
          const discount = Math.floor(gross * off);
          return { ...line, qty, price, discount, amount: gross - discount, vat };
        });
        const total = lines.reduce((sum, { amount }) => sum + amount, 0);
        fc.pre(total > 0);
        const card = Math.floor((total * share) / 100);
        const receipt = { lines, total, payments: { ...paid, cash: total - card, card } };
        expect(ffdFault(receipt, 'sale', DAY)).toBeNull();
        expect(fiscalReceiptFault(composed({}, receipt))).toBeNull();
      }),
    );
  });
});

it('asks a correction for a day that has been, and an order of the tax office for its number', () => {
  expect(correctionFault({ type: 'self', date: DAY }, DAY)).toBeNull();
  expect(correctionFault({ type: 'self', date: '2026-11-22' }, DAY)).toMatchObject({ details: { field: 'date' } });
  expect(correctionFault({ type: 'instruction', date: '2026-01-10' }, DAY)).toMatchObject({ details: { field: 'number' } });
  expect(correctionFault({ type: 'instruction', date: '2026-01-10', number: '15-3' }, DAY)).toBeNull();
});
