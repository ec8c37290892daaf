import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { POS } from '../e2e/harness/world.ts';
import { openTill, SUNGLASSES, type UatTill } from './till.ts';

/** The gateway's half of the acceptance tests of the phase plan (K-20 … K-28, suffix P): real programs, no browser. */
let folder: string;
let till: UatTill;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-uat-'));
  till = await openTill({ clockFile: join(folder, 'clock.json') });
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

const goods = (price: number, qty = 1) => [{ sku: 'SKU-1', name: 'Товар', price, qty }];

it('UAT-04P: X and Z by payment kind, exact to the kopeck, X cumulative within one shift', async () => {
  await till.openShift();
  await till.sell(goods(1_000), 'cash');
  const first = (await till.report('x')).body;
  expect(first).toMatchObject({ reportType: 1, totalSales: 1_000, cashTotal: 1_000, cardTotal: 0 });
  await till.sell(goods(900.5), 'card');
  await till.sell(goods(599.5), 'cash');
  const second = (await till.report('x')).body;
  expect(second).toMatchObject({ totalSales: 2_500, cashTotal: 1_599.5, cardTotal: 900.5, shiftNumber: first.shiftNumber });
  expect((await till.call('GET', '/v1/kkt/shift')).body).toMatchObject({ state: 'open' });
  await till.report('z');
  await till.openShift();
  const back = await till.sell(goods(700), 'cash');
  await till.sell(goods(300), 'cash');
  await till.synced();
  await till.refund(back.body.receipt_id, goods(700));
  const z = (await till.report('z')).body;
  expect(z).toMatchObject({ reportType: 2, totalSales: 1_000, totalRefunds: 700, cashTotal: 300, cardTotal: 0 });
  expect(z.cashTotal + z.cardTotal + z.otherTotal).toBeCloseTo(z.totalSales - z.totalRefunds, 2);
  expect(z.fiscalSign).toMatch(/^\d+$/);
  expect((await till.call('GET', '/v1/kkt/shift')).body).toMatchObject({ state: 'closed' });
});

it('UAT-01P: an order for 13,000 (two progressive lenses and a frame) is registered and delivered', async () => {
  await till.openShift();
  const { status, body } = await till.sell(
    [
      { sku: 'PR-167', name: 'Линза прогрессивная 1.67', price: 5_000, qty: 2 },
      { sku: 'FR-3000', name: 'Оправа', price: 3_000 },
    ],
    'card',
  );
  expect(status).toBe(201);
  expect(body).toMatchObject({ total: 13_000, buffered: true, fiscal_doc: { fn: expect.stringMatching(/^\d{16}$/) as string } });
  await till.synced();
});

it('UAT-02P: refund of two after delivery; while the sale is pending the check answers 409 with its state', async () => {
  const sale = await till.sell(goods(1_000, 2), 'cash');
  await till.synced();
  expect(await till.refundCheck(sale.body.receipt_id)).toMatchObject({
    status: 200,
    body: { allowed: true, sync_status: 'synced' },
  });
  expect(await till.refund(sale.body.receipt_id, goods(1_000, 2))).toMatchObject({ status: 201, body: { total: 2_000 } });
  await till.synced();
  await till.world.ofd.set('down');
  const pending = await till.sell(goods(500), 'cash');
  const blocked = await till.refundCheck(pending.body.receipt_id);
  expect(blocked).toMatchObject({
    status: 409,
    body: {
      code: 'ORIGINAL_NOT_DELIVERED',
      details: { allowed: false, sync_status: 'pending', retry_after_seconds: expect.any(Number) as number },
    },
  });
  await till.world.ofd.set('ok');
  await till.synced();
  expect(await till.refundCheck(pending.body.receipt_id)).toMatchObject({ status: 200, body: { allowed: true } });
});

it('UAT-09P: two blocked attempts with words, then success; an unknown original is allowed by the check; an empty one is an error', async () => {
  await till.world.ofd.set('down');
  const sale = await till.sell(goods(1_500), 'card');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const refused = await till.refund(sale.body.receipt_id, goods(1_500), 'card');
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'ORIGINAL_NOT_DELIVERED', title: expect.stringMatching(/^Возврат пока/) as string },
    });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
  }
  await till.world.ofd.set('ok');
  await till.synced();
  expect(await till.refund(sale.body.receipt_id, goods(1_500), 'card')).toMatchObject({ status: 201 });
  expect(await till.refundCheck('no-such-receipt')).toMatchObject({
    status: 200,
    body: { allowed: true, sync_status: 'not_found' },
  });
  expect((await till.refundCheck('')).status).toBe(422);
});

it('UAT-08P: 25,000 offline: the breaker opens, the answer is a receipt, ten mixed ones follow; after the link is back all are delivered', async () => {
  await till.world.ofd.set('down');
  expect(await till.sell(goods(25_000), 'card')).toMatchObject({ status: 201 });
  expect((await till.buffer()).current_queued).toBe(1);
  const fds = new Set<number>();
  for (let n = 0; n < 10; n += 1) {
    const { body } = await till.sell([SUNGLASSES], n % 2 === 0 ? 'cash' : 'card');
    fds.add(body.fiscal_doc?.fd ?? 0);
  }
  expect(fds.size).toBe(10);
  await waitUntil('the breaker is open', async () => (await till.buffer()).circuit_breaker.state === 'open', { within: 60_000 });
  await till.world.gatewayProgram.kill();
  await till.world.gatewayProgram.start();
  expect((await till.buffer()).current_queued).toBe(11);
  await till.world.ofd.set('ok');
  await till.synced();
});

it('UAT-10cP: 20 offline receipts survive kill -9 and are delivered; WAL, synchronous FULL, counts of the API are those of the file', async () => {
  await till.world.ofd.set('down');
  for (let n = 0; n < 20; n += 1) await till.sell([SUNGLASSES]);
  await till.world.gatewayProgram.kill();
  await till.world.gatewayProgram.start();
  const status = await till.buffer();
  expect(status.current_queued).toBe(20);
  const db = new DatabaseSync(join(till.world.data, 'gateway', POS, 'journal.sqlite'), { readOnly: true });
  const one = (sql: string) => Object.values(db.prepare(sql).get() ?? {})[0];
  expect(one('PRAGMA journal_mode')).toBe('wal');
  expect(one(`SELECT count(*) FROM documents WHERE type IN ('receipt', 'correction')`)).toBe(status.total_receipts);
  expect(one(`SELECT count(*) FROM documents WHERE type = 'receipt' AND state IN ('queued', 'syncing')`)).toBe(20);
  db.close();
});

it('UAT-11P: X and Z offline are flagged so, and the totals are those of the same shift later online', async () => {
  await till.report('z');
  await till.openShift();
  await till.world.ofd.set('down');
  for (let n = 0; n < 5; n += 1) {
    await till.sell(goods(1_000), 'cash');
    await till.sell(goods(1_000), 'card');
  }
  await waitUntil('offline is shown', async () => (await till.buffer()).network_status === 'offline', { within: 60_000 });
  const offline = (await till.report('x')).body;
  expect(offline).toMatchObject({ offline: true, cashTotal: 5_000, cardTotal: 5_000, totalSales: 10_000 });
  await till.world.ofd.set('ok');
  await till.synced();
  // No server in this test: with the operator back the mode is "degraded".
  await waitUntil('the operator is back', async () => (await till.buffer()).network_status === 'degraded', { within: 60_000 });
  const { cashTotal, cardTotal, totalSales, totalRefunds, shiftNumber } = offline;
  expect((await till.report('x')).body).toMatchObject({
    offline: false,
    cashTotal,
    cardTotal,
    totalSales,
    totalRefunds,
    shiftNumber,
  });
  await till.report('z');
  await till.openShift();
  await till.world.ofd.set('down');
  for (let n = 0; n < 8; n += 1) await till.sell(goods(500), n < 6 ? 'cash' : 'card');
  await waitUntil('offline is shown', async () => (await till.buffer()).network_status === 'offline', { within: 60_000 });
  expect((await till.report('z')).body).toMatchObject({ reportType: 2, offline: true, cashTotal: 3_000, cardTotal: 1_000 });
}, 400_000);
