import type { Coupon, Promotion } from '../documents/promotion.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { couponInForce, type ShopTime } from './in-force.ts';
import type { PricingRules } from './rules.ts';

/** The coupon that a code belongs to: the exact one before a series, of several series the one with the longest prefix. */
export function couponOf(code: string, coupons: readonly Coupon[]): Coupon | null {
  const matching = coupons.filter((coupon) =>
    coupon.prefix ? code.startsWith(coupon.code) && code !== coupon.code : code === coupon.code,
  );
  const rank = ({ prefix, code: text }: Coupon) => (prefix ? text.length : 1_000);
  return matching.reduce<Coupon | null>((best, one) => (best === null || rank(one) > rank(best) ? one : best), null);
}

/** Its uses are counted in the whole chain: a till alone cannot know whether it is used up. */
export const isCounted = ({ once, uses }: Coupon): boolean => once || uses !== null;

export type CouponFault = 'unknown' | 'not-now' | 'spent' | 'minimum' | 'too-many';

/** A code of the cart that gives its promotion. */
export interface HeldCoupon {
  readonly code: string;
  readonly coupon: Coupon;
  /** `false`: nobody but this till was asked whether it is used up. */
  readonly confirmed: boolean;
}

export interface CouponsOfCart {
  readonly held: readonly HeldCoupon[];
  readonly faults: ReadonlyMap<string, CouponFault>;
}

/** Which codes count. `goods`: what the goods cost before discounts, kopecks. */
export function couponsOfCart(codes: readonly string[], rules: PricingRules, time: ShopTime, goods: Kopecks): CouponsOfCart {
  const held: HeldCoupon[] = [];
  const faults = new Map<string, CouponFault>();
  // In an order of their own: which one came first does not matter.
  for (const code of [...codes].sort()) {
    const coupon = couponOf(code, rules.coupons);
    const promotion = coupon && rules.promotions.find(({ _id }) => _id === coupon.promotion);
    const fault = faultOf(code, coupon, promotion ?? null, held, rules, time, goods);
    if (fault !== null) faults.set(code, fault);
    else if (coupon) held.push({ code, coupon, confirmed: !isCounted(coupon) || rules.confirmed.has(code) });
  }
  return { held, faults };
}

function faultOf(
  code: string,
  coupon: Coupon | null,
  promotion: Promotion | null,
  held: readonly HeldCoupon[],
  rules: PricingRules,
  time: ShopTime,
  goods: Kopecks,
): CouponFault | null {
  if (!coupon || !promotion?.active) return 'unknown';
  if (!couponInForce(coupon, time)) return 'not-now';
  if (rules.spent.has(code)) return 'spent';
  if (goods < coupon.minimum) return 'minimum';
  const same = held.filter((one) => one.coupon._id === coupon._id).length;
  // Only money off the receipt can be had twice: a second code of anything else would be spent for nothing.
  const most = promotion.effect.kind === 'receipt-sum' ? coupon.perReceipt : 1;
  return same >= most ? 'too-many' : null;
}
