import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReceiptAnswer } from '../../design/fiscal/wire.ts';
import { until } from '../testing/manual-time.ts';
import { MemoryGateway } from '../testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../testing/receipts.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway().start();
  await till.openShift();
});
afterEach(() => till.stop());

interface Forbidden {
  readonly outcome: string;
  readonly code: string;
  readonly receipt: ReceiptAnswer | null;
}
const forbid = (key: string) =>
  till.call<Forbidden>('POST', `/v1/kkt/receipt/by-key/${key}/forbid`, { by: 'staff:7', reason: 'пробит на второй кассе' });
const byKey = (key: string) => till.call<ReceiptAnswer & { code: string }>('GET', `/v1/kkt/receipt/by-key/${key}`);
const receiptsInDrive = () => till.register.documents.filter(({ type }) => type === 'receipt');
const alarms = () => till.gateway.context.alarms.active.map(({ code }) => code);

/** A receipt whose answer is lost while the register goes silent. */
async function leaveUncertain(key: string, fault: 'lost-after' | 'lost-before'): Promise<void> {
  const commit = till.register.registerReceipt.bind(till.register);
  till.register.registerReceipt = (receipt) =>
    commit(receipt).finally(() => {
      till.register.down = true;
    });
  till.register.faults.push(fault);
  expect((await post(till, key, saleBody())).body.code).toBe('OUTCOME_UNKNOWN');
  till.register.registerReceipt = commit;
}

it('never registers a key that was forbidden before it came, also after a restart', async () => {
  const key = newKey();
  expect(await forbid(key)).toMatchObject({ status: 200, body: { outcome: 'never-registered', receipt: null } });
  expect((await post(till, key, saleBody())).body).toMatchObject({ status: 409, code: 'KEY_FORBIDDEN' });
  await till.crashAndRestart();
  expect((await post(till, key, saleBody(200))).body).toMatchObject({ status: 409, code: 'KEY_FORBIDDEN' });
  expect(await byKey(key)).toMatchObject({ status: 409, body: { code: 'KEY_FORBIDDEN' } });
  expect((await forbid(key)).status).toBe(200);
  expect(receiptsInDrive()).toHaveLength(0);
});

it('gives up a parked receipt, which then keeps no shift open', async () => {
  const key = newKey();
  till.register.faults.push('paper-out');
  await post(till, key, saleBody());
  expect((await forbid(key)).body).toMatchObject({ outcome: 'never-registered', receipt: { stage: 'voided' } });
  expect((await post(till, key, saleBody())).body.code).toBe('KEY_FORBIDDEN');
  expect((await till.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001' })).status).toBe(200);
});

it('is refused where the receipt is registered', async () => {
  const key = newKey();
  await post(till, key, saleBody());
  expect((await forbid(key)).body).toMatchObject({ status: 409, code: 'RECEIPT_NOT_PARKED' });
  expect((await post(till, key, saleBody())).status).toBe(200);
});

it('asks the register about a receipt in doubt first: found there, it is refused', async () => {
  const key = newKey();
  await leaveUncertain(key, 'lost-after');
  till.register.down = false;
  expect((await forbid(key)).body).toMatchObject({ status: 409, code: 'RECEIPT_NOT_PARKED' });
  expect((await byKey(key)).body).toMatchObject({ stage: 'registered' });
});

it('asks the register about a receipt in doubt first: not found there, it is given up', async () => {
  const key = newKey();
  await leaveUncertain(key, 'lost-before');
  till.register.down = false;
  expect((await forbid(key)).body).toMatchObject({ outcome: 'never-registered', receipt: { stage: 'voided' } });
  expect(receiptsInDrive()).toHaveLength(0);
});

it('says unknown where the register is dead; when it comes back empty, the receipt ends by itself', async () => {
  const key = newKey();
  await leaveUncertain(key, 'lost-before');
  expect((await forbid(key)).body).toMatchObject({ outcome: 'unknown', receipt: { stage: 'uncertain' } });
  till.register.down = false;
  await till.gateway.drive.ask();
  expect((await byKey(key)).body.stage).toBe('voided');
  expect((await post(till, key, saleBody())).body.code).toBe('KEY_FORBIDDEN');
  expect(alarms()).not.toContain('RECEIPT_REGISTERED_TWICE');
});

it('alarms where a sale that went to another register turns up in this one', async () => {
  const key = newKey();
  await leaveUncertain(key, 'lost-after');
  expect((await forbid(key)).body.outcome).toBe('unknown');
  till.register.down = false;
  await till.gateway.drive.ask();
  expect((await byKey(key)).body).toMatchObject({ stage: 'registered', fiscal_doc: { fd: 3 } });
  expect(alarms()).toContain('RECEIPT_REGISTERED_TWICE');
});

it('waits for nobody who works on the key', async () => {
  const key = newKey();
  let letGo: () => void = () => undefined;
  till.register.gate = new Promise((resolve) => (letGo = resolve));
  const selling = post(till, key, saleBody());
  await until('the register was asked', () => till.register.asked.length > 0);
  expect((await forbid(key)).body).toMatchObject({ status: 409, code: 'REQUEST_IN_PROGRESS' });
  letGo();
  expect((await selling).status).toBe(201);
});

it('is written into the event journal and the journal copy, by staff id', async () => {
  await forbid(newKey());
  const [event] = till.journal.db.prepare(`SELECT level, message FROM events WHERE event = 'key_forbidden'`).all();
  expect(event).toMatchObject({ level: 'WARN', message: 'staff:7: чек передан на другую кассу' });
  expect(till.gateway.context.stores.copy.after(0, 100).find(({ kind }) => kind === 'key-forbidden')?.details).toMatchObject({
    by: 'staff:7',
  });
});
