import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { until } from '../testing/manual-time.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';
import type { ReceiptBody } from '../testing/receipts.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway({ background: true }).start();
  till.ofd.mode = 'down';
  await till.openShift();
});
afterEach(() => till.stop());

const pair = { sku: 'LN-16', name: 'Линза', qty: 2, price: 50, vat: 'none' } as const;
const refundBody = (over: Partial<ReceiptBody>, qty = 1): ReceiptBody => ({
  ...saleBody(50 * qty),
  type: 'refund',
  items: [{ ...pair, qty }],
  ...over,
});
async function sell(): Promise<string> {
  const { body } = await post(till, newKey(), saleBody(100, { items: [pair] }));
  return body.receipt_id;
}
async function deliver(): Promise<void> {
  till.ofd.mode = 'ok';
  await till.call('POST', '/v1/kkt/buffer/sync', { force: true });
  await until('everything is delivered', () => till.gateway.buffer().unsent_documents === 0 && !till.gateway.sender.running);
}

it('blocks a refund while the original is not delivered (409 with retry_after_seconds), then allows it', async () => {
  const original_receipt_id = await sell();
  const blocked = await post(till, newKey(), refundBody({ original_receipt_id }));
  expect(blocked).toMatchObject({ status: 409, body: { code: 'ORIGINAL_NOT_DELIVERED', retry_after_seconds: 10 } });
  const check = () => till.call('POST', '/v1/pos/refund', { original_fiscal_doc_id: original_receipt_id });
  expect(await check()).toMatchObject({
    status: 409,
    body: { allowed: false, sync_status: 'pending', code: 'ORIGINAL_NOT_DELIVERED' },
  });
  await deliver();
  expect(await check()).toMatchObject({ status: 200, body: { allowed: true, sync_status: 'synced' } });
  expect((await post(till, newKey(), refundBody({ original_receipt_id }))).status).toBe(201);
});

it('never returns more than was sold, over all refunds, at once or one after another', async () => {
  const original_receipt_id = await sell();
  await deliver();
  const answers = await Promise.all([1, 2, 3, 4].map(() => post(till, newKey(), refundBody({ original_receipt_id }))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
  expect(answers.filter(({ body }) => body.code === 'REFUND_EXCEEDS_SALE')).toHaveLength(2);
  const { body } = await till.call('POST', '/v1/kkt/report/x', { pos_id: 'POS-001' });
  expect(body).toMatchObject({ totalSales: 100, totalRefunds: 100, cashInDrawer: 0 });
});

it('takes an original from elsewhere by its fiscal marks only (else 422)', async () => {
  const elsewhere = { fn: '9999000000000077', fd: 5, fp: '123' };
  expect((await post(till, newKey(), refundBody({}))).body).toMatchObject({ status: 422, code: 'ORIGINAL_UNKNOWN' });
  expect((await post(till, newKey(), refundBody({ original_receipt_id: newKey() }))).body.code).toBe('ORIGINAL_UNKNOWN');
  expect((await till.call('POST', '/v1/pos/refund', { original_fiscal: elsewhere })).body).toMatchObject({
    allowed: true,
    sync_status: 'not_found',
  });
  // The drawer is empty, whoever sold it: the books say so before the register is asked.
  expect((await post(till, newKey(), refundBody({ original_fiscal: elsewhere }))).body).toMatchObject({
    status: 409,
    code: 'CASH_NOT_ENOUGH',
  });
  await sell();
  expect((await post(till, newKey(), refundBody({ original_fiscal: elsewhere }))).status).toBe(201);
  expect((await till.call('POST', '/v1/pos/refund', {})).body).toMatchObject({ status: 422, code: 'BODY_INVALID' });
});

it('finds its own receipt by fiscal marks, and refuses marks whose sign is wrong', async () => {
  await sell();
  await deliver();
  const { fn, fd, fp } = till.register.documents[2]!;
  expect((await post(till, newKey(), refundBody({ original_fiscal: { fn, fd, fp: '1' } }))).body.code).toBe('ORIGINAL_UNKNOWN');
  expect((await post(till, newKey(), refundBody({ original_fiscal: { fn, fd, fp } }, 2))).status).toBe(201);
  expect((await post(till, newKey(), refundBody({ original_fiscal: { fn, fd, fp } }))).body.code).toBe('REFUND_EXCEEDS_SALE');
});

it('blocks the refund of a dead letter', async () => {
  const original_receipt_id = await sell();
  till.ofd.mode = 'reject';
  await till.call('POST', '/v1/kkt/buffer/sync', { force: true });
  await until('it is dead', () => till.gateway.buffer().unsent_documents === 0);
  expect((await post(till, newKey(), refundBody({ original_receipt_id }))).body).toMatchObject({
    status: 409,
    code: 'ORIGINAL_DEAD',
  });
});

it('counts the reversal of a correction as the whole receipt given back, once, whoever else gives some of it back at that moment', async () => {
  const original_receipt_id = await sell();
  await deliver();
  const basis = { operation: 'refund', type: 'self', date: '2026-11-20', original_fp: '2853205313' } as const;
  const reversal = (): ReceiptBody =>
    saleBody(100, { type: 'correction', items: [pair], correction: basis, original_receipt_id });
  const [first, second] = await Promise.all([reversal(), reversal()].map((body) => post(till, newKey(), body)));
  expect([first!.status, second!.body.code].sort()).toEqual([201, 'RECEIPT_CORRECTED'].sort());
  expect((await post(till, newKey(), refundBody({ original_receipt_id }))).body).toMatchObject({
    ...{ status: 422, code: 'RECEIPT_CORRECTED' },
  });
  expect((await till.call('POST', '/v1/pos/refund', { original_fiscal_doc_id: original_receipt_id })).status).toBe(422);

  const partly = await sell();
  await deliver();
  expect((await post(till, newKey(), refundBody({ original_receipt_id: partly }))).status).toBe(201);
  const late = await post(till, newKey(), { ...reversal(), original_receipt_id: partly });
  expect(late.body).toMatchObject({ status: 409, code: 'CORRECTION_TOO_LATE' });
});
