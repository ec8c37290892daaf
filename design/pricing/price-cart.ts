import { lineAmount } from '../money/kopecks.ts';
import type { Cart, CartLine } from '../sale/cart.ts';
import { priceInForce, withLineDiscount, withReceiptDiscount } from './manual.ts';
import { scanIndependentOrder } from './order.ts';
import { roundedDown, type RoundingStep } from './rounding.ts';

/** What prices depend on beside the cart: the chain's and the shop's rules as this device holds them. */
export interface PricingRules {
  readonly rounding: RoundingStep;
}

export const NO_RULES: PricingRules = { rounding: 1 };

const bare = (line: CartLine): CartLine => {
  const price = priceInForce(line);
  return { ...line, price, discount: 0, reasons: [], amount: lineAmount(price, line.qty) };
};

/**
 * What the cart costs: run after every edit, from the cart alone, so it may run as often as anyone likes and changes nothing the second
 * time. In this order: the price in force (list, or what a person put in its place), promotions and coupons, the line's discount, the
 * receipt's, rounding. Never negative; `discount` of a line is the sum of its `reasons`.
 */
export function priceCart(cart: Cart, rules: PricingRules, _now: number): Cart {
  const order = scanIndependentOrder(cart.lines);
  const sorted = order.map((i) => withLineDiscount(bare(cart.lines[i]!)));
  const priced = roundedDown(
    withReceiptDiscount(sorted, cart.receiptDiscount),
    sorted.map((_, i) => i),
    rules.rounding,
  );
  const lines = [...cart.lines];
  order.forEach((i, at) => (lines[i] = priced[at]!));
  return { ...cart, lines };
}
