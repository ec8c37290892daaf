import { createHash } from 'node:crypto';
import { CATALOG } from '../../design/databases.ts';
import type { PriceList, PricePart, ShopPrice } from '../../design/documents/catalogue.ts';
import { planPriceList, priceListId, unfoldPriceList } from '../../design/folds/price-list.ts';
import { HOUR, type Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

/** As long as pieces of the catalogue: a till in the middle of a slow pull keeps a whole list. */
const KEEP_RETIRED = 48 * HOUR;
const PARTS = 20;

/** All prices of a shop, those announced included, and the revision of its list. @throws where a part of it is missing */
export async function readPriceList(
  engine: Engine,
  store: string,
): Promise<{ readonly prices: ShopPrice[]; readonly rev: string | null }> {
  const catalog = await engine.open(CATALOG);
  const list = (await catalog.get(priceListId(store))) as unknown as PriceList | null;
  const parts = list?.parts?.length ? await catalog.range({ keys: list.parts.map(({ id }) => id) }) : [];
  const held = new Map(parts.map((part) => [part._id, part as unknown as PricePart]));
  const prices = unfoldPriceList(list, (id) => held.get(id));
  // Parts are written before the list that names them: a missing one is damage, and a list made of the rest would lose prices.
  if (prices === null) throw new Error(`${priceListId(store)}: a part is missing`);
  return { prices, rev: list?._rev ?? null };
}

/**
 * Writes a shop's prices into `catalog`: changed parts first, the list that names them last. `prices` is all of them, those announced
 * included. Parts that earlier lists named go after two days.
 * @param rev of the list that `prices` were made of (`readPriceList`)
 * @throws where somebody else wrote the list meanwhile: begin again
 */
export async function writePriceList(
  engine: Engine,
  deps: { readonly clock: Clock; readonly stamps: Stamps },
  store: string,
  prices: readonly ShopPrice[],
  rev?: string | null,
): Promise<void> {
  const catalog = await engine.open(CATALOG);
  const before = (await catalog.get(priceListId(store))) as unknown as PriceList | null;
  if (rev !== undefined && (before?._rev ?? null) !== rev) throw new Error(`${priceListId(store)}: written meanwhile`);
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const { parts, list, superseded } = planPriceList(store, prices, before, { hlc: deps.stamps(), digest });
  for (let from = 0; from < parts.length; from += PARTS) {
    const results = await catalog.bulk(parts.slice(from, from + PARTS).map((part) => ({ ...part })));
    // The id carries the digest: what is there already is the same part.
    const failed = results.find(({ ok, error }) => !ok && error !== 'conflict');
    if (failed) throw new Error(`${failed.id}: ${failed.error}`);
  }
  const now = deps.clock.now();
  const named = new Set((list.parts ?? []).map(({ id }) => id));
  const retired = [...(before?.retired ?? []), ...superseded.map((id) => ({ id, at: now }))].filter(({ id }) => !named.has(id));
  const due = retired.filter(({ at }) => now - at >= KEEP_RETIRED).map(({ id }) => id);
  const waiting = retired.filter(({ id }) => !due.includes(id));
  const written = await catalog.put({ ...list, ...(waiting.length > 0 ? { retired: waiting } : {}) });
  if (!written.ok) throw new Error(`${list._id}: ${written.error}`);
  if (due.length === 0) return;
  const over = await catalog.range({ keys: due });
  await catalog.bulk(
    over.map(({ _id, _rev, type, schema, hlc, by, pos }) => ({ _id, _rev, type, schema, hlc, by, pos, _deleted: true })),
  );
}
