import { canonicalJson } from '../canonical-json.ts';
import type { PriceList, PricePart, ShopPrice } from '../documents/catalogue.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { fnv1a } from './fnv1a.ts';

/** A list of up to so many prices is one document; a longer one is placed in parts by the SKU's hash. */
export const PRICES_INLINE = 500;
/** Prices of a part: one changed price sends 15 kB again instead of 1.5 MB (measured with 50,000 prices of a shop). */
export const PRICES_OF_PART = 500;

export const priceListId = (store: string): string => `price-list:${store}`;

/** What a part's digest is taken over. */
export const partText = (part: Pick<PricePart, 'prices'>): string => canonicalJson(part.prices);

export interface PriceListPlan {
  /** To be written before the list; ids carry the digest, so one that is there already is the same. */
  readonly parts: readonly PricePart[];
  readonly list: PriceList;
  /** Parts that `list` no longer names: they may go once no till can be in the middle of a pull. */
  readonly superseded: readonly string[];
}

/**
 * A shop's price list as documents. The number of parts follows the number of prices in powers of two, so that it seldom changes.
 * @param context `hlc`: the stamp of everything written now; `digest`: text → SHA-256 hex
 */
export function planPriceList(
  store: string,
  prices: readonly ShopPrice[],
  before: PriceList | null,
  context: { readonly hlc: string; readonly digest: (text: string) => string },
): PriceListPlan {
  const base = { schema: 1, hlc: context.hlc, by: null, pos: null } as const;
  const head = { _id: priceListId(store), type: 'price-list', ...base, store } as const;
  // One stamp for all: a merge of two lists must not take the parts of one and the prices of the other.
  const stamps = { prices: context.hlc, parts: context.hlc };
  const parts = prices.length <= PRICES_INLINE ? [] : placed(prices).map((part, place) => pricePart(store, part, place));
  const list: PriceList = {
    ...head,
    ...(before?._rev ? { _rev: before._rev } : {}),
    stamps,
    prices: parts.length === 0 ? [...prices] : [],
    ...(parts.length === 0 ? {} : { parts: parts.map(({ _id, digest }) => ({ id: _id, digest })) }),
  };
  const named = new Set(parts.map((part) => part._id));
  const held = new Set((before?.parts ?? []).map(({ id }) => id));
  return {
    parts: parts.filter(({ _id }) => !held.has(_id)),
    list,
    superseded: [...held].filter((id) => !named.has(id)),
  };

  function pricePart(of: string, part: readonly ShopPrice[], place: number): PricePart {
    const compact = part.map(({ sku, price, from }): PricePart['prices'][number] => [sku, price, from]);
    const digest = context.digest(partText({ prices: compact }));
    const _id = `price-part:${of}:${String(place).padStart(4, '0')}-${digest.slice(0, 12)}`;
    return { _id, type: 'price-part', ...base, store: of, digest, prices: compact };
  }
}

function placed(prices: readonly ShopPrice[]): ShopPrice[][] {
  let count = 2;
  while (count * PRICES_OF_PART < prices.length) count *= 2;
  const rooms = Array.from({ length: count }, (): ShopPrice[] => []);
  for (const price of prices) rooms[fnv1a(price.sku) % count]!.push(price);
  // Within a SKU the order stays: of two prices with one `from` the later in the list counts.
  for (const room of rooms) room.sort((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
  return rooms;
}

/**
 * The prices of a list, whole or not at all.
 * @param partOf a part as it is held here, if it is and its digest is right
 * @returns `null` where a part is missing: what was in force stays
 */
export function unfoldPriceList(
  list: PriceList | null,
  partOf: (id: string, digest: string) => PricePart | null | undefined,
): ShopPrice[] | null {
  const parts = (list?.parts ?? []).map(({ id, digest }) => partOf(id, digest));
  if (!parts.every((part) => part !== null && part !== undefined)) return null;
  return [...(list?.prices ?? []), ...parts.flatMap((part) => part.prices.map(([sku, price, from]) => ({ sku, price, from })))];
}

/** Prices of a shop as they hold from `since` until just before `until` (epoch ms, server-corrected; ±Infinity where nothing limits). */
export interface PricesInForce {
  readonly prices: ReadonlyMap<string, Kopecks>;
  readonly since: number;
  readonly until: number;
}

/**
 * Prices of a shop at an instant (epoch ms, server-corrected): for each SKU the latest one whose `from` has come; of two with the same
 * `from` the later in the list. SKUs not in it keep the catalogue's price.
 */
export function pricesInForce(list: readonly ShopPrice[], at: number): PricesInForce {
  const best = new Map<string, ShopPrice>();
  let [since, until] = [-Infinity, Infinity];
  for (const one of list) {
    if (one.from > at) {
      until = Math.min(until, one.from);
      continue;
    }
    since = Math.max(since, one.from);
    if (one.from >= (best.get(one.sku)?.from ?? -Infinity)) best.set(one.sku, one);
  }
  return { prices: new Map([...best].map(([sku, { price }]) => [sku, price])), since, until };
}
