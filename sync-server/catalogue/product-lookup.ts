import { spellingsOf } from '../../design/barcode/scan-code.ts';
import { CATALOG, PRODUCTS } from '../../design/databases.ts';
import {
  catalogueEntry,
  product,
  type CatalogueDelta,
  type CatalogueEntry,
  type CatalogueShard,
  type Manifest,
  type PriceList,
  type PricePart,
} from '../../design/documents/catalogue.ts';
import { MANIFEST_ID, shardOf } from '../../design/folds/catalogue-build.ts';
import { pricesInForce, priceListId, unfoldPriceList } from '../../design/folds/price-list.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { catalogueHold } from '../import/hold.ts';

export interface ProductLookup {
  /** An article that is sold, by SKU or EAN, at the price of a shop now; `null` where there is none. */
  find(code: string, store: string): Promise<CatalogueEntry | null>;
}

const PIECES = 10;
type Pieces = Pick<Manifest, 'shards' | 'deltas'>;

/**
 * Products by their codes for tills that do not hold them yet (requirements A-04). EANs are read from the catalogue's shards, a hundred
 * documents instead of all products, and from then on only from the pieces that changed; what an article is and costs is asked of its own
 * document or, while an import is being written, of the catalogue that tills have: never some of the new prices.
 */
export function createProductLookup(engine: Engine, clock: Clock): ProductLookup {
  const skus = new Map<string, string>();
  let read = new Set<string>();
  let revision: string | null = null;
  let reading: Promise<void> = Promise.resolve();

  async function follow(): Promise<void> {
    const catalog = await engine.open(CATALOG);
    const manifest = await catalog.get(MANIFEST_ID);
    if (!manifest || manifest._rev === revision) return;
    const { shards, deltas } = manifest as unknown as Pieces;
    const named = [...shards, ...deltas].map(({ id, digest }) => ({ id, key: `${id} ${digest}` }));
    const fresh = named.filter(({ key }) => !read.has(key)).map(({ id }) => id);
    for (let from = 0; from < fresh.length; from += PIECES) {
      for (const piece of await catalog.range({ keys: fresh.slice(from, from + PIECES) })) {
        for (const { sku, ean } of (piece as unknown as Pick<CatalogueShard, 'entries'>).entries) if (ean) skus.set(ean, sku);
      }
    }
    read = new Set(named.map(({ key }) => key));
    revision = manifest._rev;
  }

  /** An article as it is published. */
  async function publishedEntry(sku: string): Promise<CatalogueEntry | null> {
    const catalog = await engine.open(CATALOG);
    const manifest = (await catalog.get(MANIFEST_ID)) as unknown as Manifest | null;
    if (!manifest) return null;
    for (const { id } of manifest.deltas.toReversed()) {
      const delta = (await catalog.get(id)) as unknown as CatalogueDelta | null;
      if (delta?.removed.includes(sku)) return null;
      const entry = delta?.entries.find((one) => one.sku === sku);
      if (entry) return entry;
    }
    const shard = (await catalog.get(manifest.shards[shardOf(sku, manifest.shardCount)]!.id)) as unknown as CatalogueShard | null;
    return shard?.entries.find((one) => one.sku === sku) ?? null;
  }

  /** `null`: not there, or not sold. */
  async function entryNow(sku: string): Promise<CatalogueEntry | null> {
    if ((await catalogueHold(engine)).held) return publishedEntry(sku);
    const known = product.safeParse(await (await engine.open(PRODUCTS)).get(`product:${sku}`));
    return known.success && !known.data.archived ? catalogueEntry.parse(known.data) : null;
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
      // One reader at a time: all who ask meanwhile wait for the same pieces.
      reading = reading.catch(() => undefined).then(follow);
      await reading;
      for (const spelling of spellingsOf(code)) {
        const entry = await entryNow(skus.get(spelling) ?? spelling);
        // The article bears another code by now.
        if (!entry || (entry.sku !== spelling && entry.ean !== spelling)) continue;
        return { ...entry, price: await priceOf(entry, store) };
      }
      return null;
    },
  };
}
