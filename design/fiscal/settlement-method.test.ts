import { describe, expect, it } from 'vitest';
import { methodFault } from './settlement-method.ts';
import type { PaymentSums, ReceiptLine } from './receipt-lines.ts';

const line = (over: Partial<ReceiptLine>, amount = 10_000): ReceiptLine => ({
  sku: 'A',
  name: 'Очки',
  qty: 1,
  price: amount,
  discount: 0,
  amount,
  vat: 'none',
  subject: 'goods',
  method: 'full',
  markCode: null,
  ...over,
});
const codeOf = (
  lines: readonly ReceiptLine[],
  paid: Partial<PaymentSums>,
  operation: 'sale' | 'refund' = 'sale',
): string | null => {
  const payments = { cash: 0, card: 0, prepaid: 0, credit: 0, other: 0, ...paid };
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  return methodFault({ lines, payments, total }, operation)?.code ?? null;
};

describe('the way of glasses made to order (requirements A-21, L-39)', () => {
  it.each([
    ['prepayment in full, calculated rate', line({ method: 'full-prepayment', vat: '22/122' }), { card: 10_000 }],
    ['a part before', line({ method: 'prepayment' }), { cash: 10_000 }],
    ['an advance without goods', line({ method: 'advance', subject: 'payment', vat: '5/105' }), { card: 10_000 }],
    ['hand-over against what was prepaid', line({ vat: '22' }), { prepaid: 4_000, cash: 6_000 }],
    ['hand-over all prepaid', line({}), { prepaid: 10_000 }],
    ['handed over, a part owed', line({ method: 'partial' }), { cash: 3_000, credit: 7_000 }],
    ['handed over on credit', line({ method: 'credit' }), { credit: 10_000 }],
    ['paying the credit off', line({ method: 'credit-payment', subject: 'payment' }), { card: 10_000 }],
    ['a gift card pays a prepayment', line({ method: 'prepayment' }), { prepaid: 10_000 }],
    ['anything against other consideration', line({}), { other: 10_000 }],
  ] as const)('takes %s', (_what, one, paid) => expect(codeOf([one], paid)).toBeNull());
});

it.each([
  ['FFD_ADVANCE_SUBJECT', line({ method: 'advance' }), { cash: 10_000 }],
  ['FFD_ADVANCE_SUBJECT', line({ method: 'credit-payment' }), { cash: 10_000 }],
  ['FFD_VAT_METHOD', line({ method: 'prepayment', vat: '22' }), { cash: 10_000 }],
  ['FFD_VAT_METHOD', line({ vat: '22/122' }), { cash: 10_000 }],
  ['FFD_PREPAID_METHOD', line({ method: 'advance', subject: 'payment' }), { prepaid: 1 }],
  ['FFD_CREDIT_METHOD', line({}), { cash: 9_999, credit: 1 }],
  ['FFD_CREDIT_METHOD', line({ method: 'credit' }), { cash: 5_000, credit: 5_000 }],
  ['FFD_CREDIT_METHOD', line({ method: 'partial' }), { cash: 10_000 }],
] as const)('refuses with %s', (code, one, paid) => expect(codeOf([one], paid)).toBe(code));

it('takes goods sold, lent and partly paid in one receipt, as long as the credit is theirs', () => {
  const mixed = [line({}), line({ method: 'credit' }, 2_000), line({ method: 'partial' }, 3_000)];
  expect(codeOf(mixed, { cash: 12_000, credit: 3_000 })).toBeNull();
  expect(codeOf(mixed, { cash: 9_999, credit: 5_001 })).toBe('FFD_CREDIT_METHOD');
  expect(codeOf(mixed, { cash: 13_000, credit: 2_000 })).toBe('FFD_CREDIT_METHOD');
});

it('leaves a refund of goods sold on credit to its original: by then the debt may be paid', () => {
  expect(codeOf([line({ method: 'partial' })], { cash: 10_000 }, 'refund')).toBeNull();
});
