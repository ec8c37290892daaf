import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatHlc } from '../../../design/time/hlc.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { addShops, GATEWAY_TOKENS, NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.end());

const token = GATEWAY_TOKENS['POS-001'];
const row = (seq: number, kind: string, change: Record<string, unknown> = {}) => ({
  seq,
  at: NOON,
  kind,
  receipt: null,
  key: null,
  fn: null,
  fd: null,
  sale: null,
  result: null,
  event: null,
  cash: null,
  details: {},
  ...change,
});
const stored = (seq: number, sale: ReturnType<typeof saleOf>) => row(seq, 'receipt-stored', { key: sale.key, sale });
const resultOf = (sale: ReturnType<typeof saleOf>) => ({
  _id: `fiscal-result:${sale.hlc}`,
  _rev: `1-${'f'.repeat(32)}`,
  type: 'fiscal-result',
  schema: 1,
  hlc: sale.hlc,
  by: null,
  pos: 'POS-001',
  store: sale.store,
  sale: sale._id,
  key: sale.key,
  receipt: 'r1',
  operation: 'sale',
  total: sale.total,
  fn: sale.fn,
  fd: 42,
  fp: '1234567890',
  shift: sale.shift,
  number: 7,
  at: sale.at,
  qr: 't=',
  text: [],
});

async function post(rows: unknown[], options: { token?: string; pos?: string; store?: string } = {}) {
  const body = { pos_id: options.pos ?? 'POS-001', store: options.store ?? 'demo-1', rows };
  return fixture.call('POST', '/api/journal', { token: options.token ?? token, body });
}
const acknowledged = async (answer: Response) => ((await answer.json()) as { acknowledged: number }).acknowledged;
const sales = () => fixture.server.engine.open(SALES);

describe('the journal copy', () => {
  it('is acknowledged up to the last gap, whatever the order and however often it comes', async () => {
    expect(await acknowledged(await post([row(1, 'delivered'), row(3, 'delivered')]))).toBe(1);
    expect(await acknowledged(await post([row(2, 'delivered')]))).toBe(2);
    expect(await acknowledged(await post([row(1, 'delivered'), row(2, 'delivered'), row(3, 'delivered')]))).toBe(3);
    await fixture.restart();
    expect(await acknowledged(await post([row(4, 'delivered')]))).toBe(4);
    expect(await acknowledged(await post([]))).toBe(4);
    // A journal begun anew must not hear that rows are held which it has yet to send.
    expect(await acknowledged(await post([row(1, 'alert')]))).toBe(1);
  });

  it('writes results, shift events and cash movements at once, as the very revisions of the gateway', async () => {
    const sale = saleOf(1);
    const result = resultOf(sale);
    const event = {
      _id: 'shift-event:9999078900000001-1',
      _rev: '1-eeee',
      type: 'shift-event',
      schema: 1,
      hlc: formatHlc({ wall: NOON, counter: 1, device: 0 }),
      by: null,
      pos: 'POS-001',
      store: 'demo-1',
      event: 'open',
      shift: sale.shift,
      fn: sale.fn,
      fd: 1,
      fp: '1',
      at: NOON,
      cashier: 'Иванова А. П.',
      totals: null,
    };
    await post([row(1, 'shift', { event }), stored(2, sale), row(3, 'receipt-registered', { key: sale.key, result })]);
    expect((await (await sales()).get(result._id))?._rev).toBe(result._rev);
    expect((await (await sales()).get(event._id))?._rev).toBe('1-eeee');
    expect(await (await sales()).get(sale._id)).toBeNull();
  });

  it('keeps the first word on a shift that a gateway without its journal found again in the drive', async () => {
    const event = (rev: string, cashier: string) => ({
      _id: 'shift-event:9999078900000001-1',
      _rev: rev,
      type: 'shift-event',
      schema: 1,
      hlc: formatHlc({ wall: NOON, counter: 1, device: 0 }),
      by: null,
      pos: 'POS-001',
      store: 'demo-1',
      event: 'open',
      shift: { fn: '9999078900000001', number: 1, openedAt: NOON },
      fn: '9999078900000001',
      fd: 1,
      fp: '1',
      at: NOON,
      cashier,
      totals: null,
    });
    const [told, found] = [event('1-00000000', 'Иванова А.'), event('1-ffffffff', '')];
    await post([row(1, 'shift', { event: told }), row(2, 'shift', { event: found, details: { found: true } })]);
    expect(await (await sales()).get(told._id)).toMatchObject({ _rev: '1-00000000', cashier: 'Иванова А.' });
    const other = { ...found, _id: 'shift-event:9999078900000001-9', fd: 9 };
    await post([row(3, 'shift', { event: other, details: { found: true } })]);
    expect(await (await sales()).get(other._id)).toMatchObject({ _rev: '1-ffffffff' });
  });

  it('brings back a sale that its till never delivered, also over a restart; a late push of the till is a no-op', async () => {
    const sale = saleOf(1);
    await post([stored(1, sale)]);
    fixture.clock.forward(9_000);
    await fixture.server.intake.tick();
    expect(await (await sales()).get(sale._id)).toBeNull();
    await fixture.restart();
    fixture.clock.forward(2_000);
    await fixture.server.intake.tick();
    expect((await (await sales()).get(sale._id))?._rev).toBe(sale._rev);
    expect(await (await sales()).get(`recovery:${sale.hlc}`)).toMatchObject({ sale: sale._id, store: 'demo-1', at: NOON });

    const till = await fixture.pair('POS-001');
    const { seq } = await (await sales()).info();
    const push = await fixture.call('POST', `/db/${SALES}/_bulk_docs`, {
      token: till.token,
      body: { docs: [sale], new_edits: false },
    });
    expect(await push.json()).toEqual([]);
    expect((await (await sales()).info()).seq).toBe(seq);
    expect(fixture.server.intake.waiting()).toBe(0);
  });

  it('marks nothing as recovered that the till delivered in time or that was voided', async () => {
    const [delivered, voided] = [saleOf(1), saleOf(2)];
    await post([stored(1, delivered), stored(2, voided), row(3, 'receipt-voided', { key: voided.key })]);
    const till = await fixture.pair('POS-001');
    await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token: till.token, body: { docs: [delivered], new_edits: false } });
    fixture.clock.forward(60_000);
    await fixture.server.intake.tick();
    const ids = (await (await sales()).range({})).map((doc) => doc._id);
    expect(ids).toEqual([delivered._id]);
    expect(fixture.server.intake.waiting()).toBe(0);
  });

  it('is not held up by a row that it does not understand, nor by one of a shop that does not exist yet', async () => {
    const sale = saleOf(1);
    const rows = [row(1, 'from-the-future'), { seq: 2, garbage: true }, row(3, 'receipt-registered', { result: resultOf(sale) })];
    expect(await acknowledged(await post(rows))).toBe(3);
    expect(await (await sales()).get(`fiscal-result:${sale.hlc}`)).not.toBeNull();

    await fixture.server.gateways
      .register({ pos: 'POS-009', store: 'later', url: 'http://127.0.0.1:8000' })
      .then(async (other) => {
        const late = saleOf(2, { store: 'later', pos: 'POS-009' });
        expect(await acknowledged(await post([stored(1, late)], { token: other, pos: 'POS-009', store: 'later' }))).toBe(1);
        await addShops(fixture.server.engine, ['later']);
        await fixture.server.provisioner.run();
        fixture.clock.forward(120_000);
        await fixture.server.intake.tick();
        const database = await fixture.server.engine.open('sales-later-202611');
        expect((await database.get(late._id))?._rev).toBe(late._rev);
      });
  });

  it('does not let a gateway write into another shop', async () => {
    const sale = saleOf(1, { store: 'demo-2', pos: 'POS-002' });
    expect(await acknowledged(await post([row(1, 'receipt-registered', { result: resultOf(sale) }), stored(2, sale)]))).toBe(2);
    fixture.clock.forward(60_000);
    await fixture.server.intake.tick();
    expect(await (await fixture.server.engine.open('sales-demo-2-202611')).range({})).toEqual([]);
    expect(await (await sales()).range({})).toEqual([]);
  });

  it('asks a till again for what a server restored to yesterday does not have', async () => {
    const deliver = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => row(from + i, 'delivered'));
    expect(await acknowledged(await post(deliver(1, 20)))).toBe(20);
    await fixture.server.close();
    const yesterday = join(fixture.folder, 'yesterday');
    cpSync(join(fixture.folder, 'sync', 'db'), yesterday, { recursive: true });
    await fixture.restart();
    expect(await acknowledged(await post(deliver(21, 40)))).toBe(40);
    await fixture.server.close();
    rmSync(join(fixture.folder, 'sync', 'db'), { recursive: true });
    cpSync(yesterday, join(fixture.folder, 'sync', 'db'), { recursive: true });
    await fixture.restart();
    // The till goes on where it was acknowledged and learns that less is held than it was told.
    expect(await acknowledged(await post([row(41, 'delivered')]))).toBe(20);
    const sale = saleOf(1);
    expect(await acknowledged(await post([...deliver(21, 39), stored(40, sale)]))).toBe(40);
    fixture.clock.forward(11_000);
    await fixture.server.intake.tick();
    expect(await (await sales()).get(sale._id)).toMatchObject({ _rev: sale._rev });
  });

  it('waits for nothing that aged out at the till while the server had lost it', async () => {
    const body = { pos_id: 'POS-001', store: 'demo-1', rows: [row(31, 'delivered'), row(32, 'delivered')], first: 31 };
    expect(await acknowledged(await fixture.call('POST', '/api/journal', { token, body }))).toBe(32);
    expect(await acknowledged(await post([row(33, 'delivered')]))).toBe(33);
  });

  it('works through a backlog in pages, so that a till is answered meanwhile', async () => {
    // Nobody works through it but who is asked here.
    await fixture.server.jobs.stop();
    const journal = await fixture.server.engine.open('journal');
    const backlog = Array.from({ length: 1_000 }, (_, i) => ({
      _id: `journal-row:POS-002:${String(i + 1).padStart(12, '0')}`,
      type: 'journal-row',
      schema: 1,
      pos: 'POS-002',
      store: 'demo-2',
      received: NOON,
      digest: String(i),
      row: row(i + 1, 'delivered'),
    }));
    await journal.bulk(backlog);
    const cursor = async () =>
      Number((await (await fixture.server.engine.open('control')).get('cursor:journal'))?.['since'] ?? 0);
    const before = await cursor();
    await post([row(1, 'delivered')]);
    expect((await cursor()) - before).toBeLessThanOrEqual(400);
    await fixture.server.intake.tick();
    expect(await cursor()).toBeGreaterThan(1_000);
  });

  it('works through everything again where the journal was put back without its cursor', async () => {
    const sale = saleOf(1);
    const control = await fixture.server.engine.open('control');
    await control.put({ _id: 'cursor:journal', type: 'cursor', since: 1_000_000 });
    await fixture.restart();
    await post([row(1, 'receipt-registered', { key: sale.key, result: resultOf(sale) })]);
    expect(await (await sales()).get(`fiscal-result:${sale.hlc}`)).not.toBeNull();
  });

  it('needs the token of that till', async () => {
    expect((await post([], { token: 'somebody-elses-token' })).status).toBe(401);
    expect((await post([], { pos: 'POS-002' })).status).toBe(403);
    expect((await fixture.call('POST', '/api/journal', { token, body: { rows: 'x' } })).status).toBe(422);
  });
});

describe('the heartbeat', () => {
  const beat = (change: Record<string, unknown> = {}) => ({
    timestamp: '2026-11-21T12:00:00+03:00',
    adapter_id: 'POS-001',
    pos_id: 'POS-001',
    store: 'demo-1',
    fn: '9999078900000001',
    shift: { number: 3, opened_at: NOON },
    buffer_status: {
      total_capacity: 200,
      current_queued: 5,
      percent_full: 2.5,
      pending: 5,
      synced: 1,
      failed: 0,
      dlq_size: 0,
      network_status: 'offline',
    },
    circuit_breaker: { state: 'open', failure_count: 5, success_count: 0 },
    ...change,
  });

  it('says how much of the journal is held to a till that says how its copy stands', async () => {
    await post([row(1, 'delivered'), row(2, 'delivered')]);
    const body = beat({ copy: { waiting: 3, oldest: NOON } });
    const answer = await fixture.call('POST', '/api/v1/kkt/heartbeat', { token, body });
    expect(await answer.json()).toEqual({ now: fixture.clock.now(), held: 2 });
  });

  it('becomes the register’s state in the chain and answers server time', async () => {
    for (let i = 0; i < 2; i += 1) {
      const answer = await fixture.call('POST', '/api/v1/kkt/heartbeat', { token, body: beat() });
      expect(await answer.json()).toEqual({ now: fixture.clock.now() });
    }
    const state = await (await fixture.server.engine.open('chain')).get('register-state:POS-001');
    expect(state).toMatchObject({
      store: 'demo-1',
      network: 'offline',
      breaker: 'open',
      seen: NOON,
      buffer: { queued: 5, percent: 2.5 },
    });
  });

  it('witnesses the till’s event journal: a tail cut off is flagged, told and counted (I-08)', async () => {
    const hash = (letter: string): string => letter.repeat(64);
    const say = async (seq: number, letter: string, confirms: { seq: number; hash: string | null } | null) => {
      const events = { head: { seq, hash: hash(letter) }, confirms };
      const answer = await fixture.call('POST', '/api/v1/kkt/heartbeat', { token, body: beat({ events }) });
      return ((await answer.json()) as { events: { seq: number; broken: { why: string } | null } }).events;
    };
    expect(await say(5, 'a', null)).toEqual({ seq: 5, hash: hash('a'), broken: null });
    expect(await say(9, 'b', null)).toMatchObject({ seq: 5 });
    expect(await say(9, 'b', { seq: 5, hash: hash('a') })).toMatchObject({ seq: 9, broken: null });
    expect(await say(7, 'c', { seq: 9, hash: null })).toMatchObject({ seq: 7, broken: { seq: 9, why: 'cut' } });
    const state = await (await fixture.server.engine.open('chain')).get('register-state:POS-001');
    expect(state).toMatchObject({ events: { seq: 7, broken: { why: 'cut' } } });
    const metrics = await fixture.call('GET', '/metrics', { token: fixture.server.metricsToken });
    expect(await metrics.text()).toMatch(/optics_sync_register_events_broken_total\{pos="POS-001",why="cut"\} 1/);
  });

  it('is refused without its token, for another till and in another shape', async () => {
    expect((await fixture.call('POST', '/api/v1/kkt/heartbeat', { body: beat() })).status).toBe(401);
    expect((await fixture.call('POST', '/api/v1/kkt/heartbeat', { token, body: beat({ pos_id: 'POS-002' }) })).status).toBe(403);
    expect((await fixture.call('POST', '/api/v1/kkt/heartbeat', { token, body: beat({ fn: 7 }) })).status).toBe(422);
  });
});
