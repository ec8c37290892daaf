import { expect, it } from 'vitest';
import { CATALOG } from '../../design/databases.ts';
import type { PriceList, PricePart } from '../../design/documents/catalogue.ts';
import { pricesInForce, unfoldPriceList } from '../../design/folds/price-list.ts';
import { HOUR } from '../../design/time/clock.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { createStamps } from '../stamps.ts';
import { writePriceList } from './price-lists.ts';

it('a price list of a shop is whole at every moment for a till in the middle of a pull, and old parts go after two days', async () => {
  const engine = createMemoryEngine();
  let now = 1_763_700_000_000;
  const clock = { now: () => now };
  const deps = { clock, stamps: createStamps(clock) };
  const prices = (of: number) => Array.from({ length: 2_000 }, (_, i) => ({ sku: `S${i}`, price: i === 5 ? of : 100, from: 1 }));
  const catalog = await engine.open(CATALOG);
  const listNow = async () => (await catalog.get('price-list:demo-1')) as unknown as PriceList;
  const priceBy = async (list: PriceList) => {
    const parts = new Map((await catalog.range({ startkey: 'price-part:', endkey: 'price-part:\uffff' })).map((d) => [d._id, d]));
    const all = unfoldPriceList(list, (id) => parts.get(id) as unknown as PricePart | undefined);
    return all && pricesInForce(all, now).prices.get('S5');
  };
  await writePriceList(engine, deps, 'demo-1', prices(7));
  const old = await listNow();
  await writePriceList(engine, deps, 'demo-1', prices(8));
  expect([await priceBy(old), await priceBy(await listNow())]).toEqual([7, 8]);
  now += 49 * HOUR;
  await writePriceList(engine, deps, 'demo-1', prices(9));
  expect([await priceBy(old), await priceBy(await listNow())]).toEqual([null, 9]);
  // Back to short: no part is named any more.
  await writePriceList(engine, deps, 'demo-1', [{ sku: 'S5', price: 3, from: 1 }]);
  expect(await priceBy(await listNow())).toBe(3);
});
