import type { Clock } from '../../design/time/clock.ts';
import type { ShopPrice } from '../../design/documents/catalogue.ts';
import { isByType } from '../catalogue/back-office/shop-prices.ts';
import { readPriceList, writePriceList } from '../catalogue/price-lists.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

export interface AnnounceDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly stamps: Stamps;
}

/** Prices of a job that is to become active: the ones that will, and the ones that somebody's hand has overtaken, by SKU in kopecks. */
export interface AnnouncedPrices {
  readonly holding: ReadonlyMap<string, number>;
  readonly overtaken: ReadonlyMap<string, number>;
}

/**
 * Sends prices ahead of their time into a shop's list: a till that is offline then changes over by itself. What was sent and overtaken since
 * is taken out again. An article with a price of the shop's own keeps that, whichever came first. Done twice it changes nothing.
 */
export async function announcePrices(
  deps: AnnounceDeps,
  store: string,
  { holding, overtaken }: AnnouncedPrices,
  from: number,
): Promise<void> {
  const { prices: held, rev } = await readPriceList(deps.engine, store);
  const isSent = (one: ShopPrice): boolean => one.from === from && (holding.get(one.sku) ?? overtaken.get(one.sku)) === one.price;
  const ofShop = new Set(held.filter((one) => !isSent(one) && !isByType(one)).map(({ sku }) => sku));
  const kept = held.filter((one) => !isSent(one) || (holding.has(one.sku) && !ofShop.has(one.sku)));
  const own = new Set(kept.map(({ sku }) => sku));
  const fresh = [...holding].flatMap(([sku, price]) => (own.has(sku) ? [] : [{ sku, price, from }]));
  if (kept.length < held.length || fresh.length > 0) await writePriceList(deps.engine, deps, store, [...kept, ...fresh], rev);
}

/** Takes them out again: the catalogue itself says so by now, or it is called off. */
export async function withdrawPrices(
  deps: AnnounceDeps,
  store: string,
  /** `null`: whatever was to hold from then on. */
  prices: ReadonlyMap<string, number> | null,
  from: number,
): Promise<void> {
  const { prices: held, rev } = await readPriceList(deps.engine, store);
  const kept = held.filter((one) => one.from !== from || (prices !== null && prices.get(one.sku) !== one.price));
  if (kept.length < held.length) await writePriceList(deps.engine, deps, store, kept, rev);
}
