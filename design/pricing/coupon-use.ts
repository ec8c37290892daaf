import type { Coupon } from '../documents/promotion.ts';

/** A sale that used a coupon's code, as the server keeps it. */
export interface CouponUse {
  readonly code: string;
  readonly sale: string;
  readonly store: string;
  readonly pos: string | null;
  /** Epoch ms. */
  readonly at: number;
  /** The till could not ask whether it was used up. */
  readonly unasked: boolean;
}

/** @param ofCode uses of this very code; @param ofSeries uses of all codes of the coupon */
export function isSpent({ once, uses }: Pick<Coupon, 'once' | 'uses'>, ofCode: number, ofSeries: number): boolean {
  return (once && ofCode > 0) || (uses !== null && ofSeries >= uses);
}

/** Single-use codes that were used more than once: tills that could not ask each other. Each group in the order of time. */
export function doubleUses(uses: readonly CouponUse[], isOnce: (code: string) => boolean): CouponUse[][] {
  const byCode = new Map<string, CouponUse[]>();
  for (const use of uses) if (isOnce(use.code)) byCode.set(use.code, [...(byCode.get(use.code) ?? []), use]);
  return [...byCode.values()].filter((same) => same.length > 1).map((same) => same.sort((a, b) => a.at - b.at));
}
