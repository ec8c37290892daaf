import { CATALOG } from '../../../design/databases.ts';
import type { PriceList, PricePart, ShopPrice } from '../../../design/documents/catalogue.ts';
import { pricesInForce, priceListId, unfoldPriceList } from '../../../design/folds/price-list.ts';
import type { Kopecks } from '../../../design/money/kopecks.ts';
import type { Clock } from '../../../design/time/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Stamps } from '../../stamps.ts';
import { writePriceList } from '../price-lists.ts';

export interface ShopPrices {
  /** All prices of a shop, those announced included. */
  of(store: string): Promise<ShopPrice[]>;
  /** What an article costs in a shop now where that differs from the catalogue's price, and what is announced for it. */
  ofProduct(store: string, sku: string): Promise<{ readonly now: Kopecks | null; readonly planned: readonly ShopPrice[] }>;
  /** Adds prices; of two with one `from` the new one counts. `from` in the past: in force at once. */
  add(store: string, prices: readonly ShopPrice[]): Promise<void>;
  /** Takes back what is announced and whose time has not come. @returns how many */
  cancel(store: string, isMeant: (price: ShopPrice) => boolean): Promise<number>;
  /** The shop sells an article at the catalogue's price again, from now on; what is announced stays. */
  dropOwn(store: string, sku: string): Promise<void>;
}

const TRIES = 3;

/** Prices of shops as people plan them, one writer at a time in this server; another server's write in between begins this one anew. */
export function createShopPrices(engine: Engine, deps: { readonly clock: Clock; readonly stamps: Stamps }): ShopPrices {
  const { clock } = deps;
  let turn: Promise<unknown> = Promise.resolve();

  async function of(store: string): Promise<ShopPrice[]> {
    const catalog = await engine.open(CATALOG);
    const list = (await catalog.get(priceListId(store))) as unknown as PriceList | null;
    const parts = list?.parts?.length ? await catalog.range({ keys: list.parts.map(({ id }) => id) }) : [];
    const held = new Map(parts.map((part) => [part._id, part as unknown as PricePart]));
    const prices = unfoldPriceList(list, (id) => held.get(id));
    // Parts are written before the list that names them: a missing one is damage, and a list made of the rest would lose prices.
    if (prices === null) throw new Error(`${priceListId(store)}: a part is missing`);
    return prices;
  }

  async function change(store: string, edit: (prices: ShopPrice[]) => ShopPrice[]): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      const before = await of(store);
      const after = edit(before);
      if (after.length === before.length && after.every((one, i) => one === before[i])) return 0;
      try {
        await writePriceList(engine, deps, store, after);
        return before.length - after.length;
      } catch (error) {
        if (tries === TRIES) throw error;
      }
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.catch(() => undefined).then(work);
    turn = done;
    return done;
  }

  return {
    of,
    async ofProduct(store, sku) {
      const own = (await of(store)).filter((price) => price.sku === sku);
      const now = clock.now();
      const planned = own.filter(({ from }) => from > now).sort((a, b) => a.from - b.from);
      return { now: pricesInForce(own, now).prices.get(sku) ?? null, planned };
    },
    async add(store, prices) {
      const key = ({ sku, from }: ShopPrice): string => `${from} ${sku}`;
      const fresh = new Set(prices.map(key));
      await inTurn(() => change(store, (before) => [...before.filter((price) => !fresh.has(key(price))), ...prices]));
    },
    cancel: (store, isMeant) =>
      inTurn(() => change(store, (before) => before.filter((price) => price.from <= clock.now() || !isMeant(price)))),
    async dropOwn(store, sku) {
      await inTurn(() => change(store, (before) => before.filter((price) => price.sku !== sku || price.from > clock.now())));
    },
  };
}
