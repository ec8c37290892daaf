import { QuickStore } from '$lib/catalogue/quick.store.svelte.ts';
import type { UnknownCodesModel } from '$lib/catalogue/unknown-codes.model.ts';
import type { CartModel } from '$lib/sale/cart.model.ts';
import { ParkedStore } from '$lib/sale/parked.store.svelte.ts';
import type { QuickModel } from '$lib/catalogue/quick.model.ts';
import type { ParkedModel } from '$lib/sale/parked.model.ts';
import type { StockModel } from '$lib/stock/stock.model.ts';
import { createMemoryStore } from '$lib/storage/local-store.ts';
import { addToCart, EMPTY_CART, type Cart } from '$design/sale/cart.ts';
import { ENTRIES, NOW } from './fake-data.ts';

const PIECES = [3, 1, -1, 0, 12, 25, 7, 0];
const filled = (...indexes: number[]): Cart => {
  const cart = indexes.reduce((held, index) => addToCart(held, ENTRIES[index]!), EMPTY_CART);
  return { ...cart, lines: cart.lines.map((line) => ({ ...line, amount: line.price * line.qty })) };
};

/** Stock, parked carts, favourites. Scenes: `parked` (two carts put aside), `nostock`, `pinned`. */
export function fakeShelf(
  has: (word: string) => boolean,
  cart: CartModel,
): { parked: ParkedModel; stock: StockModel; quick: QuickModel; unknownCodes: UnknownCodesModel } {
  const store = createMemoryStore();
  if (has('parked')) {
    store.write('parked', [
      { key: 'p1', begun: NOW, at: NOW - 720_000, note: 'ушла за картой', by: 'Иванова Анна', cart: filled(0, 3, 7) },
      {
        ...{ key: 'p2', begun: NOW, at: NOW - 9_000_000, note: '', by: 'Смирнов Пётр' },
        cart: { ...filled(4), client: { id: 'client:1', name: 'Петрова Елена' } },
      },
    ]);
  }
  if (has('pinned')) store.write('quick-pinned', [ENTRIES[5]!.sku, ENTRIES[6]!.sku, ENTRIES[4]!.sku]);
  const parked = new ParkedStore({
    ...{ store, cart },
    now: () => NOW,
    who: () => 'Иванова Анна',
    isSold: () => Promise.resolve(false),
    mayKeep: () => true,
  });
  void parked.start();
  return {
    parked,
    quick: new QuickStore(store),
    stock: {
      state: 'ready',
      revision: 1,
      of({ sku, subject, kind }) {
        if (has('nostock') || subject !== 'goods' || kind === 'lens') return null;
        const at = ENTRIES.findIndex((entry) => entry.sku === sku);
        return at < 0 ? null : { qty: PIECES[at]!, at: has('offline') ? NOW - 14_700_000 : NOW - 20_000 };
      },
      bestSellers: (most) => ENTRIES.slice(0, most).map(({ sku }) => sku),
    },
    unknownCodes: { waiting: 0, note: () => undefined, typed: () => undefined },
  };
}
