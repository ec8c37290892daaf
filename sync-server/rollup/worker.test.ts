import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeRefund, makeResult, makeSale, makeVoid } from '../../tests/factories/receipts.ts';
import { CHAIN, salesDatabaseOf } from '../../design/databases.ts';
import type { DayRollup } from '../../design/documents/chain.ts';
import type { DayFact } from '../../design/folds/rollup-day.ts';
import { rollupId } from '../../design/folds/rollup-day.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import { instantOf } from '../../design/time/day-range.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startRollups } from './worker.ts';

const ZONE = 'Europe/Moscow';
const at = (local: string): number => instantOf(local, ZONE);
const NOON = at('2026-03-05T12:00:00');

let engine: Engine;
let worker: Follower;
const start = (on = engine): Follower =>
  startRollups(on, { clock: { now: () => NOON }, timeZoneOf: () => ZONE, log: () => undefined });

beforeEach(() => {
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
