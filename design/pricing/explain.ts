import type { Promotion, Target } from '../documents/promotion.ts';
import type { AppliedDiscount, Cart, CartLine } from '../sale/cart.ts';
import { couponOf } from './coupons.ts';
import { fits, isPlaceOf, isTimeOf, shopTime } from './in-force.ts';
import type { PricedCart } from './price-cart.ts';
import type { PricingRules } from './rules.ts';

/**
 * Why a promotion that names the article gives nothing for it: not now, a coupon is wanted, the receipt is too small, a person made the
 * price, pieces are missing for it (a second pair, the rest of a set), it counts this article but gives its discount on another one, or
 * another one is better for the customer.
 */
export type WhyNot = 'not-now' | 'coupon' | 'minimum' | 'by-hand' | 'pieces' | 'elsewhere' | 'better';

export interface LineExplanation {
  readonly applied: readonly AppliedDiscount[];
  readonly others: readonly { readonly id: string; readonly name: string; readonly why: WhyNot; readonly minimum: number }[];
}

/** Articles that a promotion speaks of. */
const targetsOf = ({ effect, target }: Promotion): readonly Target[] =>
  effect.kind === 'bundle'
    ? effect.parts
    : effect.kind === 'second-pair' && !target.kinds
      ? [{ ...target, kinds: ['frame'] }]
      : [target];

const isTogether = ({ effect: { kind } }: Promotion): boolean => kind === 'nth' || kind === 'second-pair' || kind === 'bundle';

/** What the screen says of a line when asked why it costs what it costs. `now`: epoch ms, server-corrected. */
export function explainLine(line: CartLine, priced: PricedCart, rules: PricingRules, now: number): LineExplanation {
  /** Reasons name a promotion by its id, or by the code of the coupon that gave it. */
  const codesOf = ({ _id }: Promotion) => priced.cart.coupons.filter((code) => couponOf(code, rules.coupons)?.promotion === _id);
  const isUsedBy = (reasons: readonly AppliedDiscount[], promotion: Promotion) =>
    reasons.some(({ id }) => id !== null && (id === promotion._id || codesOf(promotion).includes(id)));
  const time = shopTime(now, rules.timeZone);
  const goods = goodsOf(priced.cart);
  const whyNot = (promotion: Promotion): WhyNot => {
    if (!isTimeOf(promotion, time)) return 'not-now';
    if (goods < promotion.minimum) return 'minimum';
    if (!priced.promotions.includes(promotion)) return 'coupon';
    if (line.override !== null) return 'by-hand';
    if (!isTogether(promotion)) return 'better';
    return priced.cart.lines.some(({ reasons }) => isUsedBy(reasons, promotion)) ? 'elsewhere' : 'pieces';
  };
  const others = rules.promotions
    .filter(
      (promotion) =>
        promotion.active &&
        isPlaceOf(promotion, rules.store) &&
        !isOver(promotion, time.day) &&
        !isUsedBy(line.reasons, promotion),
    )
    .filter((promotion) => targetsOf(promotion).some((target) => fits(target, line.entry)))
    .map((promotion) => ({ id: promotion._id, name: promotion.name, why: whyNot(promotion), minimum: promotion.minimum }));
  return { applied: line.reasons, others };
}

const isOver = ({ until }: Promotion, day: string): boolean => until !== null && until < day;

/** Before discounts. Kopecks. */
const goodsOf = (cart: Cart): number => cart.lines.reduce((sum, line) => sum + line.amount + line.discount, 0);
