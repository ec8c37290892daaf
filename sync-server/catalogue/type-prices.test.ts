import { afterEach, beforeEach, expect, it } from 'vitest';
import { CATALOG, CONTROL, IMPORTS, PRODUCTS } from '../../design/databases.ts';
import type { Product } from '../../design/documents/catalogue.ts';
import { pricesInForce } from '../../design/folds/price-list.ts';
import { productOf } from '../../tests/integration/server/catalogue.fixture.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { silentLog } from '../log.ts';
import { createStamps } from '../stamps.ts';
import { createShopPrices, type ShopPrices } from './back-office/shop-prices.ts';
import { readPriceList } from './price-lists.ts';
import { changePriceTypes } from './price-types.store.ts';
import { startTypePrices } from './type-prices.ts';

const NOW = Date.UTC(2026, 10, 22, 9);
const clock = { now: () => NOW };
let engine: Engine;
let shopPrices: ShopPrices;
let follower: Follower | null = null;

beforeEach(async () => {
  engine = createMemoryEngine();
  shopPrices = createShopPrices(engine, { clock, stamps: createStamps(clock) });
  await put('A', { price: 100_00 });
  await put('B', { price: 200_00, typePrices: { Аэропорт: 150_00 } });
  await changePriceTypes(engine, () => ({
    types: [
      { name: 'Аэропорт', rule: { percent: 10, rounding: 'rouble' } },
      { name: 'Регионы', rule: null },
    ],
    shops: { svo: 'Аэропорт' },
  }));
  follower = startTypePrices(engine, { clock, log: silentLog });
});
afterEach(async () => {
  await follower?.stop();
  follower = null;
});

async function put(sku: string, change: Partial<Product>): Promise<void> {
  const products = await engine.open(PRODUCTS);
  const held = await products.get(`product:${sku}`);
  await products.put({ ...(held ?? productOf(sku)), ...change, _id: `product:${sku}` });
}
const sells = async (store: string, at = NOW): Promise<Record<string, number>> => {
  await follower?.settled();
  return Object.fromEntries(pricesInForce((await readPriceList(engine, store)).prices, at).prices);
};

it('a shop sells by its price type: the prices that articles have by it, and its rule for the others', async () => {
  expect(await sells('svo')).toEqual({ A: 110_00, B: 150_00 });
  expect(await sells('msk')).toEqual({});
});

it('follows what changes: the common price, a price of the type, the archive, an article more', async () => {
  await sells('svo');
  await put('A', { price: 300_00 });
  await put('B', { typePrices: {} });
  await put('C', { price: 50_00 });
  expect(await sells('svo')).toEqual({ A: 330_00, B: 220_00, C: 55_00 });
  await put('A', { archived: true });
  expect(await sells('svo')).toEqual({ B: 220_00, C: 55_00 });
});

it('a price of the shop’s own stands above it, planned ones too; given up, the type holds again', async () => {
  await sells('svo');
  await shopPrices.add('svo', [
    { sku: 'A', price: 90_00, from: NOW - 1 },
    { sku: 'B', price: 80_00, from: NOW + 1_000 },
  ]);
  await put('A', { price: 400_00 });
  expect(await sells('svo')).toEqual({ A: 90_00, B: 150_00 });
  expect(await sells('svo', NOW + 1_000)).toEqual({ A: 90_00, B: 80_00 });
  expect(await shopPrices.ofProduct('svo', 'A')).toMatchObject({ now: 90_00, byType: false });
  expect(await shopPrices.ofProduct('svo', 'B')).toMatchObject({ now: 150_00, byType: true });
  await shopPrices.dropOwn('svo', 'A');
  expect(await sells('svo')).toEqual({ A: 440_00, B: 150_00 });
});

it('a shop that changes its type, or has none any more, keeps nothing of the old one', async () => {
  await sells('svo');
  await put('B', { typePrices: { Аэропорт: 150_00, Регионы: 120_00 } });
  await changePriceTypes(engine, (held) => ({ ...held, shops: { svo: 'Регионы', led: 'Аэропорт' } }));
  expect(await sells('svo')).toEqual({ B: 120_00 });
  expect(await sells('led')).toEqual({ A: 110_00, B: 150_00 });
  await changePriceTypes(engine, (held) => ({ ...held, shops: {} }));
  expect([await sells('svo'), await sells('led')]).toEqual([{}, {}]);
});

it('a server that begins again goes on from where it was, and writes nothing that is there already', async () => {
  await sells('svo');
  await follower?.stop();
  await put('A', { price: 500_00 });
  follower = startTypePrices(engine, { clock, log: silentLog });
  expect(await sells('svo')).toEqual({ A: 550_00, B: 150_00 });
  const { rev } = await readPriceList(engine, 'svo');
  await follower.stop();
  const control = await engine.open(CONTROL);
  const cursor = (await control.get('cursor:type-prices'))!;
  // Lost: it reads everything once more.
  await control.put({ ...cursor, plan: '' });
  follower = startTypePrices(engine, { clock, log: silentLog });
  await sells('svo');
  expect((await readPriceList(engine, 'svo')).rev).toBe(rev);
});

it('while a job is being written shops keep the prices of before, afterwards all of the new ones', async () => {
  await sells('svo');
  const [control, imports] = [await engine.open(CONTROL), await engine.open(IMPORTS)];
  await imports.put({ _id: 'import-job:IMP-00001', type: 'import-job', state: 'applying' });
  await control.put({ _id: 'import:turn', type: 'import-turn', job: 'import-job:IMP-00001' });
  await put('A', { price: 700_00 });
  expect(await sells('svo')).toEqual({ A: 110_00, B: 150_00 });
  const job = (await imports.get('import-job:IMP-00001'))!;
  await imports.put({ ...job, state: 'done' });
  expect(await sells('svo')).toEqual({ A: 770_00, B: 150_00 });
});

it('somebody who writes the list in between is not overwritten: neither price is lost', async () => {
  await sells('svo');
  const others = createShopPrices(engine, { clock, stamps: createStamps(clock) });
  await Promise.all([
    ...Array.from({ length: 4 }, (_, n) => shopPrices.add('svo', [{ sku: `X${n}`, price: n, from: NOW - 1 }])),
    ...Array.from({ length: 4 }, (_, n) => others.add('svo', [{ sku: `Y${n}`, price: n, from: NOW - 1 }])),
  ]);
  expect(Object.keys(await sells('svo')).sort()).toEqual(['A', 'B', ...['X0', 'X1', 'X2', 'X3', 'Y0', 'Y1', 'Y2', 'Y3']]);
  expect((await (await engine.open(CATALOG)).get('price-list:svo'))?.['store']).toBe('svo');
});
