import { COSTS, PRODUCTS } from '../../design/databases.ts';
import type { Cost, Product } from '../../design/documents/catalogue.ts';
import { rangeOf } from '../../design/ids.ts';
import type { KnownProduct } from '../../design/import/checked-row.ts';
import type { Engine } from '../engine/engine.ts';

const PAGE = 2_000;

/** What the catalogue holds, as a check needs it, a page at a time. */
export async function* knownProducts(engine: Engine): AsyncGenerator<KnownProduct[]> {
  const [products, costs] = [await engine.open(PRODUCTS), await engine.open(COSTS)];
  const { endkey } = rangeOf('product');
  let { startkey } = rangeOf('product');
  for (;;) {
    const page = await products.range({ startkey, endkey, limit: PAGE });
    const held = (await costs.range({ keys: page.map(({ sku }) => `cost:${String(sku)}`) })) as unknown as Cost[];
    const costOf = new Map(held.map(({ sku, cost }) => [sku, cost]));
    yield (page as unknown as Product[]).map((product) => ({
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
    if (page.length < PAGE) return;
    startkey = `${page.at(-1)!._id}\u0000`;
  }
}
