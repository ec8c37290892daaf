import { spellingsOf } from '../../design/barcode/scan-code.ts';
import { CATALOG, PRODUCTS } from '../../design/databases.ts';
import {
  catalogueEntry,
  product,
  type CatalogueEntry,
  type PriceList,
  type PricePart,
} from '../../design/documents/catalogue.ts';
import { pricesInForce, priceListId, unfoldPriceList } from '../../design/folds/price-list.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Database, Engine, Seq } from '../engine/engine.ts';

export interface ProductLookup {
  /** An article that is sold, by SKU or EAN, at the price of a shop now; `null` where there is none. */
  find(code: string, store: string): Promise<CatalogueEntry | null>;
}

const CHANGES = 1_000;
const skuOf = (id: string): string => id.slice('product:'.length);

/**
 * Products by their codes for tills that do not hold them yet (requirements A-04). Codes are read once and followed from there, so that a
 * question costs two documents and not the whole catalogue; the first question after a start waits for the reading.
 */
export function createProductLookup(engine: Engine, clock: Clock): ProductLookup {
  /** EAN → SKU, and what each SKU's EAN was, to forget it when it changes. */
  const skus = new Map<string, string>();
  const eans = new Map<string, string>();
  let since: Seq | undefined;
  let reading: Promise<void> = Promise.resolve();

  function note(sku: string, ean: string | null): void {
    const before = eans.get(sku);
    if (before !== undefined && skus.get(before) === sku) skus.delete(before);
    eans.delete(sku);
    if (ean === null) return;
    skus.set(ean, sku);
    eans.set(sku, ean);
  }

  async function follow(products: Database): Promise<void> {
    for (;;) {
      const { rows, lastSeq } = await products.changes({
        ...(since === undefined ? {} : { since }),
        limit: CHANGES,
        includeDocs: true,
      });
      for (const { id, deleted, doc } of rows) {
        if (!id.startsWith('product:')) continue;
        const ean = doc?.['ean'];
        note(skuOf(id), !deleted && typeof ean === 'string' ? ean : null);
      }
      since = lastSeq;
      if (rows.length < CHANGES) return;
    }
  }

  async function priceOf(entry: CatalogueEntry, store: string): Promise<number> {
    const catalog = await engine.open(CATALOG);
    const list = (await catalog.get(priceListId(store))) as unknown as PriceList | null;
    const parts = list?.parts?.length ? await catalog.range({ keys: list.parts.map(({ id }) => id) }) : [];
    const held = new Map(parts.map((part) => [part._id, part as unknown as PricePart]));
    const prices = unfoldPriceList(list, (id) => held.get(id));
    return (prices === null ? undefined : pricesInForce(prices, clock.now()).prices.get(entry.sku)) ?? entry.price;
  }

  return {
    async find(code, store) {
      const products = await engine.open(PRODUCTS);
      // One reader at a time: all who ask meanwhile wait for the same pages.
      reading = reading.catch(() => undefined).then(() => follow(products));
      await reading;
      for (const spelling of spellingsOf(code)) {
        const doc = await products.get(`product:${skus.get(spelling) ?? spelling}`);
        const known = product.safeParse(doc);
        if (!known.success || known.data.archived) continue;
        const entry = catalogueEntry.parse(known.data);
        return { ...entry, price: await priceOf(entry, store) };
      }
      return null;
    },
  };
}
