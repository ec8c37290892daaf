import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Correction } from '../../design/documents/facts.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody, saleDocument } from '../testing/receipts.ts';
import type { ReceiptBody } from '../testing/receipts.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(() => till.stop());

const order = { sku: 'ORDER-1', name: 'Очки по заказу', qty: 1, price: 100, vat: 'none' } as const;
const sell = (over: Partial<ReceiptBody>) => post(till, newKey(), saleBody(100, over));
const registered = () => till.register.registered.at(-1)!;

describe('corrections (FFD 1.2, fiscal rules §6.3)', () => {
  const basis = { operation: 'sale', type: 'self', date: '2026-11-20', number: null, original_fp: null } as const;

  it('registers a sale that nobody recorded, with its items, under the rules of any receipt', async () => {
    const key = newKey();
    const body = saleBody(100, { type: 'correction', correction: basis });
    const answer = await post(till, key, body);
    expect(answer).toMatchObject({ status: 201, body: { type: 'correction', stage: 'printed' } });
    expect(registered()).toMatchObject({ operation: 'sale', correction: { type: 'self', date: '2026-11-20' }, total: 10_000 });
    expect(till.register.documents.at(-1)).toMatchObject({ type: 'correction', number: 1 });
    expect((await post(till, key, body)).status).toBe(200);
    expect(till.register.registered).toHaveLength(1);
    const row = till.journal.db.prepare(`SELECT operation, json_extract(correction, '$.date') AS date FROM receipts`).get();
    expect(row).toEqual({ operation: 'sale', date: '2026-11-20' });
  });

  it('takes a wrong receipt back and names it (tag 1192), at the rates of its day', async () => {
    const reversal = { ...basis, operation: 'refund', date: '2025-12-30', original_fp: '2853205313' } as const;
    const items = [{ ...order, vat: '20' as const }];
    expect((await sell({ type: 'correction', items, correction: reversal })).status).toBe(201);
    expect(registered()).toMatchObject({ operation: 'refund', correction: { originalFp: '2853205313' } });
    const today = { ...reversal, date: '2026-11-20' };
    expect((await sell({ type: 'correction', items, correction: today })).body.code).toBe('FFD_VAT_UNKNOWN');
  });

  it('answers the document that till and server both write, with the way the money goes; its basis is the document’s own', async () => {
    const key = newKey();
    const { tendered: _t, change: _c, _id, ...common } = saleDocument(key);
    const reversal = { ...basis, operation: 'refund', original_fp: '2853205313' } as const;
    const head = { ...common, _id: _id.replace('sale:', 'correction:'), type: 'correction', kind: 'reversal' } as const;
    const sale: Correction = {
      ...head,
      operation: 'refund',
      basis: { type: 'self', date: basis.date, number: null, originalFp: '2853205313' },
      original: null,
      reason: 'не та ставка НДС',
      pair: null,
      signed: { by: 'staff:3', role: 'manager' },
    };
    const other = await post(
      till,
      key,
      saleBody(100, { type: 'correction', correction: { ...reversal, date: '2026-11-19' }, sale }),
    );
    expect(other.body).toMatchObject({ code: 'BODY_INVALID', details: { fields: [{ path: 'sale.basis' }] } });
    const answer = await post(till, key, saleBody(100, { type: 'correction', correction: reversal, sale }));
    expect(answer).toMatchObject({
      status: 201,
      body: { result: { operation: 'correction', direction: 'refund', sale: sale._id } },
    });
  });

  it('finds a correction in the drive whose answer was lost, and makes no second one', async () => {
    till.register.faults.push('lost-after');
    const answer = await sell({ type: 'correction', correction: basis });
    expect(answer).toMatchObject({ status: 201, body: { fiscal_doc: { fd: 3 } } });
    expect(till.register.registered).toHaveLength(1);
  });

  it.each([
    ['FFD_CORRECTION_BASIS', { type: 'correction' }],
    ['FFD_CORRECTION_BASIS', { type: 'correction', correction: { ...basis, date: '2026-11-22' } }],
    ['FFD_CORRECTION_BASIS', { type: 'correction', correction: { ...basis, type: 'instruction' } }],
    ['FFD_PAYMENTS_MISMATCH', { type: 'correction', correction: basis, payments: [{ method: 'cash', amount: 99 }] }],
    ['BODY_INVALID', { correction: basis }],
  ] as const)('answers %s', async (code, over) => {
    expect((await sell(over as Partial<ReceiptBody>)).body).toMatchObject({ status: 422, code });
    expect(till.register.registered).toHaveLength(0);
  });
});

it('UAT-06D: prepayment, then hand-over against it, with several VAT rates and their sums', async () => {
  const advance = { ...order, name: 'Аванс', method: 'advance', subject: 'payment', vat: '22/122' } as const;
  expect((await sell({ items: [advance], payments: [{ method: 'card', amount: 100 }] })).status).toBe(201);
  expect(registered().vat).toEqual([{ rate: '22/122', tag: 1115, turnover: 10_000, sum: 1_803 }]);
  const items = [{ ...order, price: 60 }, { sku: 'CASE', name: 'Футляр', qty: 2, price: 20, vat: '22' } as const];
  const payments = [
    { method: 'prepaid', amount: 70 },
    { method: 'cash', amount: 30 },
  ] as const;
  expect((await sell({ items, payments: [...payments] })).status).toBe(201);
  expect(registered()).toMatchObject({
    payments: { prepaid: 7_000, cash: 3_000 },
    vat: [
      { rate: 'none', tag: 1105, sum: 6_000 },
      { rate: '22', turnover: 4_000, sum: 721 },
    ],
  });
});

it('keeps change apart from the fiscal sum: tendered is for the paper, cash over the total is refused in words', async () => {
  const over = await sell({ payments: [{ method: 'cash', amount: 500 }] });
  expect(over.body).toMatchObject({ status: 422, code: 'FFD_CASH_EXCEEDS_TOTAL', details: { due: 10_000 } });
  expect(over.body.detail).toMatch(/Сдачу в чек не включают/);
  expect((await sell({ tendered: 500 })).status).toBe(201);
  expect(registered()).toMatchObject({ payments: { cash: 10_000 }, tendered: 50_000 });
  const key = newKey();
  await post(till, key, saleBody(100, { sale: { ...saleDocument(key), tendered: 20_000, change: 10_000 } }));
  expect(registered().tendered).toBe(20_000);
  expect((await sell({ tendered: 99 })).body.code).toBe('FFD_TENDERED');
});

it('hands the cashier’s name and tax number to the register, and refuses a mistyped one', async () => {
  await sell({ cashier: { name: 'Иванова А.', inn: '500100732259' } });
  expect(registered().cashier).toEqual({ name: 'Иванова А.', inn: '500100732259' });
  expect((await sell({ cashier: { name: 'Иванова А.', inn: '500100732258' } })).body.code).toBe('FFD_CASHIER_INN');
  expect((await sell({ cashier: { name: 'я'.repeat(65) } })).body.code).toBe('FFD_CASHIER_NAME');
});

it('takes marking codes only where marking is switched on (requirements L-17)', async () => {
  const marked = { items: [{ ...order, mark_code: '010460043993125621JgXJ5.T' }] };
  expect((await sell(marked)).body).toMatchObject({ status: 422, code: 'FFD_MARKING_OFF' });
  await till.stop();
  till = await new MemoryGateway({ config: { marking: true } }).start();
  await till.openShift();
  expect((await sell(marked)).status).toBe(201);
  expect(registered().items[0]?.markCode).toBe('010460043993125621JgXJ5.T');
});

describe('the customer’s contact (tag 1008)', () => {
  const customer = { email: 'ivan.petrov@mail.ru', phone: null };
  const everywhere = (): string =>
    ['receipt_bodies', 'receipt_fiscals', 'documents', 'copy', 'events', 'receipts']
      .map((table) => JSON.stringify(till.journal.db.prepare(`SELECT * FROM ${table}`).all()))
      .join('\n');

  async function deliverAll(): Promise<void> {
    await till.call('POST', '/v1/kkt/buffer/sync', { force: true });
    await until('delivered', () => till.gateway.buffer().unsent_documents === 0 && !till.gateway.sender.running);
  }

  it('is read as people write it, and refused where it is none', async () => {
    await sell({ customer: { phone: '8 (900) 123-45-67' } });
    expect(registered().customer).toBe('+79001234567');
    expect((await sell({ customer: { email: 'петров' } })).body).toMatchObject({ status: 422, code: 'FFD_CONTACT' });
  });

  it('is erased seven days after the delivery, not before; the same request is still answered as a repeat', async () => {
    const key = newKey();
    const body = saleBody(100, { customer, sale: saleDocument(key) });
    const first = await post(till, key, body);
    expect(first.body.fiscal_doc?.text.join()).toContain(customer.email);
    expect(first.body.result?.text.join()).not.toContain(customer.email);
    await deliverAll();
    till.time.advance(7 * 86_400_000 - 1);
    expect(await till.gateway.contacts.erase()).toBe(0);
    till.time.advance(1);
    expect(await till.gateway.contacts.erase()).toBe(1);
    expect(everywhere()).not.toContain('ivan.petrov');
    expect(till.journal.db.prepare('SELECT contact_erased_at AS at FROM receipts').get()).toEqual({ at: till.time.clock.now() });
    const again = await post(till, key, body);
    expect(again).toMatchObject({ status: 200, body: { fiscal_doc: { fd: 3 } } });
    expect(again.body.result).toEqual(first.body.result);
    expect(await till.gateway.contacts.erase()).toBe(0);
  });

  it('does not hide in a document whose answer was lost, nor stay for ever with a receipt that was never delivered', async () => {
    const show = till.register.findDocument.bind(till.register);
    till.register.findDocument = async (fd) => {
      const document = await show(fd);
      return document && { ...document, text: [`ЭЛ. АДР. ПОКУПАТЕЛЯ ${customer.email}`] };
    };
    till.register.faults.push('lost-after');
    const { body } = await sell({ customer });
    expect(body.fiscal_doc?.text).toEqual(['ЭЛ. АДР. ПОКУПАТЕЛЯ ***']);
    till.time.advance(37 * 86_400_000);
    expect(await till.gateway.contacts.erase()).toBe(1);
    expect(everywhere()).not.toContain('ivan.petrov');
  });
});

it('answers what the register is registered by, and when the operator will have the receipt (B-21)', async () => {
  const status = till.register.status.bind(till.register);
  till.register.status = async () => ({ ...(await status()), inn: '7702203276', ofdName: 'ОФД' });
  till.gateway.drive.doubt();
  const { body } = await sell({});
  expect(body.fiscal_doc).toMatchObject({
    rn_kkt: '0000000005008570',
    kkt_number: '2',
    inn: '7702203276',
    ofd_name: 'ОФД',
    total: 100,
  });
  expect(body.buffer_info?.estimated_sync_time).toBeNull();
});
