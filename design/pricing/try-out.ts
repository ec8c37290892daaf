import { cartTotal, type Cart, type ManualDiscount } from '../sale/cart.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { priceCart } from './price-cart.ts';
import type { PricingRules } from './rules.ts';

/** A change by hand before it is made: what it comes to, and whether it is more than the seller's own word allows. */
export interface TryOut {
  /** As it would be, with a signature where one is needed. */
  readonly cart: Cart;
  readonly needsSignature: boolean;
  /** What the change takes off the total; below zero where it makes it dearer. Kopecks. */
  readonly saved: Kopecks;
}

const SOMEBODY: NonNullable<ManualDiscount['signed']> = { by: 'staff:?', role: 'administrator' };

/** `change` puts the signature (or none) into what it gives. */
export function tryOut(cart: Cart, change: (signed: ManualDiscount['signed']) => Cart, rules: PricingRules, now: number): TryOut {
  const price = (changed: Cart) => priceCart(changed, rules, now);
  const [own, signed] = [price(change(null)), price(change(SOMEBODY))];
  const same = own.lines.every((line, i) => line.amount === signed.lines[i]?.amount && line.price === signed.lines[i]?.price);
  return { cart: signed, needsSignature: !same, saved: cartTotal(cart) - cartTotal(signed) };
}
