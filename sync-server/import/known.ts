import { COSTS, PRODUCTS } from '../../design/databases.ts';
import type { Cost, Product } from '../../design/documents/catalogue.ts';
import { rangeOf } from '../../design/ids.ts';
import type { KnownProduct } from '../../design/import/checked-row.ts';
import type { Engine } from '../engine/engine.ts';

const PAGE = 2_000;

/** Articles as a check needs them. */
async function withCosts(engine: Engine, products: readonly Product[]): Promise<KnownProduct[]> {
  const costs = await engine.open(COSTS);
  const held = (await costs.range({ keys: products.map(({ sku }) => `cost:${sku}`) })) as unknown as Cost[];
  const costOf = new Map(held.map(({ sku, cost }) => [sku, cost]));
  return products.map((product) => ({
    sku: product.sku,
    name: product.name,
    brand: product.brand,
    kind: product.kind,
    category: product.category,
    ean: product.ean,
    price: product.price,
    vat: product.vat,
    cost: costOf.get(product.sku) ?? null,
    supplier: product.supplier,
    archived: product.archived,
    supplierCode: product.supplierCode,
    markRequired: product.markRequired,
    ...(product.frame ? { frame: product.frame } : {}),
    ...(product.lens ? { lens: product.lens } : {}),
    ...(product.contactLens ? { contactLens: product.contactLens } : {}),
  }));
}

/** Some articles as they stand now; those that are not there are left out. */
export async function knownOf(engine: Engine, skus: readonly string[]): Promise<KnownProduct[]> {
  const products = await (await engine.open(PRODUCTS)).range({ keys: skus.map((sku) => `product:${sku}`) });
  return withCosts(engine, products as unknown as Product[]);
}

/** What the catalogue holds, as a check needs it, a page at a time. */
export async function* knownProducts(engine: Engine): AsyncGenerator<KnownProduct[]> {
  const products = await engine.open(PRODUCTS);
  const { endkey } = rangeOf('product');
  let { startkey } = rangeOf('product');
  for (;;) {
    const page = await products.range({ startkey, endkey, limit: PAGE });
    yield await withCosts(engine, page as unknown as Product[]);
    if (page.length < PAGE) return;
    startkey = `${page.at(-1)!._id}\u0000`;
  }
}
