import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeRefund, makeResult, makeSale, makeVoid } from '../../tests/factories/receipts.ts';
import { CHAIN, CHAIN_COST, CONTROL, COSTS, salesDatabaseOf } from '../../design/databases.ts';
import type { Cost } from '../../design/documents/catalogue.ts';
import type { DayCost, DayRollup, RegisterState } from '../../design/documents/chain.ts';
import type { DayFact } from '../../design/folds/rollup-day.ts';
import { rollupId } from '../../design/folds/rollup-day.ts';
import { dayCostId } from '../../design/folds/cost-day.ts';
import { withCost } from '../../design/catalogue/cost-at.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { DAY, HOUR, MINUTE } from '../../design/time/clock.ts';
import { instantOf } from '../../design/time/day-range.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { startRollups, type Rollups } from './worker.ts';

const ZONE = 'Europe/Moscow';
const at = (local: string): number => instantOf(local, ZONE);
const NOON = at('2026-03-05T12:00:00');

let engine: Engine;
let worker: Rollups;
let now = NOON;
const start = (on = engine): Rollups =>
  startRollups(on, { clock: { now: () => now }, timeZoneOf: () => ZONE, log: () => undefined });

beforeEach(() => {
  now = NOON;
  engine = createMemoryEngine();
  worker = start();
});
afterEach(() => worker.stop());

async function store(...facts: DayFact[]): Promise<void> {
  for (const fact of facts) {
    const database = await engine.open(salesDatabaseOf(fact, ZONE));
    await database.bulk([{ ...fact, _rev: '1-a' }], { newEdits: false });
  }
}
async function rollup(day: string, shop = 'demo-1'): Promise<DayRollup | null> {
  await worker.settled();
  return (await (await engine.open(CHAIN)).get(rollupId(shop, day))) as unknown as DayRollup | null;
}
const revenue = async (day: string): Promise<number | undefined> => (await rollup(day))?.revenue;

describe('the rollup worker', () => {
  it('shows a sale when it arrives, its result, and its refund', async () => {
    const sale = makeSale({ at: NOON });
    await store(sale);
    expect(await rollup('2026-03-05')).toMatchObject({ pending: 1, revenue: 0 });
    await store(makeResult(sale));
    expect(await rollup('2026-03-05')).toMatchObject({ pending: 0, revenue: 100_00, receipts: 1 });
    const refund = makeRefund({ at: NOON + HOUR });
    await store(refund, makeResult(refund));
    expect(await rollup('2026-03-05')).toMatchObject({ revenue: 0, receipts: 1, refunds: 1 });
  });

  it('keeps shops apart', async () => {
    for (const shop of ['demo-1', 'demo-2']) {
      const sale = makeSale({ at: NOON, store: shop });
      await store(sale, makeResult(sale));
    }
    expect(await rollup('2026-03-05', 'demo-2')).toMatchObject({ store: 'demo-2', receipts: 1 });
    expect(await rollup('2026-03-05')).toMatchObject({ store: 'demo-1', receipts: 1 });
  });

  it('finds the facts of the first of a month whose shift opened in the month before', async () => {
    const openedAt = at('2026-02-28T21:00:00');
    const night = makeSale({ at: at('2026-03-01T00:30:00'), openedAt });
    const morning = makeSale({ at: at('2026-03-01T10:30:00') });
    await store(night, makeResult(night), morning, makeResult(morning));
    expect(await engine.list()).toEqual(expect.arrayContaining(['sales-demo-1-202602', 'sales-demo-1-202603']));
    expect(await rollup('2026-03-01')).toMatchObject({ revenue: 200_00, receipts: 2 });
  });

  it('moves a sale registered after midnight to the day of its result, lines included', async () => {
    const openedAt = at('2026-03-05T09:00:00');
    const sale = makeSale({ at: at('2026-03-05T23:59:59'), openedAt });
    const before = makeSale({ at: at('2026-03-06T00:00:10'), openedAt });
    await store(before, makeResult(before), sale);
    expect(await rollup('2026-03-05')).toMatchObject({ pending: 1 });
    await store(makeResult(sale, at('2026-03-06T00:00:20')));
    expect(await rollup('2026-03-05')).toMatchObject({ pending: 0, revenue: 0 });
    expect(await rollup('2026-03-06')).toMatchObject({ revenue: 200_00, byProduct: { 'RB-1001': { sum: 200_00 } } });
  });

  it('counts a sale settled weeks later, in another month and by another worker, on the day it was registered', async () => {
    const sale = makeSale({ at: NOON });
    await store(sale);
    await worker.settled();
    await worker.stop();
    worker = start();
    const settled = at('2026-04-20T11:00:00');
    const result = { ...makeResult(sale, settled), shift: { ...sale.shift, openedAt: settled - HOUR } };
    await store(result);
    await worker.settled();
    await worker.stop();
    worker = start();
    const other = makeSale({ at: settled + HOUR });
    await store(other, makeResult(other));
    expect(await rollup('2026-04-20')).toMatchObject({ revenue: 200_00, byProduct: { 'RB-1001': { sum: 200_00 } } });
    expect(await rollup('2026-03-05')).toMatchObject({ revenue: 0 });
  });

  it('takes a voided sale out of what is pending', async () => {
    const sale = makeSale({ at: NOON });
    await store(sale);
    expect(await rollup('2026-03-05')).toMatchObject({ pending: 1 });
    await store(makeVoid(sale, NOON + HOUR));
    expect(await rollup('2026-03-05')).toMatchObject({ pending: 0 });
  });

  it('goes on where it stopped, and writes nothing where nothing changed', async () => {
    const first = makeSale({ at: NOON });
    await store(first, makeResult(first));
    await worker.settled();
    await worker.stop();
    const chain = await engine.open(CHAIN);
    const before = await chain.info();
    const second = makeSale({ at: NOON + DAY });
    await store(second, makeResult(second));
    worker = start();
    expect(await revenue('2026-03-05')).toBe(100_00);
    expect(await revenue('2026-03-06')).toBe(100_00);
    expect(Number((await chain.info()).seq) - Number(before.seq)).toBe(1);
  });

  it('repeats a day whose rollup could not be written', async () => {
    const errors: unknown[] = [];
    await worker.stop();
    const chain = await engine.open(CHAIN);
    const put = chain.put.bind(chain);
    let refusals = 1;
    chain.put = (doc) => (refusals-- > 0 ? Promise.resolve({ id: doc._id, ok: false, rev: null, error: 'conflict' }) : put(doc));
    worker = startRollups(engine, { clock: { now: () => NOON }, timeZoneOf: () => ZONE, log: (_, event) => errors.push(event) });
    const sale = makeSale({ at: NOON });
    await store(sale, makeResult(sale));
    await worker.settled();
    expect(await revenue('2026-03-05')).toBe(100_00);
    expect(errors).toHaveLength(1);
  });
});

const register = (change: Partial<RegisterState> = {}): RegisterState => ({
  ...{ _id: 'register-state:POS-001', type: 'register-state', schema: 1, hlc: formatHlc({ wall: NOON, counter: 0, device: 0 }) },
  ...{ by: null, pos: 'POS-001', store: 'demo-1', seen: NOON, retired: false, fn: '9999078900000001', network: 'online' },
  ...{ shift: { number: 1, openedAt: NOON - HOUR }, breaker: 'closed' },
  buffer: { capacity: 200, queued: 0, percent: 0, dead: 0 },
  ...change,
});
async function beat(change: Partial<RegisterState> = {}): Promise<void> {
  const chain = await engine.open(CHAIN);
  const before = await chain.get('register-state:POS-001');
  await chain.put({ ...register(change), ...(before ? { _rev: before._rev } : {}) });
}
const syncing = async (day: string): Promise<string[] | undefined> => (await rollup(day))?.syncing;

describe('a day is shown as unfinished while a till holds something of it (C-12)', () => {
  it('from when the till falls silent until what it sold offline is here, and days without a sale, too', async () => {
    const sale = makeSale({ at: NOON });
    await beat();
    await store(sale, makeResult(sale));
    expect(await syncing('2026-03-05')).toEqual([]);
    now = NOON + 5 * MINUTE;
    worker.look();
    expect(await syncing('2026-03-05')).toEqual(['POS-001']);
    now = NOON + DAY;
    worker.look();
    expect(await syncing('2026-03-06')).toEqual(['POS-001']);

    await beat({ seen: now, shift: null, copy: { waiting: 40, oldest: NOON + HOUR } });
    expect(await syncing('2026-03-05')).toEqual(['POS-001']);
    await beat({ seen: now, shift: null, copy: { waiting: 0, oldest: null } });
    expect(await syncing('2026-03-05')).toEqual([]);
    expect(await rollup('2026-03-06')).toBeNull();
  });

  it('over a restart of the server, which hears nobody at first', async () => {
    await beat();
    now = NOON + 5 * MINUTE;
    worker.look();
    expect(await syncing('2026-03-05')).toEqual(['POS-001']);
    await worker.stop();
    worker = start();
    await beat({ seen: now });
    expect(await rollup('2026-03-05')).toBeNull();
  });

  it('while a result is here whose sale is not', async () => {
    const sale = makeSale({ at: NOON });
    await store(makeResult(sale));
    expect(await syncing('2026-03-05')).toEqual(['POS-001']);
    await store(sale);
    expect(await syncing('2026-03-05')).toEqual([]);
  });
});

describe('what the goods cost', () => {
  const stamp = (wall: number): string => formatHlc({ wall, counter: 0, device: 0 });
  const cost = (sku: string, piece: number, since: number): Cost => ({
    ...{ _id: `cost:${sku}`, type: 'cost', schema: 1, hlc: stamp(since), by: null, pos: null, sku, cost: piece, supplier: null },
    stamps: { cost: stamp(since) },
  });
  const put = async (doc: Cost): Promise<void> => {
    const costs = await engine.open(COSTS);
    const before = await costs.get(doc._id);
    await costs.put({ ...doc, ...(before ? { _rev: before._rev } : {}) });
    await worker.settled();
  };
  const costOf = async (day: string): Promise<DayCost | null> => {
    await worker.settled();
    return (await (await engine.open(CHAIN_COST)).get(dayCostId('demo-1', day))) as unknown as DayCost | null;
  };

  it('lies apart from the chain, and a later purchase rewrites no margin', async () => {
    const first = cost('RB-1001', 40_00, NOON - DAY);
    await put(first);
    const sales = [makeSale({ at: NOON }), makeSale({ at: NOON + 2 * HOUR, lines: [{ sku: 'NEW', qty: 2 }] })];
    const refund = makeRefund({ at: NOON + 3 * HOUR, lines: [{ price: 50_00 }] });
    await store(...[...sales, refund].flatMap((r) => [r, makeResult(r)]));
    expect(await costOf('2026-03-05')).toMatchObject({ revenue: 50_00, cost: 0, uncosted: 200_00 });
    await put(withCost(first, 60_00, stamp(NOON + HOUR)));
    // The refund was made after the new cost; the sale keeps the old one.
    expect(await costOf('2026-03-05')).toMatchObject({ revenue: 50_00, cost: -20_00, byKind: { frame: { cost: -20_00 } } });
    expect(JSON.stringify(await rollup('2026-03-05'))).not.toContain('cost');
  });

  it('that becomes known afterwards is counted then', async () => {
    const sale = makeSale({ at: NOON, lines: [{ sku: 'NEW' }] });
    await store(sale, makeResult(sale));
    expect(await costOf('2026-03-05')).toMatchObject({ uncosted: 100_00 });
    await put(cost('NEW', 30_00, NOON - HOUR));
    expect(await costOf('2026-03-05')).toMatchObject({ uncosted: 0, cost: 30_00, revenue: 100_00 });
  });
});

describe('rollups that were lost', () => {
  const all = async (): Promise<unknown[]> => {
    await worker.settled();
    const docs = [...(await (await engine.open(CHAIN)).range({})), ...(await (await engine.open(CHAIN_COST)).range({}))];
    return docs.map((doc) => ({ ...doc, _rev: undefined }));
  };
  async function fill(): Promise<void> {
    const openedAt = at('2026-03-05T09:00:00');
    const night = makeSale({ at: at('2026-03-05T23:59:59'), openedAt });
    const later = makeSale({ at: NOON, counter: 9 });
    const settled = at('2026-04-20T11:00:00');
    const open = makeSale({ at: NOON + HOUR });
    await store(night, makeResult(night, at('2026-03-06T00:00:20')), later, open);
    await store({ ...makeResult(later, settled), shift: { ...later.shift, openedAt: settled - HOUR } });
    for (const shop of ['demo-1', 'demo-2']) {
      const sales = [1, 2, 3].map((i) => makeSale({ at: NOON + i * DAY, store: shop, counter: i }));
      await store(...sales.flatMap((sale) => [sale, makeResult(sale)]));
    }
  }

  it('are the very same when everything is worked out again', async () => {
    await fill();
    const before = await all();
    expect(before.length).toBeGreaterThan(10);
    const seq = (await (await engine.open(CHAIN)).info()).seq;
    await worker.rebuild();
    expect(await all()).toEqual(before);
    expect((await (await engine.open(CHAIN)).info()).seq).toBe(seq);

    for (const name of [CHAIN, CHAIN_COST]) {
      const database = await engine.open(name);
      await database.bulk((await database.range({})).map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })));
    }
    await (await engine.open(CHAIN)).put({ _id: 'day-rollup:demo-1:2020-01-01', type: 'day-rollup' });
    await worker.rebuild();
    expect(await all()).toEqual(before);
  });

  it('come back one by one where somebody deletes a day', async () => {
    await fill();
    const before = await all();
    const chain = await engine.open(CHAIN);
    const { _id, _rev } = (await chain.get(rollupId('demo-2', '2026-03-06')))!;
    await chain.put({ _id, _rev, _deleted: true });
    expect(await all()).toEqual(before);
  });

  it('come back without a cursor, and with one beyond the end of a database that was put back from a backup', async () => {
    await fill();
    const before = await all();
    for (const since of [null, 1_000_000]) {
      await worker.stop();
      const control = await engine.open(CONTROL);
      const doc = (await control.get('cursor:rollup:sales-demo-2-202603'))!;
      await control.put(since === null ? { _id: doc._id, _rev: doc._rev, _deleted: true } : { ...doc, since });
      const chain = await engine.open(CHAIN);
      const day = (await chain.get(rollupId('demo-2', '2026-03-06')))!;
      await chain.put({ ...day, revenue: 1 });
      worker = start();
      expect(await all()).toEqual(before);
    }
  });

  it('lose a day with the facts that an older copy of the database does not have', async () => {
    await fill();
    await worker.settled();
    await worker.stop();
    const sales = await engine.open('sales-demo-2-202603');
    const gone = await sales.range({ startkey: `sale:${NOON + 3 * DAY}`, endkey: 'sale:\uffff' });
    const results = gone.map(({ _id }) => `fiscal-result:${_id.slice(5)}`);
    const docs = [...gone, ...(await sales.range({ keys: results }))];
    await sales.bulk(docs.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })));
    worker = start();
    expect(await rollup('2026-03-08', 'demo-2')).toBeNull();
    expect(await rollup('2026-03-07', 'demo-2')).toMatchObject({ receipts: 1 });
  });
});
