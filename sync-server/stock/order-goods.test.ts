import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FiscalResult, Receipt, StockMovement } from '../../design/documents/facts.ts';
import type { Order, OrderEvent } from '../../design/documents/order.ts';
import { stockMovement } from '../../design/documents/facts.ts';
import { rangeOf } from '../../design/ids.ts';
import { stockKey } from '../../design/orders/reservations.ts';
import { HOUR } from '../../design/time/clock.ts';
import { naiveStock } from '../../tests/factories/naive-stock.ts';
import {
  described,
  eventsOf,
  makeOrder,
  orderedLensOf,
  ORDERED_AT,
  pairOf,
  powerOf,
} from '../../tests/factories/order-events.ts';
import { makeResult, makeSale } from '../../tests/factories/receipts.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import { pick, SEED, seeded, SOAK } from '../../tests/faults/seeded.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startOrderGoods } from './order-goods.ts';

const SALES = 'sales-demo-1-202611';
const STORE = 'store-demo-1';
const FAMILY = 'LENS-160';
const KEY = stockKey(FAMILY, powerOf(), 'od');
const ROUNDS = SOAK ? 1_000 : 40;
const clock = { now: () => ORDERED_AT + 5 * HOUR };
let engine: Engine;
let follower: Follower | null = null;
let orders = 0;

const put = async (name: string, ...docs: object[]) => {
  for (const doc of docs) expect(await (await engine.open(name)).put(doc as DocumentInput)).toMatchObject({ ok: true });
};
const start = async () => {
  await follower?.stop();
  follower = startOrderGoods(engine, { clock, timeZoneOf: () => 'Europe/Moscow', log: () => undefined });
  await follower.settled();
};
async function save(order: Order): Promise<void> {
  const held = await (await engine.open(STORE)).get(order._id);
  await put(STORE, { ...order, ...(held ? { _rev: held._rev } : {}) });
  await follower?.settled();
}
async function journal(): Promise<(Receipt | FiscalResult | StockMovement)[]> {
  const sales = await engine.open(SALES);
  const all = await Promise.all(['sale', 'fiscal-result', 'stock-movement'].map((type) => sales.range(rangeOf(type))));
  return all.flat() as never;
}
const lies = async (sku: string, place = 'floor'): Promise<number> => naiveStock(await journal(), place, sku);
const papers = async () => (await journal()).filter((fact): fact is StockMovement => fact.type === 'stock-movement');
const order = (events: readonly OrderEvent[]): Order => makeOrder(`order-${(orders += 1)}`, events, { store: 'demo-1' });

beforeEach(async () => {
  engine = createMemoryEngine();
  for (const name of ['control', STORE, SALES]) await engine.open(name);
  const lines = [FAMILY, KEY, 'FRAME-1'].map((sku) => ({ sku, qty: 10 }));
  await put(SALES, makePaper({ kind: 'receipt', from: 'supplier', to: 'floor', lines }, { at: ORDERED_AT - HOUR }));
});
afterEach(async () => {
  await follower?.stop();
  follower = null;
});

type Written = Parameters<typeof eventsOf>[number];
const begun: readonly Written[] = [described(), { kind: 'confirm' }, { kind: 'start' }];
const came: Written = { kind: 'step', pair: 'A', step: 'received', eye: 'od' };
const ordered: Written = { kind: 'step', pair: 'A', step: 'lens-ordered', eye: 'od' };
const broke = { kind: 'breakage', pair: 'A', part: 'od', cause: 'edging', again: 'supplier', note: 'соскочила' } as const;

it('a lens that came for an order and was spoilt is in the books and off them again, with who and why; its successor is sold', async () => {
  await start();
  const made = order(eventsOf(...begun, ordered, came, broke, ordered, came));
  await save(made);
  expect(await lies(FAMILY)).toBe(11);
  expect(await lies(FAMILY, 'write-off')).toBe(1);
  const sale = makeSale({ at: ORDERED_AT + HOUR, lines: [{ sku: FAMILY }] });
  await put(SALES, sale, makeResult(sale));
  expect(await lies(FAMILY)).toBe(10);
  const spoilt = (await papers()).find(({ to }) => to === 'write-off')!;
  expect(stockMovement.parse(spoilt)).toMatchObject({
    ...{ sku: FAMILY, qty: 1, by: 'staff:1', because: 'обточка: соскочила' },
    document: { kind: 'write-off', of: made._id },
  });
});

it('a lens out of our drawer is written off as its own article, a frame of ours as a frame; a client’s lens is nobody’s stock', async () => {
  await start();
  const [ours, theirs] = [orderedLensOf({ source: 'stock' }), orderedLensOf({ source: 'client' })];
  const damage = { kind: 'breakage', pair: 'A', cause: 'mounting', again: 'stock' } as const;
  const events = eventsOf(
    described(pairOf({ od: ours, os: theirs })),
    { kind: 'confirm' },
    { kind: 'start' },
    ...(['od', 'os', 'frame'] as const).map((part) => ({ ...damage, part })),
    { ...damage, part: 'od', again: 'no' },
  );
  await save(order(events));
  expect([await lies(KEY), await lies('FRAME-1'), await lies(FAMILY)]).toEqual([9, 9, 10]);
});

it('a lens whose fault is the supplier’s goes back to the supplier', async () => {
  await start();
  const wrong = {
    kind: 'defect',
    pair: 'A',
    part: 'od',
    cause: 'power',
    again: 'supplier',
    fault: 'supplier',
    note: null,
  } as const;
  await save(order(eventsOf(...begun, ordered, came, wrong)));
  expect([await lies(FAMILY), await lies(FAMILY, 'write-off'), await lies(FAMILY, 'supplier')]).toEqual([10, 0, -10]);
  expect((await papers()).map(({ document: paper }) => paper!.kind).sort()).toEqual(['receipt', 'receipt', 'supplier-return']);
});

it('a shop that keeps no stock gets no facts: everything would be below zero', async () => {
  const sales = await engine.open(SALES);
  const [paper] = await sales.range(rangeOf('stock-movement'));
  await put(SALES, { _id: paper!._id, _rev: paper!._rev, _deleted: true });
  await start();
  await save(order(eventsOf(...begun, ordered, came, broke)));
  expect(await papers()).toEqual([]);
});

it('a breakage that lost its effect, because another tablet’s word came before it, is turned back; told again nothing moves', async () => {
  await start();
  const whole = eventsOf(...begun, ordered, came, broke);
  const made = order(whole);
  await save(made);
  expect(await lies(FAMILY)).toBe(10);
  await save({ ...made, events: whole.filter(({ kind }) => kind !== 'breakage') });
  expect(await lies(FAMILY)).toBe(11);
  await save(made);
  expect([await lies(FAMILY), await lies(FAMILY, 'write-off')]).toEqual([10, 1]);
  const facts = (await papers()).length;
  await save({ ...made, number: '17' });
  await start();
  expect((await papers()).length).toBe(facts);
});

it(`two tablets that work apart: the books are those of the events in order, however they come in, over ${ROUNDS} orders (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  await start();
  const acts: readonly Written[] = [
    ordered,
    came,
    { kind: 'step', pair: 'A', step: 'received', eye: 'od', undo: true },
    broke,
    { ...broke, again: 'stock' },
    { ...broke, again: 'no' },
    { ...broke, part: 'frame' },
    { ...broke, part: 'os', fault: 'supplier' },
    { kind: 'step', pair: 'A', step: 'received', eye: 'os' },
  ];
  for (let round = 0; round < ROUNDS; round += 1) {
    const places = ['floor', 'write-off', 'supplier'] as const;
    const skus = [FAMILY, KEY, 'FRAME-1'];
    const all = async () => Promise.all(skus.flatMap((sku) => places.map((place) => lies(sku, place))));
    const before = await all();
    const events = eventsOf(...begun, ...Array.from({ length: 8 }, () => pick(random, acts)));
    const made = order([]);
    // Parts of the events are known at first, in any order; at last all of them.
    for (let step = 0; step < 3; step += 1) await save({ ...made, events: events.filter(() => random() < 0.6) });
    await save({ ...made, events });
    const apart = (await all()).map((sum, n) => sum - before[n]!);
    const again = order(events);
    const between = await all();
    await save(again);
    expect((await all()).map((sum, n) => sum - between[n]!)).toEqual(apart);
  }
});
