import { CATALOG, CHAIN, PRODUCTS, salesDatabase } from '../../design/databases.ts';
import type { PriceList, PricePart, Product, ShopPrice } from '../../design/documents/catalogue.ts';
import type { RegisterState } from '../../design/documents/chain.ts';
import type { Sale } from '../../design/documents/facts.ts';
import { priceListId, pricesInForce, unfoldPriceList } from '../../design/folds/price-list.ts';
import { docId } from '../../design/ids.ts';
import { comparePrices, type PricesAt } from '../../design/reconcile/compare-prices.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { addMonths, localMonth } from '../../design/time/local-time.ts';
import type { Database, Engine } from '../engine/engine.ts';
import { homesOf } from '../homes/homes.ts';
import type { Absence } from './absences.store.ts';
import type { Findings } from './compare-chain.ts';

/**
 * Requirement C-41 for one absence. `null`: refused for now, because receipts of the till are still pending (its copy, its queue to the
 * operator, or a sale without a result).
 */
export async function compareOfflinePrices(
  engine: Engine,
  { pos, store, from, to }: Absence,
  timeZone: string,
): Promise<{ findings: Findings; sales: number } | null> {
  const state = (await (await engine.open(CHAIN)).get(docId('register-state', pos))) as unknown as RegisterState | null;
  if (!state || (state.copy?.waiting ?? 0) > 0 || state.buffer.queued > 0) return null;
  const sales: Sale[] = [];
  const present = new Set<unknown>();
  const results: { readonly [field: string]: unknown }[] = [];
  const settled = new Set<unknown>();
  // Together: a receipt may be settled in a later shift, which another month holds.
  for (const database of await databasesOf(engine, store, timeZone, { from, to })) {
    const docs = await database.range({ startkey: `sale:${from}`, endkey: `sale:${to}` });
    for (const { _id } of docs) present.add(_id);
    sales.push(...(docs as unknown as Sale[]).filter((sale) => sale.pos === pos && sale.at >= from && sale.at <= to));
    results.push(...(await database.range({ startkey: `fiscal-result:${from}`, endkey: `fiscal-result:${to}` })));
    for (const one of await database.range({ startkey: `sale-void:${from}`, endkey: 'sale-void:\ufff0' }))
      settled.add(one['sale']);
  }
  for (const one of results) settled.add(one['sale']);
  // A result without its sale: the till (or, after ten minutes, the journal) has yet to bring it.
  const owed = results.some((one) => one['pos'] === pos && one['operation'] === 'sale' && !present.has(one['sale']));
  if (owed || sales.some(({ _id }) => !settled.has(_id))) return null;
  const items = comparePrices(sales, await pricesOf(engine, store, sales));
  const findings = { from, to, lost: 0, waiting: 0, found: items.length, items: items.slice(0, 500), tills: [] };
  return { findings, sales: sales.length };
}

async function databasesOf(engine: Engine, store: string, zone: string, { from, to }: { from: number; to: number }) {
  const names = new Set(await homesOf(engine, store));
  for (
    let month = addMonths(localMonth(from, zone), -1);
    month <= addMonths(localMonth(to, zone), 1);
    month = addMonths(month, 1)
  ) {
    names.add(salesDatabase(store, month));
  }
  const databases: Database[] = [];
  for (const name of names) if (await engine.exists(name)) databases.push(await engine.open(name));
  return databases;
}

/**
 * Prices in force as far as they are known: the shop's list by its effective times; without an entry the product's own price, if it has
 * been that since before the sale (what it was before nobody has kept).
 */
async function pricesOf(engine: Engine, store: string, sales: readonly Sale[]): Promise<PricesAt> {
  const skus = [...new Set(sales.flatMap(({ lines }) => lines.map(({ sku }) => sku)))];
  const catalog = await engine.open(CATALOG);
  const list = (await catalog.get(priceListId(store))) as unknown as PriceList | null;
  const parts = new Map<string, PricePart>();
  for (const doc of await catalog.range({ keys: (list?.parts ?? []).map(({ id }) => id) })) {
    parts.set(doc._id, doc as unknown as PricePart);
  }
  const wanted = new Set(skus);
  const prices: ShopPrice[] = (unfoldPriceList(list, (id) => parts.get(id)) ?? []).filter(({ sku }) => wanted.has(sku));
  const products = (await (
    await engine.open(PRODUCTS)
  ).range({ keys: skus.map((sku) => docId('product', sku)) })) as unknown as Product[];
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const listedSince = list ? (parseHlc(list.hlc)?.wall ?? Infinity) : Infinity;
  return (sku, at) => {
    const product = bySku.get(sku);
    const bands = product?.lens?.bands.map(({ price }) => price) ?? [];
    const listed = pricesInForce(
      prices.filter((one) => one.sku === sku),
      at,
    ).prices.get(sku);
    // What a price type says has no day of its own: since when it has been so is known only of the whole list.
    const isByTypeAlone = !prices.some((one) => one.sku === sku && one.from > 0 && one.from <= at);
    if (listed !== undefined && isByTypeAlone && listedSince > at) return [];
    if (listed !== undefined) return [listed, ...bands];
    const since = product ? (parseHlc(product.stamps['price'] ?? product.hlc)?.wall ?? 0) : Infinity;
    return product && since <= at ? [product.price, ...bands] : [];
  };
}
