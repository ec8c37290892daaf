import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryGateway } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, post } from '../../../fiscal-gateway/testing/receipts.ts';

/** The customer's own documents and tests disagree with each other (requirements M-03, L-02, L-11): what is right is taken, the rest is told where. */
let till: MemoryGateway;
beforeAll(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterAll(() => till.stop());

const pos_id = 'POS-001';
const item = { sku: 'RB-1001', name: 'Оправа', qty: 1, price: 100, vat: 'none' };
const cash = [{ method: 'cash', amount: 100 }];

describe('B-20, the shape of the contract', () => {
  it.each([
    ['acquiring', { items: [item], payments: [{ method: 'acquiring', amount: 100 }] }],
    ['a discounted line', { items: [{ ...item, price: 120, discount: 20 }], payments: cash }],
    ['a free item beside a paid one', { items: [item, { ...item, sku: 'CASE', name: 'Футляр', price: 0 }], payments: cash }],
    ['VAT 22', { items: [{ ...item, vat: '22' }], payments: cash }],
    ['nothing but what is required', { items: [item], payments: cash }],
    [
      'every optional field as null',
      { items: [{ ...item, mark_code: null }], payments: cash, customer: null, cashier: null, sale: null },
    ],
    ['fields of a later version', { items: [{ ...item, colour: 'black' }], payments: cash, loyalty: { card: '1' } }],
  ])('is taken with %s', async (_what, body) => {
    const answer = await post(till, newKey(), { pos_id, type: 'sale', ...body });
    expect(answer).toMatchObject({ status: 201, body: { stage: 'printed', total: 100 } });
  });
});

describe('another shape answers 422 and names each field', () => {
  const pathsOf = (details: unknown) =>
    (details as { fields: { path: string; message: string }[] }).fields.map(({ path }) => path);
  it.each([
    [
      'POC-1: upper case and tax_rate',
      {
        type: 'SALE',
        items: [{ name: 'Оправа', quantity: 1, price: 100, tax_rate: 20, amount: 100 }],
        payments: [{ type: 'CASH', amount: 100 }],
      },
      ['/type', '/items/0/sku', '/items/0/qty', '/items/0/vat', '/payments/0/method'],
    ],
    [
      'UAT-04/08: sum and tax',
      {
        type: 'sale',
        items: [{ name: 'Очки', qty: 1, price: 2500, sum: 2500, tax: 'vat20' }],
        payments: [{ type: 'cash', sum: 2500 }],
      },
      ['/items/0/sku', '/items/0/vat', '/payments/0/method', '/payments/0/amount'],
    ],
    [
      'the replaced adapter: quantity and vat_rate',
      {
        type: 'sale',
        items: [{ name: 'Оправа', price: 100, quantity: 1, total: 100, vat_rate: 20 }],
        payments: [{ type: 'cash', amount: 100 }],
      },
      ['/items/0/sku', '/items/0/qty', '/items/0/vat', '/payments/0/method'],
    ],
    ['VAT as a number', { type: 'sale', items: [{ ...item, vat: 20 }], payments: cash }, ['/items/0/vat']],
    ['VAT of no law', { type: 'sale', items: [{ ...item, vat: '19' }], payments: cash }, ['/items/0/vat']],
    [
      'a refund of a negative quantity',
      { type: 'refund', items: [{ ...item, qty: -1 }], payments: [{ method: 'cash', amount: 100 }] },
      ['/items/0/qty'],
    ],
    ['three decimals of a rouble', { type: 'sale', items: [{ ...item, price: 100.005 }], payments: cash }, ['/items/0/price']],
    [
      'text instead of numbers',
      { type: 'sale', items: [{ ...item, price: '100', qty: '1' }], payments: cash },
      ['/items/0/qty', '/items/0/price'],
    ],
    ['no items, no payments', { type: 'sale', items: [], payments: [] }, ['/items', '/payments']],
    ['nothing', {}, ['/type', '/items', '/payments']],
  ])('%s', async (_what, body, paths) => {
    const answer = await post(till, newKey(), { pos_id, ...body });
    expect(answer.body).toMatchObject({ status: 422, code: 'BODY_INVALID' });
    expect(pathsOf(answer.body.details).toSorted()).toEqual(paths.toSorted());
  });

  it('cash beyond the total is refused with words: change is no part of a receipt', async () => {
    const answer = await post(till, newKey(), {
      pos_id,
      type: 'sale',
      items: [item],
      payments: [{ method: 'cash', amount: 150 }],
    });
    expect(answer.body).toMatchObject({ status: 422, code: 'FFD_CASH_EXCEEDS_TOTAL' });
  });

  it('a sale of nothing is refused: all lines free', async () => {
    const free = { pos_id, type: 'sale', items: [{ ...item, price: 0 }], payments: [{ method: 'cash', amount: 0 }] };
    expect((await post(till, newKey(), free)).body).toMatchObject({ status: 422, code: 'FFD_TOTAL_ZERO' });
  });
});

describe('other spellings of routes (L-11, M-04)', () => {
  it.each(['/health', '/v1/health'])('GET %s needs no token', async (url) => {
    expect((await till.call('GET', url, undefined, { authorization: '' })).status).toBe(200);
  });
  it.each(['/v1/kkt/x_report', '/v1/kkt/report/x'])('POST %s', async (url) => {
    expect((await till.call('POST', url, { pos_id })).body).toMatchObject({ reportType: 1 });
  });
  it('POST /v1/kkt/z_report closes as /v1/kkt/report/z does, and one key answers for both', async () => {
    const key = { 'idempotency-key': newKey() };
    const closed = await till.call('POST', '/v1/kkt/z_report', { pos_id, cashier: { name: 'Иванова А.' } }, key);
    expect(closed.body).toMatchObject({ reportType: 2 });
    const again = await till.call('POST', '/v1/kkt/report/z', { pos_id, cashier: { name: 'Иванова А.' } }, key);
    expect(again).toMatchObject({ status: 200, body: closed.body, headers: { 'idempotency-replayed': 'true' } });
  });
  it('POST /v1/kkt/cache/refresh says that it is not needed (410)', async () => {
    expect((await till.call('POST', '/v1/kkt/cache/refresh')).body).toMatchObject({ status: 410, code: 'ROUTE_REPLACED' });
  });
  it.each([
    ['GET', '/v1/kkt/nothing', 404, 'NOT_FOUND'],
    ['POST', '/v2/kkt/receipt', 404, 'NOT_FOUND'],
    ['DELETE', '/v1/kkt/receipt', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/kkt/shift/open', 405, 'METHOD_NOT_ALLOWED'],
  ] as const)('%s %s: %i', async (method, url, status, code) => {
    const answer = await till.call(method, url);
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.headers['allow']).toBe(status === 405 ? 'POST' : undefined);
  });
});
