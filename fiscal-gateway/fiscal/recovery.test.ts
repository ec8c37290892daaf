import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../design/errors.ts';
import type { ReceiptAnswer } from '../../design/fiscal/wire.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody, saleDocument } from '../testing/receipts.ts';

let till: MemoryGateway;
const receiptsInDrive = () => till.register.documents.filter(({ type }) => type === 'receipt');
const byKey = async (key: string) => (await till.call<ReceiptAnswer>('GET', `/v1/kkt/receipt/by-key/${key}`)).body;

async function startWith(options: ConstructorParameters<typeof MemoryGateway>[0] = {}): Promise<void> {
  till = await new MemoryGateway(options).start();
  await till.openShift();
}

/** A request that is at the register when the process dies; `committed` says whether the drive still does its part. */
async function dieAtRegister(key: string, body: unknown, committed: boolean): Promise<void> {
  let letGo: () => void = () => undefined;
  till.register.gate = new Promise((resolve) => (letGo = resolve));
  const asked = till.register.asked.length;
  void post(till, key, body).catch(() => undefined);
  await until('the register was asked', () => till.register.asked.length > asked);
  if (!committed) till.register.faults.push('lost-before');
  const before = till.register.documents.length;
  till.journal.db.close();
  letGo();
  till.register.gate = null;
  await until('the drive did its part', () =>
    committed ? till.register.documents.length > before : till.register.faults.length === 0,
  );
  await till.start();
}

afterEach(() => till.stop());

describe('kill at the register', () => {
  beforeEach(() => startWith());

  it('finds the committed receipt in the drive; the same key is answered with it', async () => {
    const key = newKey();
    const sale = saleDocument(key);
    await dieAtRegister(key, saleBody(100, { sale }), true);
    expect((await byKey(key)).stage).toBe('uncertain');
    const answer = await post(till, key, saleBody(100, { sale }));
    expect(answer).toMatchObject({ status: 200, body: { fiscal_doc: { fd: 3 }, result: { sale: sale._id, fd: 3 } } });
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('parks what the drive does not hold; nobody registers it but the same key', async () => {
    const key = newKey();
    await dieAtRegister(key, saleBody(), false);
    await till.gateway.drive.ask();
    expect((await byKey(key)).stage).toBe('parked');
    expect(receiptsInDrive()).toHaveLength(0);
    expect((await post(till, key, saleBody())).status).toBe(201);
    expect(receiptsInDrive()).toHaveLength(1);
  });

  it('parks what was stored behind another receipt and never begun', async () => {
    const [first, second] = [newKey(), newKey()];
    let letGo: () => void = () => undefined;
    till.register.gate = new Promise((resolve) => (letGo = resolve));
    void post(till, first, saleBody(1)).catch(() => undefined);
    await until('the first is at the register', () => till.register.asked.length === 1);
    void post(till, second, saleBody(2)).catch(() => undefined);
    const stored = till.journal.db.prepare('SELECT count(*) AS n FROM receipts');
    await until('the second is stored', () => Number(stored.get()?.['n']) === 2);
    till.register.gate = null;
    await till.crashAndRestart();
    letGo();
    await until('the drive did its part', () => receiptsInDrive().length === 1);
    expect((await byKey(second)).stage).toBe('parked');
    expect((await post(till, second, saleBody(2))).body.fiscal_doc?.fd).toBe(4);
    expect((await byKey(first)).fiscal_doc?.fd).toBe(3);
  });

  it('counts settled receipts in the shift’s totals', async () => {
    const key = newKey();
    await dieAtRegister(key, saleBody(70), true);
    const { body } = await till.call('POST', '/v1/kkt/report/x', { pos_id: 'POS-001' });
    expect(body).toMatchObject({ totalSales: 70, cashTotal: 70, receipts: 1 });
  });
});

describe('a register that does not carry our id', () => {
  beforeEach(() => startWith({ carriesOurId: false }));

  it('is matched by operation and total, and never to a document of another receipt', async () => {
    await post(till, newKey(), saleBody(100));
    const key = newKey();
    await dieAtRegister(key, saleBody(100), true);
    expect((await post(till, key, saleBody(100))).body.fiscal_doc?.fd).toBe(4);
    expect(receiptsInDrive()).toHaveLength(2);
  });

  it('needs a person where two documents fit, and does as the person says', async () => {
    const key = newKey();
    await dieAtRegister(key, saleBody(100), true);
    till.register.foreign('receipt', 10_000);
    const stuck = await post(till, key, saleBody(100));
    expect(stuck.body).toMatchObject({ code: 'OUTCOME_NEEDS_PERSON', details: { candidates: [3, 4] } });
    expect(receiptsInDrive()).toHaveLength(2);
    const { receipt_id } = await byKey(key);
    const settled = await till.call<ReceiptAnswer>('POST', `/v1/kkt/receipt/${receipt_id}/settle`, { fd: 4 });
    expect(settled.body.fiscal_doc?.fd).toBe(4);
    expect((await post(till, key, saleBody(100))).body.fiscal_doc?.fd).toBe(4);
  });

  it('keeps a person’s word apart from the drive’s: who said that it was not registered is in the event journal', async () => {
    const key = newKey();
    await dieAtRegister(key, saleBody(100), true);
    till.register.foreign('receipt', 10_000);
    await post(till, key, saleBody(100));
    const { receipt_id } = await byKey(key);
    const settle = (fd: number | null) =>
      till.call<Problem>('POST', `/v1/kkt/receipt/${receipt_id}/settle`, { fd, by: 'staff:9' });
    expect((await settle(77)).body.code).toBe('NOT_FOUND');
    expect((await settle(null)).body).toMatchObject({ stage: 'parked' });
    expect((await settle(null)).body.code).toBe('RECEIPT_NOT_PARKED');
    const said = till.gateway.context.stores.log.page(null, 0, 50, 0).filter(({ receipt }) => receipt === receipt_id);
    expect(said.find(({ event }) => event === 'receipt_decided')?.details).toBe('{"by":"staff:9","fd":null}');
    expect(said.filter(({ event }) => event === 'receipt_decided')).toHaveLength(1);
    expect(said.find(({ event }) => event === 'receipt_parked')?.message).toContain('решение человека');
  });

  it('sells on while a person is awaited', async () => {
    const key = newKey();
    await dieAtRegister(key, saleBody(100), true);
    till.register.foreign('receipt', 10_000);
    await post(till, key, saleBody(100));
    expect((await post(till, newKey(), saleBody(100))).body.fiscal_doc?.fd).toBe(5);
  });
});

describe('the drive and the journal at start', () => {
  it('imports a drive that is ahead: a re-installed PC knows shift, numbers and queue again', async () => {
    await startWith();
    await post(till, newKey(), saleBody());
    const fresh = await new MemoryGateway({ register: till.register }).start();
    await fresh.gateway.drive.ask();
    expect((await fresh.call('GET', '/v1/kkt/shift')).body).toMatchObject({ state: 'open', number: 1, receipts: 1 });
    expect((await fresh.call('GET', '/v1/kkt/buffer/status')).body).toMatchObject({ unsent_documents: 3, current_queued: 1 });
    expect((await post(fresh, newKey(), saleBody())).body.fiscal_doc?.fd).toBe(4);
    await fresh.stop();
  });

  it('notices a shift closed at the register’s own keys', async () => {
    await startWith();
    till.register.foreign('shift-close');
    expect((await post(till, newKey(), saleBody())).body.code).toBe('SHIFT_NOT_OPEN');
    expect((await till.call('GET', '/v1/kkt/shift')).body).toMatchObject({ state: 'closed' });
    expect(receiptsInDrive()).toHaveLength(0);
  });

  it('sells on no other drive until a person confirms it', async () => {
    await startWith();
    await till.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001' });
    till.register.fn = '9999000000000002';
    till.register.documents.splice(0, till.register.documents.length);
    till.register.foreign('registration');
    await till.crashAndRestart();
    const open = () => till.openShift();
    const alarmed = () => till.gateway.buffer().alerts.some(({ code }) => code === 'DRIVE_CHANGED');
    expect((await open()).body).toMatchObject({ status: 409, code: 'DRIVE_CHANGED' });
    expect(alarmed()).toBe(true);
    expect((await till.call('POST', '/v1/kkt/fn', { fn: '9999000000000002' })).status).toBe(200);
    expect(alarmed()).toBe(false);
    expect((await open()).status).toBe(201);
    expect((await post(till, newKey(), saleBody())).body.fiscal_doc).toMatchObject({ fn: '9999000000000002', fd: 3 });
  });
});
