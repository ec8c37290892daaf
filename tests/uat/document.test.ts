import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HOUR } from '../../design/time/clock.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { openTill, SUNGLASSES, type Line, type UatTill } from './till.ts';

/** The gateway's half of the acceptance tests of the requirements document (K-01 … K-13, suffix D): real programs, no browser. */
const FRAME: Line = { sku: 'RB-1001', name: 'Оправа Ray-Ban 1001', price: 8_000 };
const LENS: Line = { sku: 'LN-167', name: 'Линза 1.67', qty: 2, price: 3_000 };

let folder: string;
let till: UatTill;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-uat-'));
  till = await openTill({ clockFile: join(folder, 'clock.json') });
  await till.openShift({ float: 5_000 });
});
afterEach(async () => {
  await till.world.ofd.set('ok');
  await till.synced();
  expect(await till.violations()).toEqual([]);
}, 180_000);
afterAll(async () => {
  await till.stop();
  await rm(folder, { recursive: true, force: true });
});

const drawer = async (): Promise<number> => (await till.report('x')).body.cashInDrawer;

it('UAT-01D: frame and lenses in one receipt are registered and printed; the customer’s contact goes to the drive', async () => {
  const { status, body } = await till.sell([FRAME, LENS], 'card', { customer: { email: 'client@example.ru', phone: null } });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    stage: 'printed',
    printed: true,
    total: 14_000,
    fiscal_doc: { fd: expect.any(Number) as number },
  });
  expect(body.fiscal_doc?.text.join('\n')).toContain('client@example.ru');
  expect(body.fiscal_doc?.qr).toMatch(/^t=\d{8}T\d{4}&s=14000\.00&fn=\d{16}&i=\d+&fp=\d+&n=1$/);
  await till.synced();
  expect((await till.call('GET', `/v1/kkt/receipt/${body.receipt_id}`)).body).toMatchObject({ status: 'synced' });
});

it('UAT-02D: a refund by receipt carries the amounts back and the drawer is adjusted', async () => {
  const sale = await till.sell([FRAME, LENS], 'cash');
  await till.synced();
  const before = await drawer();
  const refund = await till.refund(sale.body.receipt_id, [{ ...LENS, qty: 1 }]);
  expect(refund).toMatchObject({ status: 201, body: { type: 'refund', total: 3_000 } });
  expect(refund.body.fiscal_doc?.qr).toMatch(/&n=2$/);
  expect(refund.body.fiscal_doc?.text.join('\n')).toMatch(/ВОЗВРАТ ПРИХОДА/);
  expect(await drawer()).toBe(before - 3_000);
});

describe('UAT-05D: the register or its links refuse', () => {
  it('05a: three attempts, then the receipt waits and the operator of the till is told; the same key registers it once', async () => {
    const before = (await till.world.drive.receipts()).length;
    await till.world.drive.fault({ kind: 'reset-before', times: 3 });
    const key = crypto.randomUUID();
    const refused = await till.sell([SUNGLASSES], 'cash', {}, key);
    expect(refused).toMatchObject({ status: 503, body: { code: 'REGISTER_UNREACHABLE', title: expect.any(String) as string } });
    expect((await till.call('GET', `/v1/kkt/receipt/by-key/${key}`)).body).toMatchObject({ stage: 'parked' });
    expect((await till.world.drive.receipts()).length).toBe(before);
    expect(await till.sell([SUNGLASSES], 'cash', {}, key)).toMatchObject({ status: 201 });
    expect((await till.world.drive.receipts()).length).toBe(before + 1);
  });

  it('05b: a full drive stops sales with the instruction, and nothing is registered', async () => {
    const before = (await till.world.drive.receipts()).length;
    const dial = (documents_left: number) =>
      fetch(`${till.world.drive.url}/drive`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ documents_left }),
      });
    await dial(0);
    const key = crypto.randomUUID();
    expect(await till.sell([SUNGLASSES], 'cash', {}, key)).toMatchObject({ status: 503, body: { code: 'DRIVE_REFUSED' } });
    expect((await till.call('POST', '/v1/kkt/receipt/check', { pos_id: 'POS-001' })).body).toMatchObject({ ok: false });
    await waitUntil('the alarm', async () => (await till.alarms()).includes('DRIVE_FULL'));
    expect((await till.world.drive.receipts()).length).toBe(before);
    await dial(200_000);
    expect(await till.sell([SUNGLASSES], 'cash', {}, key)).toMatchObject({ status: 201 });
    await waitUntil('no alarm', async () => !(await till.alarms()).includes('DRIVE_FULL'));
  });

  it('05c, 05d: with the operator gone (503) the receipt prints and is buffered without an alarm, and goes out by itself', async () => {
    await till.world.ofd.set('down');
    const { status, body } = await till.sell([SUNGLASSES]);
    expect({ status, printed: body.printed, buffered: body.buffered }).toEqual({ status: 201, printed: true, buffered: true });
    expect(await till.alarms()).toEqual([]);
    await till.world.ofd.set('ok');
    await till.synced();
  });
});

it('UAT-06D: prepayment, settlement with the offset, and a partial refund carry the right tags and sums', async () => {
  const order = { sku: 'ORDER-1', name: 'Очки по заказу', price: 10_000 };
  const advance = await till.sell([{ ...order, price: 4_000, method: 'prepayment' }], 'card');
  expect(advance.status).toBe(201);
  expect(advance.body.fiscal_doc?.text.join('\n')).toMatch(/ПРЕДОПЛАТА/);
  const settled = await till.receipt({
    type: 'sale',
    items: [{ ...order, qty: 1, vat: 'none', method: 'full' }],
    payments: [
      { method: 'prepaid', amount: 4_000 },
      { method: 'cash', amount: 6_000 },
    ],
  });
  expect(settled).toMatchObject({ status: 201, body: { total: 10_000 } });
  expect(settled.body.fiscal_doc?.text.join('\n')).toMatch(/ПРЕДВАРИТЕЛЬНАЯ ОПЛАТА|АВАНС/);
  const x = (await till.report('x')).body;
  expect(x.otherTotal).toBe(4_000);
  const pair = await till.sell([{ ...LENS }], 'cash');
  await till.synced();
  expect(await till.refund(pair.body.receipt_id, [{ ...LENS, qty: 1 }])).toMatchObject({ status: 201 });
  const excess = await till.refund(pair.body.receipt_id, [LENS]);
  expect(excess).toMatchObject({ status: 422, body: { code: 'REFUND_EXCEEDS_SALE' } });
});

it('UAT-08D: sunglasses for 2,500 cash with the operator cut off: printed, buffered, delivered after the link is back', async () => {
  await till.synced();
  await till.world.ofdProgram.kill();
  const { status, body } = await till.sell([SUNGLASSES]);
  expect({ status, stage: body.stage, total: body.total }).toEqual({ status: 201, stage: 'printed', total: 2_500 });
  expect((await till.buffer()).current_queued).toBe(1);
  await waitUntil('offline is shown', async () => (await till.buffer()).network_status === 'offline', { within: 60_000 });
  await till.world.ofdProgram.start();
  await till.synced();
});

it('UAT-11D: restarted while offline with 15 receipts: all there, selling goes on, all delivered', async () => {
  await till.world.ofd.set('down');
  for (let n = 0; n < 15; n += 1) await till.sell([SUNGLASSES], n % 2 === 0 ? 'cash' : 'card');
  await till.world.gatewayProgram.kill();
  await till.world.gatewayProgram.start();
  expect((await till.buffer()).current_queued).toBe(15);
  expect(await till.sell([SUNGLASSES])).toMatchObject({ status: 201 });
  await till.world.ofd.set('ok');
  await till.synced();
});

it('UAT-09D: four hours offline with 30 mixed sales: all printed, no alarm below 160, all delivered', async () => {
  await till.world.ofd.set('down');
  const before = (await till.buffer()).total_receipts;
  const methods = ['cash', 'card'] as const;
  for (let n = 0; n < 30; n += 1) {
    if (n % 10 === 0) await till.pass(1.25 * HOUR);
    expect(await till.sell([n % 3 === 0 ? FRAME : SUNGLASSES], methods[n % 2])).toMatchObject({
      status: 201,
      body: { printed: true },
    });
  }
  await till.pass(0.25 * HOUR);
  const status = await waitUntil('offline is shown', async () => {
    const seen = await till.buffer();
    return seen.network_status === 'offline' ? seen : null;
  });
  expect(status).toMatchObject({ current_queued: 30, total_receipts: before + 30, dlq_size: 0 });
  expect(status.alerts.filter(({ code }) => code.startsWith('BUFFER'))).toEqual([]);
  expect(status.oldest_receipt?.age_hours).toBeGreaterThan(2.5);
  await till.world.ofd.set('ok');
  await till.synced();
  expect(await till.buffer()).toMatchObject({ current_queued: 0, failed: 0, dlq_size: 0 });
});
