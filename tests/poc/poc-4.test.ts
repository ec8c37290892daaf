import { afterEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../design/time/clock.ts';
import { ALARMS } from '../../design/fiscal/alarms.ts';
import type { MemoryGateway } from '../../fiscal-gateway/testing/memory-gateway.ts';
import { newKey, post, saleBody } from '../../fiscal-gateway/testing/receipts.ts';
import {
  alarms,
  arrivedFds,
  buffer,
  delivered,
  mixed,
  pass,
  passUntil,
  pocTill,
  PocServer,
  sell,
  settle,
} from './poc.fixture.ts';
import type { Sold } from './poc.fixture.ts';

/** POC-4 (K-34, K-38): eight hours without the operator, on a clock that a test turns. */
let till: MemoryGateway;
afterEach(() => till.stop());

const offline = async (options: Parameters<typeof pocTill>[0] = {}): Promise<void> => {
  till = await pocTill(options);
  await delivered(till);
  till.ofd.mode = 'down';
};

/** `count` receipts spread over eight hours. */
async function workingDay(count: number): Promise<Sold[]> {
  const sold: Sold[] = [];
  const pause = (8 * HOUR) / SECOND / count;
  for (let n = 0; n < count; n++) {
    sold.push(await sell(till, mixed(n)));
    await pass(till, pause, 30);
  }
  return sold;
}

const inOrder = (fds: readonly number[]): boolean => fds.every((fd, i) => i === 0 || fd > (fds[i - 1] ?? 0));

describe('POC-4', () => {
  it.each([
    { count: 50, within: 300 },
    { count: 200, within: 600 },
  ])('(1, 2) eight hours offline with $count receipts: all kept, all delivered in order within $within s', async (day) => {
    await offline();
    const sold = await workingDay(day.count);
    expect(new Set(sold.map(({ id }) => id)).size).toBe(day.count);
    expect(buffer(till)).toMatchObject({ network_status: 'offline', current_queued: day.count, dlq_size: 0, failed: 0 });
    expect(buffer(till).oldest_receipt?.age_hours).toBeGreaterThan(7.5);
    const before = arrivedFds(till).length;
    till.ofd.mode = 'ok';
    expect(await delivered(till)).toBeLessThanOrEqual(day.within);
    expect(arrivedFds(till).slice(before)).toEqual(sold.map(({ fd }) => fd));
    expect(buffer(till)).toMatchObject({ current_queued: 0, dlq_size: 0, synced: day.count });
    await pass(till, 120);
    expect(buffer(till).network_status).toBe('online');
  });

  it('(1) the same with an operator that hangs, then loses answers: no document twice, dead-letter box empty', async () => {
    await offline();
    till.ofd.mode = 'hang';
    const sold = await workingDay(50);
    till.ofd.mode = 'deaf';
    await pass(till, 10 * 60);
    till.ofd.mode = 'ok';
    await delivered(till, 900);
    expect(new Set(till.ofd.held).size).toBe(till.ofd.held.length);
    expect(inOrder(till.ofd.held.map((key) => Number(key.split('-')[1])))).toBe(true);
    expect(sold.every(({ fd }) => till.ofd.held.includes(`${till.register.fn}-${fd}`))).toBe(true);
    expect(buffer(till)).toMatchObject({ dlq_size: 0, synced: 50 });
  });

  it('(3) alarms at 160, 180 and 200; the 201st is refused; refund, replay and Z go on; sales go on below 200', async () => {
    await offline();
    const first = await sell(till, mixed(0));
    const at: Record<number, string[]> = {};
    for (let n = 1; n < 200; n++) {
      await sell(till, mixed(n));
      await settle(till);
      at[n + 1] = alarms(till);
    }
    expect(at[159]).toEqual([]);
    expect(at[160]).toEqual(['BUFFER_WARNING']);
    expect(at[179]).toEqual(['BUFFER_WARNING']);
    expect(at[180]).toEqual(['BUFFER_CRITICAL']);
    expect(at[200]).toEqual(['BUFFER_FULL']);
    expect(ALARMS.BUFFER_FULL.level).toBe('critical');
    expect(await post(till, newKey(), mixed(201))).toMatchObject({ status: 503, body: { code: 'BUFFER_FULL' } });
    expect(await post(till, first.key, mixed(0))).toMatchObject({ status: 200 });
    const refund = { fn: '9281000100000001', fd: 77, fp: '1234567890' };
    const back = saleBody(100, { type: 'refund', original_fiscal: refund });
    expect((await post(till, newKey(), back)).status).toBe(201);
    // The link is back and drops after 60: 141 wait, 70 %, sales are open again.
    till.ofd.takes = 60;
    till.ofd.mode = 'ok';
    await passUntil(till, 'sixty are delivered', () => buffer(till).current_queued === 141);
    await settle(till);
    expect(alarms(till)).toEqual([]);
    await sell(till, mixed(201));
    till.ofd.takes = Infinity;
    await delivered(till);
    expect(inOrder(arrivedFds(till))).toBe(true);
    expect((await till.call('POST', '/v1/kkt/report/z', { pos_id: 'POS-001' })).status).toBe(200);
  });

  it('(4) a till’s clock ten minutes ahead: alarmed, and every receipt of the outage gets the server’s time', async () => {
    const server = new PocServer();
    till = await pocTill({ server, config: { syncUrl: 'http://server' } });
    server.mode = 'down';
    await pass(till, 120, 5);
    till.time.advance(10 * MINUTE);
    server.ahead = -10 * MINUTE;
    const sold = [];
    for (let n = 0; n < 5; n++) {
      const { key } = await sell(till, mixed(n));
      sold.push({ key, at: till.time.clock.now() });
      await pass(till, 60, 5);
    }
    const hlcOf = async (key: string) =>
      (await till.call<{ hlc: { stamp: string; server_time: number | null } }>('GET', `/v1/kkt/receipt/by-key/${key}`)).body.hlc;
    expect((await hlcOf(sold[0]!.key)).server_time).toBeNull();
    server.mode = 'ok';
    await passUntil(till, 'the drift is seen', () => alarms(till).includes('CLOCK_DRIFT_CRITICAL'));
    await till.journal.idle();
    for (const { key, at } of sold) expect((await hlcOf(key)).server_time).toBe(Math.floor((at - 10 * MINUTE) / SECOND));
    const later = await sell(till, mixed(9));
    expect((await hlcOf(later.key)).server_time).toBe(Math.floor((till.time.clock.now() - 10 * MINUTE) / SECOND));
    // The clock is put right: stamps go on upwards, the alarm goes, the right time is our own again.
    till.time.advance(-10 * MINUTE);
    server.ahead = 0;
    // Timers of a test follow its clock, so what waits now waits ten minutes longer; those of a process do not.
    await passUntil(till, 'the alarm goes', () => !alarms(till).includes('CLOCK_DRIFT_CRITICAL'), 900);
    const last = await sell(till, mixed(10));
    const stamps = await Promise.all([...sold, later, last].map(async ({ key }) => (await hlcOf(key)).stamp));
    expect(stamps).toEqual(stamps.toSorted());
    expect((await hlcOf(last.key)).server_time).toBe(Math.floor(till.time.clock.now() / SECOND));
  });

  it('(5) killed with twenty in the buffer: all there, selling goes on, all delivered once', async () => {
    await offline();
    for (let n = 0; n < 20; n++) await sell(till, mixed(n));
    const dead = till.gateway;
    await till.crashAndRestart();
    await dead.stop().catch(() => undefined);
    expect(buffer(till)).toMatchObject({ current_queued: 20, failed: 0 });
    await sell(till, mixed(20));
    till.ofd.mode = 'ok';
    await delivered(till);
    expect(new Set(till.ofd.held).size).toBe(till.ofd.held.length);
    expect(buffer(till)).toMatchObject({ synced: 21, dlq_size: 0 });
  });
});
