import type { FastifyReply } from 'fastify';
import type { Clock } from '../../design/time/clock.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { createProductIndex } from '../catalogue/back-office/product-index.ts';
import type { Pictures } from '../catalogue/back-office/pictures.store.ts';
import type { Products } from '../catalogue/back-office/products.store.ts';
import type { ShopPrices } from '../catalogue/back-office/shop-prices.ts';
import type { UnknownCodes } from '../catalogue/unknown-codes.store.ts';
import type { Engine } from '../engine/engine.ts';
import type { Imports } from '../import/imports.ts';
import type { Promotions } from '../pricing/promotions.store.ts';
import { DEFAULT_TIME_ZONE, type Shops } from '../provisioning/shops.ts';
import type { Stamps } from '../stamps.ts';
import type { Known } from './catalogue.form.part.ts';
import { facetsOf, type Choices } from './catalogue.query.ts';
import type { Html } from './html.ts';

/** What every page of the catalogue's back office needs. */
export interface CatalogueDeps {
  readonly engine: Engine;
  readonly stamps: Stamps;
  readonly clock: Clock;
  readonly shops: Shops;
  readonly promotions: Promotions;
  readonly unknownCodes: UnknownCodes;
  readonly index: ReturnType<typeof createProductIndex>;
  readonly products: Products;
  readonly shopPrices: ShopPrices;
  readonly pictures: Pictures;
  readonly imports: Pick<Imports, 'startBulk' | 'jobs' | 'planned'>;
  readonly send: (reply: FastifyReply, title: string, body: Html) => FastifyReply;
}

/** The back office's time: that of its first shop. */
export const catalogueTimeZone = (shops: Shops): string => shops.list()[0]?.timeZone ?? DEFAULT_TIME_ZONE;

export async function knownWords(index: CatalogueDeps['index']): Promise<Known> {
  const { search } = await index.read();
  const { categories, brands, suppliers } = facetsOf(search);
  const names = (choices: Choices): string[] => choices.map(([value]) => value);
  return {
    categories: [...categories.keys()].sort((a, b) => a.localeCompare(b, 'ru')),
    brands: names(brands),
    suppliers: names(suppliers),
  };
}

/**
 * Wall time of a zone as a form sends it (`2026-12-01T09:00`) → epoch ms; nothing typed: now. `null` where it is past or no time. The hour
 * that a change of clocks skips is the one after it.
 */
export function momentOf(typed: string, timeZone: string, now: number): number | null {
  if (typed === '') return now;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(typed)) return null;
  const wanted = Date.parse(`${typed}:00Z`);
  if (!Number.isFinite(wanted)) return null;
  const offset = (at: number): number => Date.parse(`${localDateTime(at, timeZone)}Z`) - at;
  const first = wanted - offset(wanted);
  const at = wanted - offset(first);
  return at > now ? at : null;
}
