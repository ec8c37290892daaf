import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import {
  addCoupon,
  addToCart,
  cartTotal,
  changeOf,
  discountLine,
  EMPTY_CART,
  MOST_COUPONS,
  MOST_LINES,
  otherPrice,
  overridePrice,
  removeCoupon,
  removeFromCart,
  setNote,
  setQuantity,
  type Cart,
} from './cart.ts';

const entry = (sku: string, price: number): CatalogueEntry => ({
  sku,
  name: sku,
  brand: '',
  kind: 'frame',
  category: '',
  ean: null,
  price,
  vat: 'none',
  subject: 'goods',
});
const cart = (...entries: CatalogueEntry[]): Cart => entries.reduce<Cart>((held, one) => addToCart(held, one), EMPTY_CART);
const seen = ({ lines }: Cart) => lines.map(({ id, qty, amount }) => [id, qty, amount]);

describe('the cart', () => {
  it('counts the same article up instead of adding a line', () => {
    const held = cart(entry('A', 100_00), entry('B', 5_50), entry('A', 100_00));
    expect(seen(held)).toEqual([
      ['A', 2, 200_00],
      ['B', 1, 5_50],
    ]);
  });

  it('keeps an article whose price changed in between as a line of its own, whatever was removed meanwhile', () => {
    const two = cart(entry('A', 100), entry('A', 120));
    expect(two.lines.map((line) => line.price)).toEqual([100, 120]);
    const again = addToCart(removeFromCart(two, 'A'), entry('A', 130));
    expect(new Set(again.lines.map((line) => line.id)).size).toBe(2);
  });

  it('freezes the price of a line when it is added: a later price is told beside it and charged on new lines only', () => {
    const held = setQuantity(cart(entry('A', 100)), 'A', 3);
    expect([held.lines[0]!.amount, otherPrice(held.lines[0]!, 120)]).toEqual([300, 120]);
    expect([otherPrice(held.lines[0]!, 100), otherPrice(held.lines[0]!, null)]).toEqual([null, null]);
    expect(addToCart(held, entry('A', 120)).lines.map((line) => line.amount)).toEqual([300, 120]);
  });

  it('removes a line whose quantity becomes zero, and ignores what is no number', () => {
    const held = cart(entry('A', 100));
    expect(setQuantity(held, 'A', 0).lines).toEqual([]);
    expect(setQuantity(held, 'A', Number.NaN)).toEqual(held);
  });

  it('takes no more lines than a receipt has', () => {
    const full = cart(...Array.from({ length: MOST_LINES }, (_, i) => entry(`S${i}`, 1)));
    expect(addToCart(full, entry('more', 1)).lines).toHaveLength(MOST_LINES);
    expect(addToCart(full, entry('S0', 1)).lines[0]?.qty).toBe(2);
  });

  it('adds a piece to no line that a person gave a note or another price, and counts up one with a discount', () => {
    const noted = setNote(cart(entry('A', 100)), 'A', ' под заказ ');
    expect(seen(addToCart(noted, entry('A', 100)))).toEqual([
      ['A', 1, 100],
      ['A#2', 1, 100],
    ]);
    const cheaper = overridePrice(cart(entry('A', 100)), 'A', 95, { reason: 'витрина', signed: null });
    expect(seen(addToCart(cheaper, entry('A', 100)))).toEqual([
      ['A', 1, 95],
      ['A#2', 1, 100],
    ]);
    const manual = { unit: 'percent', value: 500, reason: 'карта', signed: null } as const;
    expect(addToCart(discountLine(cart(entry('A', 100)), 'A', manual), entry('A', 100)).lines).toHaveLength(1);
  });

  it('keeps the parts of two pairs of glasses apart', () => {
    const one = addToCart(EMPTY_CART, entry('L', 500), { group: 'g1', part: 'lens-right' });
    const two = addToCart(one, entry('L', 500), { group: 'g1', part: 'lens-left' });
    expect(addToCart(two, entry('L', 500)).lines.map(({ group, part }) => [group, part])).toEqual([
      ['g1', 'lens-right'],
      ['g1', 'lens-left'],
      [null, null],
    ]);
  });

  it('sells a piece with a code of its own once, and one at a time; another note with a sign like it changes nothing', () => {
    const piece = addToCart(EMPTY_CART, entry('A', 100), { note: 'A~p3-2611-004-01' });
    expect(addToCart(piece, entry('A', 100), { note: 'A~p3-2611-004-01' })).toBe(piece);
    expect(setQuantity(piece, 'A', 5).lines[0]?.qty).toBe(1);
    expect(addToCart(piece, entry('A', 100), { note: 'A~p3-2611-004-02' }).lines).toHaveLength(2);
    expect(addToCart(piece, entry('A', 100)).lines).toHaveLength(2);
    const noted = addToCart(EMPTY_CART, entry('A', 100), { note: 'полка ~p' });
    expect(setQuantity(addToCart(noted, entry('A', 100), { note: 'полка ~p' }), 'A', 5).lines.map(({ qty }) => qty)).toEqual([
      5, 1,
    ]);
  });
  it('sells a marked piece once, and one at a time', () => {
    const marked = addToCart(EMPTY_CART, entry('A', 100), { mark: '0104', qty: 3 });
    expect(seen(marked)).toEqual([['A', 1, 100]]);
    expect(addToCart(marked, entry('A', 100), { mark: '0104' })).toBe(marked);
    expect(setQuantity(marked, 'A', 5).lines[0]?.qty).toBe(1);
    expect(addToCart(marked, entry('A', 100)).lines).toHaveLength(2);
  });

  it('goes back to the list price, and takes no price below zero', () => {
    const given = { reason: 'витрина', signed: null };
    const cheaper = overridePrice(cart(entry('A', 100)), 'A', 95, given);
    const back = overridePrice(cheaper, 'A', null, given);
    expect([back.lines[0]?.price, back.lines[0]?.override]).toEqual([100, null]);
    expect(overridePrice(cheaper, 'A', -1, given)).toBe(cheaper);
  });

  it('reads a coupon however it is typed, once, and no more than so many', () => {
    const held = addCoupon(addCoupon(EMPTY_CART, ' optics-20 '), 'OPTICS-20');
    expect(held.coupons).toEqual(['OPTICS-20']);
    const full = Array.from({ length: 20 }).reduce<Cart>((all, _, i) => addCoupon(all, `C${i}`), EMPTY_CART);
    expect(full.coupons).toHaveLength(MOST_COUPONS);
    expect(removeCoupon(held, 'OPTICS-20').coupons).toEqual([]);
  });

  it('totals what its lines cost, whatever was done to it', () => {
    const step = fc.record({
      sku: fc.constantFrom('A', 'B', 'C'),
      price: fc.integer({ min: 0, max: 1e7 }),
      qty: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let held = EMPTY_CART;
        for (const { sku, price, qty } of steps) {
          held = addToCart(held, entry(sku, price));
          held = setQuantity(held, held.lines.at(-1)!.id, qty);
        }
        expect(cartTotal(held)).toBe(held.lines.reduce((sum, line) => sum + line.price * line.qty, 0));
        expect(held.lines.every((line) => line.qty > 0)).toBe(true);
        expect(new Set(held.lines.map((line) => line.id)).size).toBe(held.lines.length);
        expect(held.lines.reduce((rest, line) => removeFromCart(rest, line.id), held).lines).toEqual([]);
      }),
    );
  });

  it('gives change only for more than the total', () => {
    expect([changeOf(500, 1000), changeOf(500, 500), changeOf(500, null), changeOf(500, 100)]).toEqual([500, 0, 0, 0]);
  });
});
