import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_CART, type Cart } from '$design/sale/cart.ts';
import { createMemoryStore, type LocalStore } from '../storage/local-store.ts';
import type { CartDraft, CartMark } from './cart.model.ts';
import { MOST_PARKED, ParkedCarts } from './parked-carts.ts';

const cartOf = (name: string): Cart =>
  ({ ...EMPTY_CART, lines: [{ id: name, entry: { name }, amount: 1_000 }], client: null }) as unknown as Cart;

/** The till's cart: a draft and nothing more. */
function till() {
  const held: { draft: CartDraft | null; editable: boolean } = { draft: null, editable: true };
  return {
    held,
    fill: (name: string) => (held.draft = { cart: cartOf(name), key: `key-${name}`, begun: 1 }),
    get draft() {
      return held.draft;
    },
    get isEmpty() {
      return held.draft === null;
    },
    get editable() {
      return held.editable;
    },
    replace(cart: Cart, mark?: CartMark) {
      held.draft = cart.lines.length === 0 ? null : { cart, key: mark?.key ?? 'new', begun: mark?.begun ?? 2 };
    },
    clear() {
      held.draft = null;
    },
  };
}

let store: LocalStore;
let cart: ReturnType<typeof till>;
let now = 1_000;
const sold = new Set<string>();
const start = async (mayKeep = true): Promise<ParkedCarts> => {
  const parked = new ParkedCarts({
    store,
    cart,
    now: () => now,
    who: () => 'Иванова А.',
    isSold: ({ key }) => Promise.resolve(sold.has(key)),
    mayKeep: () => mayKeep,
    onChange: () => undefined,
  });
  await parked.start();
  return parked;
};
beforeEach(() => {
  store = createMemoryStore();
  cart = till();
  sold.clear();
  now = 1_000;
});

describe('carts put aside', () => {
  it('leave an empty cart and come back with the key that their sale will have, over a reload', async () => {
    cart.fill('A');
    expect((await start()).park(' за картой ')).toBe(true);
    expect(cart.draft).toBeNull();
    const again = await start();
    expect(again.list).toMatchObject([
      { key: 'key-A', note: 'за картой', by: 'Иванова А.', names: ['A'], count: 1, total: 1_000 },
    ]);
    expect(again.take('key-A')).toBe(true);
    expect(cart.draft).toMatchObject({ key: 'key-A', begun: 1 });
    expect(again.list).toEqual([]);
  });
  it('never mix: the cart that is being filled is put aside for the one that comes back', async () => {
    cart.fill('A');
    const parked = await start();
    parked.park();
    cart.fill('B');
    parked.take('key-A');
    expect(cart.draft?.key).toBe('key-A');
    expect(parked.list.map(({ key }) => key)).toEqual(['key-B']);
  });
  it('are one cart where a kill left them in the till and here', async () => {
    cart.fill('A');
    const parked = await start();
    parked.park();
    cart.fill('A');
    const again = await start();
    expect(again.list).toEqual([]);
    again.park();
    expect(again.list).toHaveLength(1);
  });
  it('are spent where their key was sold', async () => {
    cart.fill('A');
    (await start()).park();
    sold.add('key-A');
    expect((await start()).list).toEqual([]);
    expect((await start()).take('key-A')).toBe(false);
  });
  it('are no more than a counter holds, and swapping needs no more room', async () => {
    const parked = await start();
    for (let i = 0; i < MOST_PARKED; i += 1) {
      cart.fill(`${i}`);
      expect(parked.park()).toBe(true);
    }
    cart.fill('more');
    expect(parked.canPark).toBe(false);
    expect(parked.park()).toBe(false);
    expect(cart.draft?.key).toBe('key-more');
    expect(parked.take('key-0')).toBe(true);
    expect(parked.list).toHaveLength(MOST_PARKED);
  });
  it('stay put while a payment runs, and where another tab sells', async () => {
    cart.fill('A');
    const parked = await start();
    cart.held.editable = false;
    expect(parked.park()).toBe(false);
    cart.held.editable = true;
    expect((await start(false)).park()).toBe(false);
  });
  it('come back where one was thrown away by mistake; after two hours they are marked', async () => {
    cart.fill('A');
    const parked = await start();
    parked.park();
    parked.drop('key-A');
    expect(parked.list).toEqual([]);
    expect(parked.dropped?.key).toBe('key-A');
    parked.undoDrop();
    expect(parked.list).toHaveLength(1);
    now += 2 * 3_600_000 + 1;
    expect((await start()).list[0]!.old).toBe(true);
  });
});
