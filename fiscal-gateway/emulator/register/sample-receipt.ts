import { vatSums } from '../../../design/fiscal/vat-sums.ts';
import type { FiscalItem, FiscalReceipt } from '../../register/register.ts';

/** A small sale for tests: a frame, exempt from VAT, paid in cash unless told otherwise. */
export function sampleReceipt(change: Partial<FiscalReceipt> = {}, total = 1_234_500): FiscalReceipt {
  const frame: FiscalItem = {
    name: 'Оправа Ray-Ban 1001 54-18-140',
    qty: 1,
    price: total,
    amount: total,
    vat: 'none',
    subject: 'goods',
    method: 'full',
    markCode: null,
  };
  const items = change.items ?? [frame];
  return {
    ourId: 'sale-1',
    operation: 'sale',
    correction: null,
    cashier: { name: 'Иванова А.', inn: null },
    items,
    payments: { cash: total, card: 0, prepaid: 0, credit: 0, other: 0 },
    vat: vatSums(items),
    tendered: null,
    total,
    customer: null,
    ...change,
  };
}
