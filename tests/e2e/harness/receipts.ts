import { randomUUID } from 'node:crypto';

/** A receipt as our till posts it: two lines, card, the whole sale with it. Roubles outside, kopecks in the sale. */
export function receiptBody(pos: string, store: string, shift: { fn: string; number: number; openedAt: number }, n: number) {
  const key = randomUUID();
  const at = shift.openedAt + n;
  const stamp = `${String(at).padStart(13, '0')}-${(n % 36 ** 4).toString(36).padStart(4, '0')}-0063`;
  const lines = [
    { sku: 'RB-1001', name: 'Оправа Ray-Ban RB 5154 2000 49-21-140', kind: 'frame', price: 1_234_500, amount: 1_234_500 },
    { sku: 'LN-1600', name: 'Линза 1.60 HMC, пара, с покрытием', kind: 'lens', price: 560_000, amount: 560_000 },
  ].map((line) => ({ ...line, qty: 1, discount: 0, vat: 'none', subject: 'goods', method: 'full', mark: null }));
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const cashier = { name: 'Иванова А. П.', inn: null };
  const sale = {
    _id: `sale:${stamp}`,
    _rev: `1-${key.replaceAll('-', '')}`,
    type: 'sale',
    schema: 1,
    hlc: stamp,
    by: 'staff:1',
    pos,
    store,
    key,
    fn: shift.fn,
    shift,
    at,
    cashier,
    lines,
    payments: [{ method: 'card', amount: total }],
    total,
    client: null,
    tendered: null,
    change: 0,
  };
  const body = {
    pos_id: pos,
    type: 'sale',
    cashier,
    items: lines.map(({ sku, name, qty, price, vat, subject, method }) => ({
      sku,
      name,
      qty,
      price: price / 100,
      discount: 0,
      vat,
      subject,
      method,
      mark_code: null,
    })),
    payments: [{ method: 'card', amount: total / 100 }],
    customer: null,
    sale,
  };
  return { key, body };
}
