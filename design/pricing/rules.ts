import type { Coupon, Promotion } from '../documents/promotion.ts';
import type { RoundingStep } from './rounding.ts';

/** What prices depend on beside the cart: the chain's and the shop's rules as this device holds them. */
export interface PricingRules {
  readonly store: string;
  readonly timeZone: string;
  readonly rounding: RoundingStep;
  readonly promotions: readonly Promotion[];
  readonly coupons: readonly Coupon[];
  /** Codes that the server has said may be used now. */
  readonly confirmed: ReadonlySet<string>;
  /** Codes that are known to be used up. */
  readonly spent: ReadonlySet<string>;
}

export const NO_RULES: PricingRules = {
  store: '',
  timeZone: 'UTC',
  rounding: 1,
  promotions: [],
  coupons: [],
  confirmed: new Set(),
  spent: new Set(),
};

export const withCodes = (set: ReadonlySet<string>, codes: readonly string[]): ReadonlySet<string> => new Set([...set, ...codes]);

export const withoutCodes = (set: ReadonlySet<string>, codes: readonly string[]): ReadonlySet<string> =>
  new Set([...set].filter((code) => !codes.includes(code)));
