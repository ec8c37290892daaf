import type { KnownCatalogue, KnownProduct } from '../checked-row.ts';
import { skuKey } from './sku-key.ts';

/** A name as people compare names: case, ё, spaces and quotation marks do not count. */
const nameKey = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[«»"“”„']/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Keeps the article that is sold where two claim a key. */
function claim(index: Map<string, KnownProduct>, key: string, product: KnownProduct): void {
  const present = index.get(key);
  if (!present || (present.archived && !product.archived)) index.set(key, product);
}

/** Looks up a catalogue that is held in memory. 100,000 articles take some 50 MB. */
export function knownCatalogue(products: Iterable<KnownProduct>): KnownCatalogue {
  const skus = new Map<string, KnownProduct>();
  const keys = new Map<string, KnownProduct>();
  const eans = new Map<string, KnownProduct>();
  const names = new Map<string, KnownProduct | 'many'>();
  const suppliers = new Map<string, KnownProduct[]>();
  for (const product of products) {
    skus.set(product.sku, product);
    claim(keys, skuKey(product.sku), product);
    if (product.ean !== null) claim(eans, product.ean, product);
    const name = nameKey(product.name);
    const namesake = names.get(name);
    if (namesake === undefined || (namesake !== 'many' && namesake.archived)) names.set(name, product);
    else if (!product.archived) names.set(name, 'many');
    if (product.supplier !== null) {
      const own = suppliers.get(product.supplier);
      if (own) own.push(product);
      else suppliers.set(product.supplier, [product]);
    }
  }
  return {
    bySku: (sku) => skus.get(sku),
    bySkuKey: (key) => keys.get(key),
    byEan: (ean) => eans.get(ean),
    byName: (name) => names.get(nameKey(name)),
    ofSupplier: (supplier) => suppliers.get(supplier) ?? [],
  };
}

/** What a dry run without a server knows. */
export const EMPTY_CATALOGUE: KnownCatalogue = knownCatalogue([]);
