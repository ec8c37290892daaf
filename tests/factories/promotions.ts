import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import type { Coupon, Effect, Promotion } from '../../design/documents/promotion.ts';

const HLC = '1763683200000-0000-0000';

/** Always in force, everywhere, for everything. */
export const promotionOf = (name: string, effect: Effect, more: Partial<Promotion> = {}): Promotion => ({
  ...{ _id: `promotion:${name}`, type: 'promotion', schema: 1, hlc: HLC, by: null, pos: null },
  ...{ name, active: true, from: null, until: null, weekdays: [], hours: null, stores: [], target: {} },
  ...{ effect, combine: 'exclusive', priority: 0, floor: null, minimum: 0, byCoupon: false, stamps: {} },
  ...more,
});

/** Used as often as anyone likes. */
export const couponDocument = (code: string, promotion: Promotion, more: Partial<Coupon> = {}): Coupon => ({
  ...{ _id: `coupon:${code}`, type: 'coupon', schema: 1, hlc: HLC, by: null, pos: null },
  ...{ code, prefix: false, promotion: promotion._id, active: true, from: null, until: null },
  ...{ once: false, uses: null, perReceipt: 1, minimum: 0, offline: 0, stamps: {} },
  ...more,
});

export const article = (sku: string, price: number, more: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  ...{ sku, name: sku, brand: 'Luxor', kind: 'frame', category: 'Оправы', ean: null, price, vat: 'none', subject: 'goods' },
  ...more,
});
