import type { ShopPrice } from '../../../design/documents/catalogue.ts';
import { pricesInForce } from '../../../design/folds/price-list.ts';
import type { Kopecks } from '../../../design/money/kopecks.ts';
import type { Clock } from '../../../design/time/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Stamps } from '../../stamps.ts';
import { readPriceList, writePriceList } from '../price-lists.ts';

/** Since ever: what the shop's price type says stands below everything that the shop has of its own. */
const OF_TYPE = 0;
/** Is it what the shop's price type says, not the shop itself? */
export const isByType = ({ from }: Pick<ShopPrice, 'from'>): boolean => from === OF_TYPE;

/** What an article costs in a shop where that differs from the common price. */
interface PriceInShop {
  /** `null`: the common price holds. */
  readonly now: Kopecks | null;
  /** It is the shop's price type that says so. */
  readonly byType: boolean;
  readonly planned: readonly ShopPrice[];
}

export interface ShopPrices {
  /** All prices of a shop, those announced included. */
  of(store: string): Promise<ShopPrice[]>;
  /** What an article costs in a shop now where that differs from the catalogue's price, and what is announced for it. */
  ofProduct(store: string, sku: string): Promise<PriceInShop>;
  /** Adds prices; of two with one `from` the new one counts. `from` in the past: in force at once. */
  add(store: string, prices: readonly ShopPrice[]): Promise<void>;
  /** Takes back what is announced and whose time has not come. @returns how many */
  cancel(store: string, isMeant: (price: ShopPrice) => boolean): Promise<number>;
  /** The shop sells an article at the price of its type, or the common one, again, from now on; what is announced stays. */
  dropOwn(store: string, sku: string): Promise<void>;
  /**
   * What the shop's price type says (`null`: no longer anything): of all articles (`isWhole`), or of those named. The shop's own prices
   * stay above it.
   */
  putByType(store: string, prices: ReadonlyMap<string, Kopecks | null>, isWhole: boolean): Promise<void>;
}

const TRIES = 5;

/** Prices of shops as people plan them, one writer at a time in this server; another server's write in between begins this one anew. */
export function createShopPrices(engine: Engine, deps: { readonly clock: Clock; readonly stamps: Stamps }): ShopPrices {
  const { clock } = deps;
  let turn: Promise<unknown> = Promise.resolve();

  const of = async (store: string): Promise<ShopPrice[]> => (await readPriceList(engine, store)).prices;

  async function change(store: string, edit: (prices: ShopPrice[]) => ShopPrice[]): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      const { prices: before, rev } = await readPriceList(engine, store);
      const after = edit(before);
      if (after.length === before.length && after.every((one, i) => one === before[i])) return 0;
      try {
        await writePriceList(engine, deps, store, after, rev);
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
      const byType = !own.some((price) => !isByType(price) && price.from <= now);
      return { now: pricesInForce(own, now).prices.get(sku) ?? null, byType, planned };
    },
    async add(store, prices) {
      const key = ({ sku, from }: ShopPrice): string => `${from} ${sku}`;
      const fresh = new Set(prices.map(key));
      await inTurn(() => change(store, (before) => [...before.filter((price) => !fresh.has(key(price))), ...prices]));
    },
    cancel: (store, isMeant) =>
      inTurn(() => change(store, (before) => before.filter((price) => price.from <= clock.now() || !isMeant(price)))),
    async dropOwn(store, sku) {
      await inTurn(() =>
        change(store, (before) => before.filter((price) => price.sku !== sku || isByType(price) || price.from > clock.now())),
      );
    },
    async putByType(store, prices, isWhole) {
      await inTurn(() => change(store, (before) => withTypes(before, prices, isWhole)));
    },
  };
}

/** The list with what the type says now; the very same one where it says nothing new. */
function withTypes(before: ShopPrice[], prices: ReadonlyMap<string, Kopecks | null>, isWhole: boolean): ShopPrice[] {
  const isSaidAnew = (price: ShopPrice): boolean => isByType(price) && (isWhole || prices.has(price.sku));
  const was = before.filter(isSaidAnew);
  const is = [...prices].flatMap(([sku, price]): ShopPrice[] => (price === null ? [] : [{ sku, price, from: OF_TYPE }]));
  const said = new Map(was.map(({ sku, price }) => [sku, price]));
  if (said.size === is.length && is.every(({ sku, price }) => said.get(sku) === price)) return before;
  return [...is, ...before.filter((price) => !isSaidAnew(price))];
}
