import { PRODUCTS } from '../../design/databases.ts';
import type { Engine } from '../engine/engine.ts';

/** What articles are called, by SKU; those that there are. */
export async function productNames(engine: Engine, skus: readonly string[]): Promise<Record<string, string>> {
  if (skus.length === 0) return {};
  const docs = await (await engine.open(PRODUCTS)).range({ keys: skus.map((sku) => `product:${sku}`) });
  return Object.fromEntries(docs.map((doc) => [doc._id.slice('product:'.length), String(doc['name'])]));
}
