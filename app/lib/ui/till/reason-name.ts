import { t } from '$lib/i18n/i18n.ts';
import type { AppliedDiscount } from '$design/sale/cart.ts';

/** What a discount is called on the screen. */
export function reasonName({ kind, id, name }: Pick<AppliedDiscount, 'kind' | 'id' | 'name'>): string {
  switch (kind) {
    case 'rounding':
      return t('pricing.rounding');
    case 'receipt':
      return t('pricing.receiptReason', { reason: name });
    case 'coupon':
      return t('pricing.couponReason', { name, code: id ?? '' });
    case 'line':
      return t('pricing.lineReason', { reason: name });
    default:
      return name;
  }
}
