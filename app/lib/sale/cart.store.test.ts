import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import { NO_RULES } from '$design/pricing/rules.ts';
import { createMemoryStore } from '../storage/local-store.ts';
import { CartStore } from './cart.store.svelte.ts';

const entry = (sku: string, price = 100_00): CatalogueEntry => ({
  ...{ sku, name: sku, brand: '', kind: 'frame', category: '', ean: null, price, vat: 'none', subject: 'goods' },
});

function tills() {
  const store = createMemoryStore();
  let keys = 0;
  const till = { open: true, keeps: true };
  const cart = () =>
    new CartStore({
      ...{ store, now: () => 1_000, uuid: () => `key-${(keys += 1)}`, rules: () => NO_RULES },
      isOpen: () => till.open,
      open: () => till.open,
      mayKeep: () => till.keeps,
      askCoupon: () => Promise.resolve(),
      onCouponsUsed: () => undefined,
    });
  return { store, till, cart };
}
const notSold = () => Promise.resolve(false);

describe('the cart at the till', () => {
  it('takes back every change, one after another', () => {
    const cart = tills().cart();
    cart.add(entry('A'));
    cart.add(entry('B', 50_00));
    cart.discountLine('A', { unit: 'percent', value: 10_00, reason: 'карта', signed: null });
    cart.discountReceipt({ unit: 'sum', value: 5_00, reason: 'сдача', signed: null });
    cart.setNote('B', 'витрина');
    cart.remove('A');
    const totals = [cart.total];
    while (cart.canUndo) {
      cart.undo();
      totals.push(cart.total);
    }
    expect(totals).toEqual([45_00, 135_00, 135_00, 140_00, 150_00, 100_00, 0]);
    expect(cart.lines).toEqual([]);
  });

  it('brings a cleared cart back, with the discounts that were in it', () => {
    const cart = tills().cart();
    cart.add(entry('A'));
    cart.discountLine('A', { unit: 'sum', value: 7_00, reason: 'карта', signed: null });
    cart.clear();
    expect(cart.isEmpty).toBe(true);
    cart.undo();
    expect([cart.total, cart.lines[0]?.reasons[0]?.name]).toEqual([93_00, 'карта']);
  });

  it('survives a reload with the key that its sale will have, until that key is sold', async () => {
    const { cart } = tills();
    const before = cart();
    before.add(entry('A'));
    before.add(entry('A'));
    const after = cart();
    await after.restore(notSold);
    expect([after.lines[0]?.qty, after.draft?.key]).toEqual([2, before.draft?.key]);
    const sold = cart();
    await sold.restore(({ key }) => Promise.resolve(key === before.draft?.key));
    expect([sold.isEmpty, sold.canUndo]).toEqual([true, false]);
  });

  it('takes up the draft that the program before it kept', async () => {
    const { store, cart } = tills();
    store.write('cart', {
      lines: [{ id: 'A', entry: entry('A'), qty: 3, price: 100_00, discount: 0, amount: 300_00 }],
      key: 'old',
      begun: 5,
    });
    const after = cart();
    await after.restore(notSold);
    expect([after.total, after.draft?.key]).toEqual([300_00, 'old']);
  });

  it('takes another key once the sale of its first one is written: a declined card makes another sale of the same lines', () => {
    const cart = tills().cart();
    cart.add(entry('A'));
    const first = cart.draft?.key;
    cart.spend();
    cart.keep();
    expect(cart.draft?.key).not.toBe(first);
  });

  it('changes nothing while it is being paid', () => {
    const { cart: make, till } = tills();
    const cart = make();
    cart.add(entry('A'));
    till.open = false;
    cart.setQty('A', 5);
    cart.clear();
    cart.undo();
    expect([cart.add(entry('B')), cart.total]).toEqual([null, 100_00]);
  });

  it('leaves the draft alone in a tab that does not sell', async () => {
    const { cart, till } = tills();
    till.keeps = false;
    cart().add(entry('A'));
    const after = cart();
    await after.restore(notSold);
    expect(after.isEmpty).toBe(true);
  });

  it('tells which line an article went to', () => {
    const cart = tills().cart();
    expect([cart.add(entry('A')), cart.add(entry('B')), cart.add(entry('A')), cart.add(entry('A', 90_00))]).toEqual([
      'A',
      'B',
      'A',
      'A#2',
    ]);
  });

  it('takes a contact beside the payment, keeps it over a reload, and `undo` leaves it (A-80)', async () => {
    const { store, till } = tills();
    const cart = () =>
      new CartStore({
        ...{ store, now: () => 1_000, uuid: () => 'key', rules: () => NO_RULES },
        isOpen: () => till.open,
        takesContact: () => true,
        onCouponsUsed: () => undefined,
        askCoupon: () => Promise.resolve(),
        open: () => till.open,
        mayKeep: () => true,
      });
    const first = cart();
    first.add(entry('A'));
    first.add(entry('B'));
    till.open = false;
    const contact = { email: 'ivan@mail.ru', phone: null };
    first.setContact(contact);
    till.open = true;
    first.undo();
    expect(first.cart).toMatchObject({ contact, lines: [{ id: 'A' }] });
    const reloaded = cart();
    await reloaded.restore(notSold);
    expect(reloaded.cart.contact).toEqual(contact);
  });
});
