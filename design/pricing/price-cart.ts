import type { Promotion } from '../documents/promotion.ts';
import { lineAmount, type Kopecks } from '../money/kopecks.ts';
import type { AppliedDiscount, Cart, CartLine } from '../sale/cart.ts';
import { bestCombination, type Combination, type Share } from './best.ts';
import { couponsOfCart, type CouponFault, type HeldCoupon } from './coupons.ts';
import { isPlaceOf, isTimeOf, shopTime } from './in-force.ts';
import { priceInForce, takeOff, withLineDiscount, withReceiptDiscount } from './manual.ts';
import { scanIndependentOrder } from './order.ts';
import { roundedDown } from './rounding.ts';
import type { PricingRules } from './rules.ts';

/** Why a coupon gives nothing, beside the faults of its own: the till could not ask and the sum is over what it may risk. */
export type CouponState = CouponFault | 'offline-limit' | 'no-use' | 'applied';

export interface PricedCart {
  readonly cart: Cart;
  readonly coupons: ReadonlyMap<string, CouponState>;
  /** Used without having been confirmed by the server. */
  readonly unconfirmed: readonly string[];
  /** What took part in the choice, by priority. */
  readonly promotions: readonly Promotion[];
}

const bare = (line: CartLine): CartLine => {
  const price = priceInForce(line);
  return { ...line, price, discount: 0, reasons: [], amount: lineAmount(price, line.qty) };
};

const byPriority = (a: Promotion, b: Promotion): number => b.priority - a.priority || (a._id < b._id ? -1 : 1);

/**
 * What the cart costs: run after every edit, from the cart alone, so it may run as often as anyone likes and changes nothing the second
 * time. In this order: the price in force (list, or what a person put in its place), the best combination of promotions and coupons, the
 * line's discount by hand, the receipt's, rounding. Never negative; a line's `discount` is the sum of its `reasons`, and each line stands
 * for itself: a part that comes back later keeps what it was sold with (UAT-06D).
 * @param now epoch ms, server-corrected
 */
export const priceCart = (cart: Cart, rules: PricingRules, now: number): Cart => priceWithReasons(cart, rules, now).cart;

/** The priced cart, and what the screen explains it with. */
export function priceWithReasons(cart: Cart, rules: PricingRules, now: number): PricedCart {
  const order = scanIndependentOrder(cart.lines);
  const lines = order.map((i) => bare(cart.lines[i]!));
  const goods = lines.reduce((sum, line) => sum + line.amount, 0);
  const time = shopTime(now, rules.timeZone);
  const { held, faults } = couponsOfCart(cart.coupons, rules, time, goods);
  const states = new Map<string, CouponState>(faults);
  const inForce = rules.promotions.filter(
    (promotion) =>
      promotion.active && isPlaceOf(promotion, rules.store) && isTimeOf(promotion, time) && goods >= promotion.minimum,
  );
  const { promoted, used, promotions } = withPromotions(lines, inForce.sort(byPriority), held, states);
  const discounted = withReceiptDiscount(promoted.map(withLineDiscount), cart.receiptDiscount);
  const priced = roundedDown(discounted, rules.rounding);
  const result = [...cart.lines];
  order.forEach((i, at) => (result[i] = priced[at]!));
  const unconfirmed = used.filter(({ confirmed }) => !confirmed).map(({ code }) => code);
  return { cart: { ...cart, lines: result }, coupons: states, unconfirmed, promotions };
}

/**
 * Promotions of all and of the coupons that count. A coupon that the till could not have confirmed gives no more than its risk allows: a
 * combination that takes more is found again without it, the dearest of such coupons first.
 */
function withPromotions(
  lines: readonly CartLine[],
  inForce: readonly Promotion[],
  coupons: readonly HeldCoupon[],
  states: Map<string, CouponState>,
): { promoted: CartLine[]; used: readonly HeldCoupon[]; promotions: readonly Promotion[] } {
  let held = [...coupons];
  for (;;) {
    const of = (promotion: Promotion) => held.filter(({ coupon }) => coupon.promotion === promotion._id);
    const promotions = inForce.filter((promotion) => !promotion.byCoupon || of(promotion).length > 0);
    const promoted = applied(
      lines,
      bestCombination(lines, promotions, (one) => Math.max(1, of(one).length)),
      of,
    );
    const given = new Map(held.map(({ code, coupon }) => [code, givenBy(coupon.promotion, promoted)]));
    const tooMuch = held
      .filter(({ code, coupon, confirmed }) => !confirmed && given.get(code)! > coupon.offline)
      .sort((a, b) => given.get(b.code)! - given.get(a.code)!)[0];
    if (!tooMuch) {
      for (const { code } of held) states.set(code, given.get(code)! > 0 ? 'applied' : 'no-use');
      return { promoted, used: held.filter(({ code }) => given.get(code)! > 0), promotions };
    }
    states.set(tooMuch.code, 'offline-limit');
    held = held.filter(({ code }) => code !== tooMuch.code);
  }

  function givenBy(promotion: string, promoted: readonly CartLine[]): Kopecks {
    const codes = new Set(held.filter(({ coupon }) => coupon.promotion === promotion).map(({ code }) => code));
    return promoted.reduce((sum, { reasons }) => sum + sumOf(reasons, codes), 0);
  }
}

const sumOf = (reasons: readonly AppliedDiscount[], codes: ReadonlySet<string>): Kopecks =>
  reasons.reduce((sum, { kind, id, amount }) => (kind === 'coupon' && id !== null && codes.has(id) ? sum + amount : sum), 0);

function applied(
  lines: readonly CartLine[],
  { shares, receipt }: Combination,
  couponsOf: (promotion: Promotion) => readonly HeldCoupon[],
): CartLine[] {
  const reason = (promotion: Promotion, amount: Kopecks): AppliedDiscount => {
    const code = promotion.byCoupon ? (couponsOf(promotion)[0]?.code ?? null) : null;
    return {
      kind: code === null ? 'promotion' : 'coupon',
      id: code ?? promotion._id,
      name: promotion.name,
      amount,
      signed: null,
    };
  };
  return lines.map((line, i) => {
    const sums = new Map<Promotion, Kopecks>();
    for (const share of shares[i]!) {
      for (const [promotion, amount] of stepsOf(line.price, share)) sums.set(promotion, (sums.get(promotion) ?? 0) + amount);
    }
    if (receipt && receipt.parts[i]! > 0) sums.set(receipt.promotion, (sums.get(receipt.promotion) ?? 0) + receipt.parts[i]!);
    return [...sums].reduce<CartLine>((held, [promotion, amount]) => takeOff(held, reason(promotion, amount)), line);
  });
}

/** What each promotion took off, step by step: the steps sum to the whole difference. */
function stepsOf(price: Kopecks, { qty, way }: Share): [Promotion, Kopecks][] {
  let before = lineAmount(price, qty);
  return way.map((step) => {
    const after = lineAmount(step.price, qty);
    const amount = before - after;
    before = after;
    return [step.promotion, amount];
  });
}

/** The cart as it is paid for: of its coupons only those that give something, they alone are used up by the sale. */
export function paidCart({ cart, coupons, unconfirmed }: PricedCart): Cart {
  const used = cart.coupons.filter((code) => coupons.get(code) === 'applied');
  return { ...cart, coupons: used, ...(unconfirmed.length > 0 && { unasked: unconfirmed }) };
}
