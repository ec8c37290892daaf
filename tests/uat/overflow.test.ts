import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import { openTill, SUNGLASSES, type UatTill } from './till.ts';

/** A full buffer, from both documents: K-10, K-11, K-12 (suffix D) and K-26 (suffix P). One story: every test goes on from the last. */
let folder: string;
let till: UatTill;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-uat-'));
  till = await openTill({ clockFile: join(folder, 'clock.json') });
  await till.openShift();
  await till.synced();
});
afterAll(async () => {
  await till.stop();
  await rm(folder, { recursive: true, force: true });
});

async function fill(to: number): Promise<void> {
  let { current_queued: queued } = await till.buffer();
  for (; queued < to; queued += 1) expect((await till.sell([SUNGLASSES])).status).toBe(201);
  expect((await till.buffer()).current_queued).toBe(to);
}
const told = (code: string) => waitUntil(`alarm ${code}`, async () => (await till.alarms()).includes(code));

describe('a full buffer', () => {
  let lastKey: string;

  it('UAT-10D, UAT-10bP: warns at 160, alarms at 180, refuses the 201st with its capacity; replays go on', async () => {
    await till.world.ofd.set('down');
    await fill(159);
    expect(await till.alarms()).not.toContain('BUFFER_WARNING');
    await fill(160);
    await told('BUFFER_WARNING');
    await fill(180);
    await told('BUFFER_CRITICAL');
    await fill(199);
    lastKey = crypto.randomUUID();
    expect(await till.sell([SUNGLASSES], 'cash', {}, lastKey)).toMatchObject({ status: 201 });
    await told('BUFFER_FULL');
    const refused = await till.sell([SUNGLASSES]);
    expect(refused).toMatchObject({ status: 503, body: { code: 'BUFFER_FULL', details: { capacity: 200 } } });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(await till.sell([SUNGLASSES], 'cash', {}, lastKey)).toMatchObject({ status: 200, replayed: true });
  }, 400_000);

  it('UAT-10cD: the operator answers 503, the breaker is open, and the capacity is raised to 300 as an emergency', async () => {
    await waitUntil('the breaker is open', async () => (await till.buffer()).circuit_breaker.state !== 'closed');
    const raised = await till.call('PUT', '/v1/kkt/buffer/capacity', {
      capacity: 300,
      reason: 'оператор недоступен',
      by: 'staff:administrator',
    });
    expect(raised.status).toBe(200);
    expect(await till.buffer()).toMatchObject({ total_capacity: 300, current_queued: 200 });
    expect(await till.sell([SUNGLASSES])).toMatchObject({ status: 201 });
    await till.call('PUT', '/v1/kkt/buffer/capacity', { capacity: 200, reason: 'обратно', by: 'staff:administrator' });
    expect(await till.sell([SUNGLASSES])).toMatchObject({ status: 503, body: { code: 'BUFFER_FULL' } });
  });

  it('UAT-10bD: the link drops after 50: sales go on below the capacity, and nothing goes out twice', async () => {
    const before = (await till.world.ofd.held()).length;
    // A request after the 50th document fails (questions count as well); before the next attempt the link is gone again.
    await till.world.ofd.set('flaky', { every: 60 });
    await waitUntil('fifty and a failure', async () => (await till.world.ofd.held()).length - before >= 50, { within: 120_000 });
    await till.world.ofd.set('down');
    const queued = (await till.buffer()).current_queued;
    expect(queued).toBeLessThan(200);
    expect(await till.sell([SUNGLASSES])).toMatchObject({ status: 201 });
    await fill(200);
    expect(await till.sell([SUNGLASSES])).toMatchObject({ status: 503 });
  }, 400_000);

  it('UAT-10bP: after the emergency sync nothing waits, and the next sale is accepted; order and number are right', async () => {
    await till.world.ofd.set('ok');
    const sync = await till.call<{ code?: string }>('POST', '/v1/kkt/buffer/sync', { force: true });
    // Either this call sends, or the scheduled run was quicker: never both.
    expect(sync.status === 202 || (sync.status === 409 && sync.body.code === 'SYNC_RUNNING')).toBe(true);
    await till.synced();
    expect(await till.buffer()).toMatchObject({ current_queued: 0, percent_full: 0, dlq_size: 0 });
    expect(await till.alarms()).toEqual([]);
    expect(await till.sell([SUNGLASSES])).toMatchObject({ status: 201 });
    await till.synced();
    const arrivals = (await till.world.ofd.held()).map(({ fd }) => fd);
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    expect(await till.violations()).toEqual([]);
  }, 400_000);
});
