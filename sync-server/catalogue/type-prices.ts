import { canonicalJson } from '../../design/canonical-json.ts';
import { priceByType, typeOfShop, type PriceType, type PriceTypes } from '../../design/catalogue/price-type.ts';
import { CONTROL, IMPORTS, PRODUCTS } from '../../design/databases.ts';
import { product as productShape, type Product } from '../../design/documents/catalogue.ts';
import { keyOfId, rangeOf, typeOfId } from '../../design/ids.ts';
import type { Kopecks } from '../../design/money/kopecks.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Database, Engine, Seq, StoredDocument } from '../engine/engine.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { catalogueHold } from '../import/hold.ts';
import type { Log } from '../log.ts';
import { createStamps } from '../stamps.ts';
import { createShopPrices, type ShopPrices } from './back-office/shop-prices.ts';
import { readPriceTypes } from './price-types.store.ts';

const CURSOR = 'cursor:type-prices';
const PAGE = 1_000;

interface Cursor extends StoredDocument {
  since: Seq;
  /** The types and shops that the lists were last made by. */
  plan: string;
  /** Shops that sold by a type then. */
  stores: string[];
}

type Priced = Pick<Product, 'kind' | 'price' | 'archived' | 'typePrices'>;

/** Articles whose prices may be others now (`null`: gone), or all there are. */
interface Articles {
  readonly isWhole: boolean;
  readonly products: ReadonlyMap<string, Priced | null>;
  readonly since: Seq;
}

/**
 * Brings the prices of price types into the lists of the shops that sell by them: a till knows its shop's list and need not know of types.
 * Follows `products` and the types themselves; done twice it changes nothing. While a job is being written it waits, as the projector does.
 */
export function startTypePrices(engine: Engine, { clock, log }: { readonly clock: Clock; readonly log: Log }): Follower {
  const prices = createShopPrices(engine, { clock, stamps: createStamps(clock) });
  return startFollower(engine, {
    what: 'type-prices',
    wants: (name) => name === PRODUCTS || name === CONTROL || name === IMPORTS,
    work: () => follow(engine, prices),
    log,
  });
}

async function follow(engine: Engine, prices: ShopPrices): Promise<void> {
  const control = await engine.open(CONTROL);
  const cursor = (await control.get(CURSOR)) as Cursor | null;
  const types = await readPriceTypes(engine);
  const sellers = new Map(Object.keys(types.shops).map((store) => [store, typeOfShop(types, store)]));
  const stores = [...sellers].flatMap(([store, type]) => (type === null ? [] : [store])).sort();
  // Most chains have one price everywhere: nothing is read for them.
  if (stores.length === 0 && (cursor?.stores.length ?? 0) === 0) return;
  const hold = await catalogueHold(engine);
  if (hold.held) return;
  const plan = planText(types, stores);
  const products = await engine.open(PRODUCTS);
  const articles = cursor?.plan === plan ? await changedSince(products, cursor.since) : await everything(products);
  if (!articles.isWhole && articles.products.size === 0) return;
  // The end of the job brings this here again, or has done so already.
  if ((await catalogueHold(engine)).version !== hold.version) return follow(engine, prices);
  for (const store of new Set([...stores, ...(cursor?.stores ?? [])]))
    await prices.putByType(store, pricesOf(articles, sellers.get(store) ?? null), articles.isWhole);
  const { since } = articles;
  const written = await control.put({
    _id: CURSOR,
    ...(cursor ? { _rev: cursor._rev } : {}),
    type: 'cursor',
    since,
    plan,
    stores,
  });
  if (!written.ok) throw new Error(`${CURSOR}: ${written.error}`);
}

/** What decides over prices: types that no shop sells by do not. */
const planText = (types: PriceTypes, stores: readonly string[]): string =>
  canonicalJson(stores.map((store) => [store, typeOfShop(types, store)]));

function pricesOf({ products }: Articles, type: PriceType | null): Map<string, Kopecks | null> {
  return new Map([...products].map(([sku, product]) => [sku, product && type ? priceByType(product, type) : null]));
}

/** Only what a price is made of is kept: a hundred thousand articles are read in one go. */
function read(doc: StoredDocument | undefined | null): Priced | null {
  const { data } = productShape.safeParse(doc);
  if (!data) return null;
  const { kind, price, archived, typePrices } = data;
  return { kind, price, archived, ...(typePrices ? { typePrices } : {}) };
}

async function everything(products: Database): Promise<Articles> {
  // Taken before: what changes while it is read is looked at again.
  const { seq: since } = await products.info();
  const held = new Map<string, Priced | null>();
  const { endkey } = rangeOf('product');
  let { startkey } = rangeOf('product');
  for (;;) {
    const page = await products.range({ startkey, endkey, limit: PAGE });
    for (const doc of page) held.set(keyOfId(doc._id), read(doc));
    if (page.length < PAGE) return { isWhole: true, products: held, since };
    startkey = `${page.at(-1)!._id}\u0000`;
  }
}

async function changedSince(products: Database, from: Seq): Promise<Articles> {
  const held = new Map<string, Priced | null>();
  let since = from;
  for (;;) {
    const { rows, lastSeq } = await products.changes({ since, limit: PAGE, includeDocs: true });
    since = lastSeq;
    for (const { id, doc, deleted } of rows) if (typeOfId(id) === 'product') held.set(keyOfId(id), deleted ? null : read(doc));
    if (rows.length < PAGE) return { isWhole: false, products: held, since };
  }
}
