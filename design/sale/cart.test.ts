import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { addToCart, cartTotal, changeOf, MOST_LINES, otherPrice, removeFromCart, setQuantity, type CartLine } from './cart.ts';

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
const cart = (...entries: CatalogueEntry[]): CartLine[] => entries.reduce<CartLine[]>((lines, one) => addToCart(lines, one), []);

describe('the cart', () => {
  it('counts the same article up instead of adding a line', () => {
    const lines = cart(entry('A', 100_00), entry('B', 5_50), entry('A', 100_00));
    expect(lines.map(({ entry: { sku }, qty, amount }) => [sku, qty, amount])).toEqual([
      ['A', 2, 200_00],
      ['B', 1, 5_50],
    ]);
  });

  it('keeps an article whose price changed in between as a line of its own', () => {
    const lines = cart(entry('A', 100), entry('A', 120));
    expect(lines.map((line) => line.price)).toEqual([100, 120]);
    expect(new Set(lines.map((line) => line.id)).size).toBe(2);
  });

  it('freezes the price of a line when it is added: a later price is told beside it and charged on new lines only', () => {
    const lines = setQuantity(cart(entry('A', 100)), 'A', 3);
    expect([lines[0]!.amount, otherPrice(lines[0]!, 120)]).toEqual([300, 120]);
    expect([otherPrice(lines[0]!, 100), otherPrice(lines[0]!, null)]).toEqual([null, null]);
    expect(addToCart(lines, entry('A', 120)).map((line) => line.amount)).toEqual([300, 120]);
  });

  it('removes a line whose quantity becomes zero, and ignores what is no number', () => {
    const lines = cart(entry('A', 100));
    expect(setQuantity(lines, 'A', 0)).toEqual([]);
    expect(setQuantity(lines, 'A', Number.NaN)).toEqual(lines);
  });

  it('takes no more lines than a receipt has', () => {
    const full = cart(...Array.from({ length: MOST_LINES }, (_, i) => entry(`S${i}`, 1)));
    expect(addToCart(full, entry('more', 1))).toHaveLength(MOST_LINES);
    expect(addToCart(full, entry('S0', 1))[0]?.qty).toBe(2);
  });

  it('totals what its lines cost, whatever was done to it', () => {
    const step = fc.record({
      sku: fc.constantFrom('A', 'B', 'C'),
      price: fc.integer({ min: 0, max: 1e7 }),
      qty: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let lines: CartLine[] = [];
        for (const { sku, price, qty } of steps) {
          lines = addToCart(lines, entry(sku, price));
          lines = setQuantity(lines, lines.at(-1)!.id, qty);
        }
        expect(cartTotal(lines)).toBe(lines.reduce((sum, line) => sum + line.price * line.qty, 0));
        expect(lines.every((line) => line.qty > 0)).toBe(true);
        expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
        expect(lines.reduce((rest, line) => removeFromCart(rest, line.id), lines)).toEqual([]);
      }),
    );
  });

  it('gives change only for more than the total', () => {
    expect([changeOf(500, 1000), changeOf(500, 500), changeOf(500, null), changeOf(500, 100)]).toEqual([500, 0, 0, 0]);
  });
});
