import { otherLayout } from '../search/layouts.ts';

/** The code that was meant: as it was typed, or what the same keys type under the other keyboard layout where only that is a coupon. */
export function typedCoupon(typed: string, isCoupon: (code: string) => boolean): string {
  if (isCoupon(typed)) return typed;
  const other = otherLayout(typed.toLowerCase());
  return isCoupon(other) ? other : typed;
}
