import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceiptAnswer } from '../../design/fiscal/wire.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody, saleDocument } from '../testing/receipts.ts';

let till: MemoryGateway;
const receiptsInDrive = () => till.register.documents.filter(({ type }) => type === 'receipt');
const byKey = async (key: string) => (await till.call<ReceiptAnswer>('GET', `/v1/kkt/receipt/by-key/${key}`)).body;

beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(() => till.stop());

describe('one key, one receipt', () => {
  it('registers and answers 201 with the drive’s numbers; the same again is 200, replayed, word for word', async () => {
    const key = newKey();
    const first = await post(till, key, saleBody(12_345.67));
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ stage: 'printed', total: 12_345.67, fiscal_doc: { fd: 3, number: 1, qr: 'qr 3' } });
    const again = await post(till, key, saleBody(12_345.67));
    expect(again.status).toBe(200);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('takes fifty at once with one key: one registers, the others hear that it runs', async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(till, key, saleBody())));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.filter((s) => s === 201)).toHaveLength(1);
    expect(statuses.every((s) => s === 201 || s === 409 || s === 200)).toBe(true);
    expect(receiptsInDrive()).toHaveLength(1);
    expect((await post(till, key, saleBody())).status).toBe(200);
  });

  it('refuses another body under a used key (422), no key and a key that is no UUIDv4 (400)', async () => {
    const key = newKey();
    await post(till, key, saleBody(100));
    expect((await post(till, key, saleBody(101))).body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await till.call('POST', '/v1/kkt/receipt', saleBody())).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED' });
    expect((await post(till, '1', saleBody())).body).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_INVALID' });
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('keeps fifty different keys apart: numbers in a row, each bound once', async () => {
    const keys = Array.from({ length: 50 }, newKey);
    const answers = await Promise.all(keys.map((key, i) => post(till, key, saleBody(i + 1))));
    expect(answers.map(({ body }) => body.fiscal_doc?.fd).sort((a, b) => Number(a) - Number(b))).toEqual(
      keys.map((_, i) => i + 3),
    );
    answers.forEach(({ body }, i) => expect(till.register.documents[(body.fiscal_doc?.fd ?? 0) - 1]?.total).toBe((i + 1) * 100));
  });

  it('composes the fiscal result of the till’s sale, the same at every repeat', async () => {
    const key = newKey();
    const sale = saleDocument(key);
    const { body } = await post(till, key, saleBody(100, { sale }));
    expect(body.result).toMatchObject({
      _id: sale._id.replace('sale', 'fiscal-result'),
      sale: sale._id,
      key,
      fd: 3,
      hlc: sale.hlc,
    });
    expect(body.result?._rev).toMatch(/^1-[0-9a-f]{32}$/);
    expect((await byKey(key)).result).toEqual(body.result);
  });

  it('refuses a sale document that is not this receipt', async () => {
    const answer = await post(till, newKey(), saleBody(100, { sale: saleDocument(newKey()) }));
    expect(answer.body).toMatchObject({ status: 422, code: 'BODY_INVALID' });
    const key = newKey();
    expect((await post(till, key, saleBody(101, { sale: saleDocument(key, 100) }))).body).toMatchObject({ code: 'BODY_INVALID' });
    expect(receiptsInDrive()).toHaveLength(0);
  });
});

describe('an outcome that is not known', () => {
  it('finds what the drive committed although the answer was lost, and prints a copy', async () => {
    till.register.faults.push('lost-after');
    const { status, body } = await post(till, newKey(), saleBody());
    expect(status).toBe(201);
    expect(body).toMatchObject({ stage: 'printed', fiscal_doc: { fd: 3 } });
    expect(receiptsInDrive()).toHaveLength(1);
    expect(till.register.copies).toEqual([3]);
  });

  it('registers again what the drive surely does not hold', async () => {
    till.register.faults.push('lost-before', 'lost-before');
    expect((await post(till, newKey(), saleBody())).status).toBe(201);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('gives up after three attempts and parks; the same key resumes', async () => {
    const key = newKey();
    till.register.faults.push('lost-before', 'lost-before', 'lost-before');
    expect((await post(till, key, saleBody())).body.code).toBe('REGISTER_UNREACHABLE');
    expect((await byKey(key)).stage).toBe('parked');
    expect((await post(till, key, saleBody())).status).toBe(201);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('stays uncertain while the register is gone and is settled by the next request of any till', async () => {
    const [lost, next] = [newKey(), newKey()];
    till.register.gate = Promise.resolve().then(() => {
      till.register.faults.push('lost-after');
    });
    const commit = till.register.registerReceipt.bind(till.register);
    till.register.registerReceipt = (receipt) =>
      commit(receipt).catch((error: unknown) => {
        till.register.down = true;
        throw error;
      });
    expect((await post(till, lost, saleBody(500))).body).toMatchObject({ status: 503, code: 'OUTCOME_UNKNOWN' });
    expect((await byKey(lost)).stage).toBe('uncertain');
    expect((await post(till, next, saleBody(500))).body.code).toBe('REGISTER_UNREACHABLE');
    till.register.down = false;
    till.register.registerReceipt = commit;
    expect((await post(till, next, saleBody(500))).body.fiscal_doc?.fd).toBe(4);
    expect(await byKey(lost)).toMatchObject({ stage: 'registered', fiscal_doc: { fd: 3 } });
    const settled = await post(till, lost, saleBody(500));
    expect(settled).toMatchObject({ status: 200, body: { fiscal_doc: { fd: 3 } } });
    expect(receiptsInDrive()).toHaveLength(2);
  });

  it('tells a till that an uncertain receipt is uncertain, not that nothing was registered', async () => {
    const key = newKey();
    const commit = till.register.registerReceipt.bind(till.register);
    till.register.registerReceipt = (receipt) =>
      commit(receipt).finally(() => {
        till.register.down = true;
      });
    till.register.faults.push('lost-after');
    await post(till, key, saleBody());
    expect((await post(till, key, saleBody())).body.code).toBe('OUTCOME_UNKNOWN');
  });
});

describe('a register that says no', () => {
  it.each([
    ['paper-out', 409, 'PAPER_OUT'],
    ['cover-open', 409, 'COVER_OPEN'],
    ['drive-refused', 503, 'DRIVE_REFUSED'],
    ['shift-expired', 409, 'SHIFT_EXPIRED'],
  ] as const)('%s parks the receipt (%i %s); the same key goes on afterwards', async (fault, status, code) => {
    const key = newKey();
    till.register.faults.push(fault);
    expect((await post(till, key, saleBody())).body).toMatchObject({ status, code });
    expect((await byKey(key)).stage).toBe('parked');
    expect((await post(till, key, saleBody())).status).toBe(201);
  });

  it('rejects what the register refuses for good, and lets a cashier void it', async () => {
    const key = newKey();
    till.register.faults.push('refused');
    expect((await post(till, key, saleBody())).body.code).toBe('REGISTER_REFUSED');
    const { receipt_id, stage } = await byKey(key);
    expect(stage).toBe('rejected');
    const voided = await till.call<ReceiptAnswer>('POST', `/v1/kkt/receipt/${receipt_id}/void`, { reason: 'ошибка' });
    expect(voided.body).toMatchObject({ stage: 'voided', status: 'failed' });
    expect((await post(till, key, saleBody())).body).toMatchObject({ status: 409, code: 'RECEIPT_VOIDED' });
    expect(receiptsInDrive()).toHaveLength(0);
  });

  it('does not void what is registered', async () => {
    const { body } = await post(till, newKey(), saleBody());
    const answer = await till.call('POST', `/v1/kkt/receipt/${body.receipt_id}/void`, { reason: 'ошибка' });
    expect(answer.body).toMatchObject({ status: 409, code: 'RECEIPT_NOT_PARKED' });
  });

  it('waits out a busy register', async () => {
    till.register.faults.push('busy', 'busy');
    const answer = post(till, newKey(), saleBody());
    for (const left of [1, 0]) {
      await until('the register was asked', () => till.register.faults.length === left);
      till.time.advance(200);
    }
    expect((await answer).status).toBe(201);
  });

  it('says registered, not printed, where paper ran out after the commit; print brings a copy and no second receipt', async () => {
    till.register.faults.push('paper-after');
    const { body } = await post(till, newKey(), saleBody());
    expect(body).toMatchObject({ stage: 'registered', printed: false });
    const printed = await till.call<ReceiptAnswer>('POST', `/v1/kkt/receipt/${body.receipt_id}/print`);
    expect(printed.body).toMatchObject({ stage: 'printed', printed: true });
    expect(receiptsInDrive()).toHaveLength(1);
  });
});

describe('what must hold before a receipt is taken', () => {
  it('refuses without an open shift, after 24 hours, over capacity, for another till', async () => {
    expect((await post(till, newKey(), saleBody(1, { pos_id: 'POS-002' }))).body).toMatchObject({
      status: 403,
      code: 'WRONG_TILL',
    });
    till.time.advance(24 * 3_600_000);
    expect((await post(till, newKey(), saleBody())).body.code).toBe('SHIFT_EXPIRED');
    await till.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001' });
    expect((await post(till, newKey(), saleBody())).body).toMatchObject({ status: 409, code: 'SHIFT_NOT_OPEN' });
    expect(receiptsInDrive()).toHaveLength(0);
  });

  it('stops new sales when the buffer is full (503, Retry-After), never a replay nor the shift’s close', async () => {
    await till.stop();
    till = await new MemoryGateway({ config: { capacity: 2 } }).start();
    await till.openShift();
    const key = newKey();
    await post(till, key, saleBody());
    await post(till, newKey(), saleBody());
    const full = await post(till, newKey(), saleBody());
    expect(full).toMatchObject({ status: 503, body: { code: 'BUFFER_FULL', details: { capacity: 2 } } });
    expect(Number(full.headers['retry-after'])).toBeGreaterThan(0);
    expect((await post(till, key, saleBody())).status).toBe(200);
    expect((await till.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001' })).status).toBe(200);
  });

  it.each([
    ['FFD_PAYMENTS_MISMATCH', saleBody(100, { payments: [{ method: 'cash', amount: 99 }] })],
    ['FFD_CASHLESS_EXCEEDS_TOTAL', saleBody(100, { payments: [{ method: 'acquiring', amount: 101 }] })],
    ['FFD_VAT_UNKNOWN', saleBody(100, { items: [{ sku: 'A', name: 'Очки', qty: 1, price: 100, vat: '20' }] })],
    ['FFD_TOTAL_ZERO', saleBody(0)],
    ['BODY_INVALID', saleBody(10.001)],
  ])('%s', async (code, body) => {
    expect((await post(till, newKey(), body)).body).toMatchObject({ status: 422, code });
    expect(till.journal.db.prepare('SELECT count(*) AS n FROM receipts').get()).toEqual({ n: 0 });
  });

  it('answers check with what stands in the way', async () => {
    const check = () => till.call<{ ok: boolean; problems: string[] }>('POST', '/v1/kkt/receipt/check', { pos_id: 'POS-001' });
    expect((await check()).body).toEqual({ ok: true, problems: [] });
    till.register.paper = 'out';
    expect((await check()).body.problems).toEqual(['PAPER_OUT']);
    till.register.down = true;
    expect((await check()).body.problems).toEqual(['REGISTER_UNREACHABLE']);
  });
});
