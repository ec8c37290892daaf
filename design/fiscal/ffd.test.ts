import { expect, it } from 'vitest';
import { ffdFault } from './ffd.ts';
import type { ReceiptContent, ReceiptLine } from './receipt-lines.ts';

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
const faultOf = (over: Partial<ReceiptContent>, day = '2026-11-21'): string | null => ffdFault(content(over), day)?.code ?? null;

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
  ['FFD_CREDIT_PAYMENT_ALONE', { lines: [line, { ...line, method: 'credit-payment' }], total: 20_000 }],
] as const)('answers %s', (code, over) => expect(faultOf(over)).toBe(code));

it('takes 20 % before 2026 and 22 % since, by the day given (a refund passes the day of its original)', () => {
  const taxed = { lines: [{ ...line, vat: '20' as const }] };
  expect(faultOf(taxed)).toBe('FFD_VAT_UNKNOWN');
  expect(faultOf(taxed, '2025-12-31')).toBeNull();
  expect(faultOf({ lines: [{ ...line, vat: '22' as const }] }, '2025-12-31')).toBe('FFD_VAT_UNKNOWN');
});
