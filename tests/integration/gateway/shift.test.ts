import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReportAnswer, ShiftState } from '../../../design/fiscal/wire.ts';
import { MemoryGateway } from '../../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../../../fiscal-gateway/testing/receipts.ts';

let till: MemoryGateway;
beforeEach(async () => {
  till = await new MemoryGateway().start();
});
afterEach(() => till.stop());

const pos = { pos_id: 'POS-001' };
const cashier = { name: 'Иванова А.' };
const open = (headers: Record<string, string> = {}, more: object = {}) =>
  till.call<ShiftState>('POST', '/v1/kkt/shift/open', { ...pos, cashier, ...more }, headers);
const report = (
  kind: 'report/x' | 'report/z' | 'x_report' | 'z_report',
  headers: Record<string, string> = {},
  more: object = {},
) => till.call<ReportAnswer & { code: string }>('POST', `/v1/kkt/${kind}`, { ...pos, ...more }, headers);
const cash = (direction: 'in' | 'out', amount: number, headers: Record<string, string> = {}) =>
  till.call('POST', `/v1/kkt/cash/${direction}`, { ...pos, amount, reason: 'размен', cashier }, headers);
const card = (roubles: number) => saleBody(roubles, { payments: [{ method: 'card', amount: roubles }] });

it('opens once: an open shift is answered as it is (200)', async () => {
  const first = await open();
  expect(first).toMatchObject({
    status: 201,
    body: { state: 'open', number: 1, event: { _id: 'shift-event:9999000000000001-2' } },
  });
  expect(await open()).toMatchObject({ status: 200, body: first.body });
  expect(till.register.documents).toHaveLength(2);
});

it('counts X over the shift any number of times, closes with Z, carries the drawer over', async () => {
  await open({}, { float: 500 });
  await post(till, newKey(), saleBody(1000));
  expect((await report('report/x')).body).toMatchObject({
    reportType: 1,
    totalSales: 1000,
    cashInDrawer: 1500,
    fiscalDocumentNumber: null,
  });
  await post(till, newKey(), card(1500));
  await cash('in', 100);
  await cash('out', 600);
  expect((await report('x_report')).body).toMatchObject({
    totalSales: 2500,
    cardTotal: 1500,
    cashIn: 100,
    cashOut: 600,
    cashInDrawer: 1000,
  });
  const z = await report('z_report');
  expect(z.body).toMatchObject({ reportType: 2, shiftNumber: 1, totalSales: 2500, fiscalDocumentNumber: 5, cashInDrawer: 1000 });
  expect(z.body.event).toMatchObject({ event: 'close', totals: { drawer: 100_000, sales: { count: 2 } } });
  await open();
  expect((await report('report/x')).body).toMatchObject({ shiftNumber: 2, totalSales: 0, cashInDrawer: 1000 });
});

it('replays shift open, Z and cash under one key, and refuses another body', async () => {
  const [openKey, cashKey, zKey] = [newKey(), newKey(), newKey()].map((key) => ({ 'idempotency-key': key }));
  const opened = await open(openKey);
  const moved = await cash('in', 100, cashKey);
  expect(await cash('in', 100, cashKey)).toMatchObject({
    status: 200,
    body: moved.body,
    headers: { 'idempotency-replayed': 'true' },
  });
  expect((await cash('in', 101, cashKey)).body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  const closed = await report('report/z', zKey);
  expect(await report('report/z', zKey)).toMatchObject({ status: 200, body: closed.body });
  expect((await report('report/z')).body).toMatchObject({ status: 409, code: 'SHIFT_NOT_OPEN' });
  expect((await open(openKey)).body).toEqual(opened.body);
  expect(till.register.documents.map(({ type }) => type)).toEqual(['registration', 'shift-open', 'shift-close']);
  expect(till.journal.db.prepare('SELECT count(*) AS n FROM cash_movements').get()).toEqual({ n: 1 });
});

it('answers the Z that a crash interrupted, and closes no later shift', async () => {
  await open();
  const key = { 'idempotency-key': newKey() };
  const close = till.register.closeShift.bind(till.register);
  till.register.closeShift = async (who) => {
    await close(who);
    till.journal.db.close();
    throw new Error('killed');
  };
  await report('report/z', key);
  till.register.closeShift = close;
  await till.start();
  await open();
  expect((await report('report/z', key)).body).toMatchObject({ shiftNumber: 1, fiscalDocumentNumber: 3 });
  expect((await till.call<ShiftState>('GET', '/v1/kkt/shift')).body).toMatchObject({ state: 'open', number: 2 });
});

it('finds a shift opened or closed although the answer was lost', async () => {
  till.register.faults.push('lost-after');
  expect((await open()).body).toMatchObject({ state: 'open', number: 1 });
  till.register.faults.push('lost-after');
  expect((await report('report/z')).body).toMatchObject({ shiftNumber: 1, fiscalDocumentNumber: 3 });
  expect(till.register.documents).toHaveLength(3);
});

it('does not close over unsettled receipts unless somebody signs for it with a reason', async () => {
  await open();
  till.register.faults.push('paper-out');
  await post(till, newKey(), saleBody());
  const stuck = await report('report/z');
  expect(stuck.body).toMatchObject({ status: 409, code: 'SHIFT_HAS_UNSETTLED', details: { receipts: [{ stage: 'parked' }] } });
  const signed = { force: true, reason: 'касса закрывается', signed_by: { by: 'staff:2', role: 'manager' } };
  for (const missing of [{ reason: null }, { signed_by: null }])
    expect((await report('report/z', {}, { ...signed, ...missing })).body).toMatchObject({
      status: 422,
      code: 'SIGNATURE_REQUIRED',
    });
  const cashier = { ...signed, signed_by: { by: 'staff:3', role: 'cashier' } };
  expect((await report('report/z', {}, cashier)).body).toMatchObject({ status: 422, code: 'BODY_INVALID' });
  expect((await report('report/z', {}, signed)).body).toMatchObject({ reportType: 2, leftOpen: [{ stage: 'parked' }] });
});

it('pays out no more cash than lies in the drawer', async () => {
  await open();
  expect((await cash('out', 1)).body).toMatchObject({ status: 409, code: 'CASH_NOT_ENOUGH' });
  expect((await cash('in', -5)).body).toMatchObject({ status: 422, code: 'BODY_INVALID' });
});

it('gives X from the journal while the register is unreachable', async () => {
  await open();
  await post(till, newKey(), saleBody(70));
  till.register.down = true;
  expect((await report('report/x')).body).toMatchObject({ totalSales: 70 });
});
