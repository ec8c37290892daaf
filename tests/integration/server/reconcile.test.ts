import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../design/documents/chain.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import { HOUR, MINUTE } from '../../../design/time/clock.ts';
import type { Reconciliation } from '../../../sync-server/reconcile/reconcile.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { GATEWAY_TOKENS, NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

const FN = '9999078900000001';
const token = GATEWAY_TOKENS['POS-001'];
let fixture: ServerFixture;
let reconciliation: Reconciliation;
let seq = 0;

beforeEach(async () => {
  seq = 0;
  fixture = await startFixture();
  reconciliation = fixture.server.reconcile(fixture.server.engine);
});
afterEach(async () => {
  await reconciliation.stop();
  await fixture.end();
});

type Sale = ReturnType<typeof saleOf>;
const row = (kind: string, change: Record<string, unknown> = {}) => ({
  ...{ seq: (seq += 1), at: fixture.clock.now(), kind, receipt: null, key: null, fn: null, fd: null, sale: null, result: null },
  ...{ event: null, cash: null, details: {} },
  ...change,
});
const resultOf = (sale: Sale, fd: number) => ({
  ...{
    _id: `fiscal-result:${sale.hlc}`,
    _rev: `1-${String(fd).padStart(32, 'f')}`,
    type: 'fiscal-result',
    schema: 1,
    hlc: sale.hlc,
  },
  ...{ by: null, pos: 'POS-001', store: 'demo-1', sale: sale._id, key: sale.key, receipt: `r${fd}`, operation: 'sale' },
  ...{ total: sale.total, fn: FN, fd, fp: '1234567890', shift: sale.shift, number: fd, at: sale.at, qr: 't=', text: [] },
});
const sold = (sale: Sale, fd: number) => [
  row('receipt-stored', { key: sale.key, sale }),
  row('receipt-registered', { key: sale.key, fn: FN, fd, result: resultOf(sale, fd) }),
];
const delivered = (fd: number) => row('delivered', { fn: FN, fd });
const send = (rows: unknown[]) =>
  fixture.call('POST', '/api/journal', { token, body: { pos_id: 'POS-001', store: 'demo-1', rows } });
const beat = (change: { queued?: number; waiting?: number } = {}) =>
  fixture.call('POST', '/api/v1/kkt/heartbeat', {
    token,
    body: {
      ...{ timestamp: 't', adapter_id: 'a', pos_id: 'POS-001', store: 'demo-1', fn: FN, shift: { number: 1, opened_at: NOON } },
      buffer_status: {
        ...{ total_capacity: 200, current_queued: change.queued ?? 0, percent_full: 0, pending: 0, synced: 0, failed: 0 },
        ...{ dlq_size: 0, network_status: 'online' },
      },
      circuit_breaker: { state: 'closed', failure_count: 0, success_count: 0 },
      copy: { waiting: change.waiting ?? 0, oldest: null },
    },
  });
const inShop = async (...docs: object[]) => (await fixture.server.engine.open(SALES)).bulk(docs as never, { newEdits: false });
async function reported(job: string): Promise<Report[]> {
  const chain = await fixture.server.engine.open('chain');
  return (await chain.range({ startkey: `report:${job}:`, endkey: `report:${job}:\ufff0` })) as unknown as Report[];
}
const metric = async (of: string) => {
  const answer = await fixture.call('GET', '/metrics', { token: fixture.server.metricsToken });
  return new RegExp(`optics_sync_reconciliation_documents\\{${of}\\} (\\d+)`).exec(await answer.text())?.[1];
};

describe('the hourly comparison (C-42)', () => {
  it('reports that nothing is lost, once an hour', async () => {
    const [a, b] = [saleOf(1), saleOf(2)];
    await inShop(a, b);
    await send([...sold(a, 1), delivered(1), ...sold(b, 2), delivered(2)]);
    await beat();
    await reconciliation.run();
    await reconciliation.run();
    fixture.clock.forward(2 * HOUR);
    await beat();
    await reconciliation.run();
    const found = await reported('c42');
    expect(found.map(({ lost, waiting }) => [lost, waiting])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(found[1]!.tills).toEqual([
      { pos: 'POS-001', store: 'demo-1', silent: false, documents: 2, delivered: 2, undelivered: 0, lost: 0, waiting: 0 },
    ]);
    expect(await metric('job="c42",what="lost"')).toBe('0');
  });

  it('names a sale that is in the journal and not in the shop, and a number of the drive that is nowhere, without names or prices', async () => {
    const [gone, kept] = [saleOf(1), saleOf(2)];
    await inShop(kept);
    await send([...sold(gone, 1), ...sold(kept, 3), delivered(1), delivered(3)]);
    await beat();
    await reconciliation.run('all');
    expect((await reported('c42'))[0]).toMatchObject({ lost: 0, waiting: 2 });
    fixture.clock.forward(11_000);
    await fixture.server.intake.tick();
    const sales = await fixture.server.engine.open(SALES);
    expect(await sales.get(gone._id)).not.toBeNull();
    await reconciliation.run('all');
    expect((await reported('c42'))[0]).toMatchObject({ lost: 0, waiting: 1 });
    fixture.clock.forward(2 * HOUR);
    await beat();
    await reconciliation.run();
    const last = (await reported('c42')).at(-1)!;
    expect(last.items).toMatchObject([{ what: 'document-missing', pos: 'POS-001', fn: FN, fd: 2 }]);
    expect(last.lost).toBe(1);
    expect(JSON.stringify(last)).not.toMatch(/Иванова|Оправа|1234500/);
    expect(await metric('job="c42",what="lost"')).toBe('1');
  });

  it('waits for a till that is silent, and knows when its journal is behind what the shop already has', async () => {
    const sale = saleOf(1);
    await send([delivered(1)]);
    await inShop(sale, resultOf(sale, 2));
    fixture.clock.forward(HOUR);
    await reconciliation.run('all');
    expect((await reported('c42')).at(-1)).toMatchObject({ lost: 0, waiting: 1, tills: [{ silent: true }] });
    await beat({ waiting: 2 });
    await reconciliation.run('all');
    expect((await reported('c42')).at(-1)).toMatchObject({ lost: 0, waiting: 1 });
    await beat();
    await reconciliation.run('all');
    expect((await reported('c42')).at(-1)).toMatchObject({ lost: 1, items: [{ what: 'not-in-journal', fd: 2 }] });
    await send(sold(sale, 2));
    await reconciliation.run('all');
    expect((await reported('c42')).at(-1)).toMatchObject({ lost: 0, waiting: 1, items: [{ what: 'undelivered', fd: 2 }] });
  });
});

describe('the check after more than 8 hours offline (C-41)', () => {
  const priceList = (from: number) => ({
    ...{ _id: 'price-list:demo-1', type: 'price-list', schema: 1, hlc: formatHlc({ wall: NOON, counter: 0, device: 0 }) },
    ...{ by: null, pos: null, store: 'demo-1', prices: [{ sku: 'RB-1001', price: 1_500_000, from }], stamps: {} },
  });
  const soldAt = (n: number) => {
    const sale = { ...saleOf(n), hlc: formatHlc({ wall: NOON + n, counter: 0, device: 1 }) };
    return { ...sale, _id: `sale:${sale.hlc}` };
  };

  it('compares each offline line with the price in force then, refuses while receipts are pending, and corrects nothing', async () => {
    await (await fixture.server.engine.open('catalog')).put(priceList(NOON + 3 * HOUR));
    await beat();
    const [before, after] = [soldAt(2 * HOUR), soldAt(4 * HOUR)];
    fixture.clock.forward(9 * HOUR);
    await beat({ queued: 2 });
    await inShop(before, resultOf(before, 1), resultOf(after, 2));
    await reconciliation.run();
    expect(await reported('c41')).toEqual([]);
    await beat();
    await reconciliation.run();
    expect(await reported('c41')).toEqual([]);
    expect(await metric('job="c41",what="waiting"')).toBe('1');
    await inShop(after);
    await reconciliation.run();
    const [report] = await reported('c41');
    expect(report).toMatchObject({ store: 'demo-1', found: 1, lost: 0, seen: null });
    expect(report!.items).toMatchObject([
      { pos: 'POS-001', id: after._id, sku: 'RB-1001', price: 1_234_500, inForce: 1_500_000, difference: -265_500 },
    ]);
    await reconciliation.run();
    expect(await metric('job="c41",what="waiting"')).toBe('0');
    expect(await (await fixture.server.engine.open(SALES)).get(after._id)).toMatchObject({ total: after.total });
  });

  it('knows a sale of the last evening of a month by its result in the next one', async () => {
    const evening = 9 * 24 * HOUR + 10 * HOUR;
    fixture.clock.forward(evening);
    await beat();
    const sale = soldAt(evening + HOUR);
    await inShop(sale);
    fixture.clock.forward(12 * HOUR);
    await fixture.server.provisioner.upToDate();
    const december = await fixture.server.engine.open('sales-demo-1-202612');
    await december.bulk([resultOf(sale, 1)] as never, { newEdits: false });
    await beat();
    await reconciliation.run();
    expect(await reported('c41')).toHaveLength(1);
    expect(await metric('job="c41",what="waiting"')).toBe('0');
  });

  it('has nothing to do after a night, and after less than 8 hours', async () => {
    await beat();
    fixture.clock.forward(12 * HOUR);
    await beat();
    fixture.clock.forward(7 * HOUR + 59 * MINUTE);
    await beat();
    await reconciliation.run();
    expect(await reported('c41')).toEqual([]);
  });
});
