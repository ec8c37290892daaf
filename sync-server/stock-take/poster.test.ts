import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StockMovement } from '../../design/documents/facts.ts';
import { stockTake, type StockTake } from '../../design/documents/stock-take.ts';
import { BALANCE_FACT_TYPES, movementOf, type BalanceFact } from '../../design/folds/movement.ts';
import { rangeOf } from '../../design/ids.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { HOUR, MINUTE } from '../../design/time/clock.ts';
import { makeResult, makeSale } from '../../tests/factories/receipts.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startStockTakes } from './poster.ts';

const BEGUN = Date.UTC(2026, 10, 21, 9);
const COUNTED = BEGUN + 10 * MINUTE;
const SIGNED = BEGUN + HOUR;
const SALES = 'sales-demo-1-202611';
const stamp = (at: number): string => formatHlc({ wall: at, counter: 0, device: 3 });
const clock = { at: SIGNED + MINUTE, now: () => clock.at };
let engine: Engine;
let poster: Follower;

const signed = { by: 'staff:1', name: 'Иванова А. П.', role: 'manager' as const };
const take = (counted: number): StockTake => ({
  ...{ _id: `stock-take:${stamp(BEGUN)}`, type: 'stock-take', schema: 1, hlc: stamp(SIGNED), by: 'staff:1', pos: null },
  ...{
    store: 'demo-1',
    number: '3-001',
    name: 'Весь магазин',
    place: 'floor',
    scope: { kind: 'all' },
    blind: true,
    begun: BEGUN,
  },
  ...{ review: null, missingAreNone: false, cancelled: null, posted: null, stamps: { approved: stamp(SIGNED) } },
  approved: {
    ...{ at: SIGNED, by: 'staff:1', signed },
    lines: [{ sku: 'RB-1001', counted, expected: 10, at: COUNTED, price: 100_00 }],
  },
});
const delivery: StockMovement = {
  ...{
    _id: `stock-movement:${stamp(BEGUN - HOUR)}`,
    type: 'stock-movement',
    schema: 1,
    hlc: stamp(BEGUN - HOUR),
    by: null,
    pos: null,
  },
  ...{ store: 'demo-1', sku: 'RB-1001', qty: 10, from: 'supplier', to: 'floor', at: BEGUN - HOUR, because: 'поставка' },
};
const put = async (name: string, ...docs: object[]) => {
  for (const doc of docs) expect(await (await engine.open(name)).put(doc as DocumentInput)).toMatchObject({ ok: true });
};
const heard = (at: number) =>
  put('control', {
    ...{
      _id: 'device:000001',
      type: 'device',
      schema: 1,
      hlc: stamp(BEGUN),
      by: null,
      pos: 'POS-001',
      number: 1,
      store: 'demo-1',
    },
    ...{ till: 'POS-001', name: 'Касса', scopes: ['till'], tokens: [], paired: 0, seen: at, revoked: null },
  });
const facts = async (): Promise<BalanceFact[]> => {
  const sales = await engine.open(SALES);
  const all = await Promise.all(BALANCE_FACT_TYPES.map((type) => sales.range(rangeOf(type))));
  return all.flat() as unknown as BalanceFact[];
};
const floor = async () => movementOf(await facts()).stock['floor'];
const held = async () => stockTake.parse(await (await engine.open('store-demo-1')).get(`stock-take:${stamp(BEGUN)}`));

function start(): Promise<void> {
  poster = startStockTakes(engine, { clock, timeZoneOf: () => 'Europe/Moscow', log: () => undefined });
  return poster.settled();
}
beforeEach(async () => {
  engine = createMemoryEngine();
  clock.at = SIGNED + MINUTE;
  for (const name of ['control', 'journal', 'store-demo-1', SALES]) await engine.open(name);
  await put(SALES, delivery);
});
afterEach(() => poster.stop());

it('a signed count is posted once: the books then say what lay there, less what was sold since', async () => {
  const sale = makeSale({ at: COUNTED + MINUTE, lines: [{ qty: 2 }] });
  await put(SALES, sale, makeResult(sale));
  await put('store-demo-1', take(7));
  await start();
  expect(await floor()).toEqual({ 'RB-1001': 5_000 });
  expect((await held()).posted).toEqual({ at: clock.at, facts: 1, complete: true });
  // Another tablet signed apart, with another figure, and comes in late: what is posted stays.
  const doc = (await (await engine.open('store-demo-1')).get(`stock-take:${stamp(BEGUN)}`))!;
  await put('store-demo-1', { ...doc, approved: take(3).approved });
  await poster.stop();
  await start();
  expect(await floor()).toEqual({ 'RB-1001': 5_000 });
});

it('killed after the facts and before the word: the next run writes none twice', async () => {
  await put('store-demo-1', take(7));
  await start();
  const database = await engine.open('store-demo-1');
  const doc = (await database.get(`stock-take:${stamp(BEGUN)}`))!;
  await put('store-demo-1', { ...doc, posted: null });
  await poster.stop();
  await start();
  expect(await floor()).toEqual({ 'RB-1001': 7_000 });
  expect((await held()).posted).toMatchObject({ facts: 1 });
});

it('waits for a till that was not heard since the last piece was counted; what it sold before is no shortage', async () => {
  await heard(COUNTED - MINUTE);
  await put('store-demo-1', take(9));
  await start();
  expect((await held()).posted).toBeNull();
  const sale = makeSale({ at: COUNTED - MINUTE });
  await put(SALES, sale, makeResult(sale));
  const { _rev } = (await (await engine.open('control')).get('device:000001'))!;
  await put('control', { ...(await (await engine.open('control')).get('device:000001'))!, _rev, seen: SIGNED });
  await poster.settled();
  expect((await held()).posted).toMatchObject({ facts: 0, complete: true });
  expect(await floor()).toEqual({ 'RB-1001': 9_000 });
});

it('does not wait for ever for a till that stays away', async () => {
  await heard(COUNTED - MINUTE);
  await put('store-demo-1', take(9));
  clock.at = SIGNED + 12 * HOUR;
  await start();
  expect((await held()).posted).toEqual({ at: clock.at, facts: 1, complete: false });
});

it('killed at the turn of a month, with no database of the new one yet: what was written into the old one is not written into the new one, too', async () => {
  await put('store-demo-1', take(7));
  const signedIn = 'sales-demo-1-202612';
  const database = await engine.open('store-demo-1');
  const doc = (await database.get(`stock-take:${stamp(BEGUN)}`))!;
  // The tablet signed in the first minute of December by its clock; the server still had November.
  const december = Date.UTC(2026, 10, 30, 21, 0, 30);
  await put('store-demo-1', { ...doc, stamps: { approved: stamp(december) } });
  clock.at = december - MINUTE;
  await start();
  expect(await floor()).toEqual({ 'RB-1001': 7_000 });
  const told = (await database.get(`stock-take:${stamp(BEGUN)}`))!;
  await poster.stop();
  await put('store-demo-1', { ...told, posted: null });
  clock.at = december + HOUR;
  const sale = makeSale({ at: december + MINUTE, lines: [{ sku: 'other' }] });
  await put(signedIn, sale, makeResult(sale));
  await start();
  expect(await (await engine.open(signedIn)).range(rangeOf('stock-movement'))).toEqual([]);
  expect((await held()).posted).toMatchObject({ facts: 1 });
});
