import type { Clock } from '../../design/time/clock.ts';
import { readPriceList, writePriceList } from '../catalogue/price-lists.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

export interface AnnounceDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly stamps: Stamps;
}

/**
 * Sends prices ahead of their time into a shop's list: a till that is offline then changes over by itself. An article with a price of the
 * shop's own keeps that. Done twice it changes nothing.
 */
export async function announcePrices(
  deps: AnnounceDeps,
  store: string,
  prices: ReadonlyMap<string, number>,
  from: number,
): Promise<void> {
  const { prices: held, rev } = await readPriceList(deps.engine, store);
  const own = new Set(held.map(({ sku }) => sku));
  const fresh = [...prices].flatMap(([sku, price]) => (own.has(sku) ? [] : [{ sku, price, from }]));
  if (fresh.length > 0) await writePriceList(deps.engine, deps, store, [...held, ...fresh], rev);
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
