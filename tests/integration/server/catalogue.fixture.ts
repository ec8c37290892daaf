import { createHash } from 'node:crypto';
import { PRODUCTS } from '../../../design/databases.ts';
import type { Product } from '../../../design/documents/catalogue.ts';
import type { ServerFixture } from './sync-server.fixture.ts';

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

export const productOf = (sku: string, change: Partial<Product> = {}): Product => ({
  _id: `product:${sku}`,
  type: 'product',
  schema: 1,
  hlc: '1763683200000-0000-0000',
  by: null,
  pos: null,
  sku,
  name: `Оправа ${sku}`,
  brand: 'Ray-Ban',
  kind: 'frame',
  category: 'Оправы',
  ean: null,
  price: 100_00,
  vat: '22',
  subject: 'goods',
  supplier: null,
  archived: false,
  stamps: {},
  ...change,
});

/** Writes the products P-0 … P-(count−1) and waits until the projector has brought them into the catalogue. */
export async function storeProducts(fixture: ServerFixture, count: number, change: Partial<Product> = {}): Promise<void> {
  const database = await fixture.server.engine.open(PRODUCTS);
  const docs = Array.from({ length: count }, (_, i) => productOf(`P-${i}`, change));
  const held = new Map((await database.range({ keys: docs.map(({ _id }) => _id) })).map((doc) => [doc._id, doc._rev]));
  const results = await database.bulk(
    docs.map((doc) => ({ ...doc, ...(held.has(doc._id) ? { _rev: held.get(doc._id)! } : {}) })),
  );
  const failed = results.find(({ ok }) => !ok);
  if (failed) throw new Error(`${failed.id}: ${failed.error}`);
  await fixture.server.jobs.settled();
}
