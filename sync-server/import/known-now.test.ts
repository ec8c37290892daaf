import { expect, it } from 'vitest';
import { COSTS, PRODUCTS } from '../../design/databases.ts';
import type { Product } from '../../design/documents/catalogue.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { productOf } from './import.fixture.ts';
import { createKnownNow } from './known-now.ts';

async function shop() {
  const engine = createMemoryEngine();
  const [products, costs] = [await engine.open(PRODUCTS), await engine.open(COSTS)];
  const put = async (product: Product): Promise<void> => {
    const held = await products.get(product._id);
    await products.put({ ...product, ...(held ? { _rev: held._rev } : {}) });
  };
  for (const sku of ['A', 'B', 'C']) await put(productOf(sku));
  return { products, costs, put, known: createKnownNow(engine) };
}

it('the catalogue of previews is the one of this moment: prices, costs, names, new articles and those that are gone', async () => {
  const { products, costs, put, known } = await shop();
  const before = await known.read();
  expect([before.bySku('A')?.price, before.bySku('B')?.cost, before.bySku('D')]).toEqual([100_00, null, undefined]);
  expect(await known.read()).toBe(before);

  await put({ ...productOf('A', 120_00), name: 'Оправа новая' });
  await put(productOf('D'));
  await costs.put({ _id: 'cost:B', type: 'cost', schema: 1, sku: 'B', cost: 40_00, supplier: null, stamps: {} });
  const gone = (await products.get('product:C'))!;
  await products.put({ _id: gone._id, _rev: gone._rev, _deleted: true });
  const now = await known.read();
  expect([now.bySku('A')?.price, now.bySku('B')?.cost, now.bySku('D')?.sku, now.bySku('C')]).toEqual([
    ...[120_00, 40_00, 'D', undefined],
  ]);
  expect([now.byName('оправа новая'), now.byName('Оправа A')]).toMatchObject([{ sku: 'A' }, undefined]);
});

it('after it was let go, and after a reading that failed half-way, it is whole again', async () => {
  const { products, put, known } = await shop();
  await known.read();
  known.letGo();
  await put(productOf('D'));
  expect((await known.read()).bySku('D')).toBeDefined();

  await put(productOf('E'));
  const range = products.range.bind(products);
  products.range = () => Promise.reject(new Error('the disk is away'));
  await expect(known.read()).rejects.toThrow('away');
  products.range = range;
  const now = await known.read();
  expect(['A', 'B', 'C', 'D', 'E'].map((sku) => now.bySku(sku)?.sku)).toEqual(['A', 'B', 'C', 'D', 'E']);
});
