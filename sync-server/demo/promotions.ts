import type { Coupon, Effect, Promotion } from '../../design/documents/promotion.ts';

/**
 * The demo's promotions. Those of today are keyed to coupons (printed in the guide), so that a plain sale costs what its price tag says;
 * the one for all is over.
 */
export function demoPromotions(hlc: string): (Promotion | Coupon)[] {
  const head = { schema: 1, hlc, by: null, pos: null, stamps: {} } as const;
  const promotion = (key: string, name: string, effect: Effect, more: Partial<Promotion> = {}): Promotion => ({
    ...{ _id: `promotion:${key}`, type: 'promotion', ...head, name, active: true, from: null, until: null },
    ...{ weekdays: [], hours: null, stores: [], target: {}, effect, combine: 'exclusive', priority: 0, floor: null },
    ...{ minimum: 0, byCoupon: true },
    ...more,
  });
  const coupon = (code: string, key: string, more: Partial<Coupon> = {}): Coupon => ({
    ...{ _id: `coupon:${code}`, type: 'coupon', ...head, code, prefix: false, promotion: `promotion:${key}`, active: true },
    ...{ from: null, until: null, once: false, uses: null, perReceipt: 1, minimum: 0, offline: 0 },
    ...more,
  });
  const set: Effect = { kind: 'bundle', parts: [{ kinds: ['care'] }, { kinds: ['accessory'] }], price: 990_00 };
  return [
    promotion('season', 'Сезон солнцезащитных −20 %', { kind: 'percent', percent: 20_00 }, { target: { kinds: ['sunglasses'] } }),
    promotion('second-pair', 'Вторая пара −50 %', { kind: 'second-pair', of: 'frames', percent: 50_00 }),
    promotion('care-set', 'Уход и футляр за 990', set, { combine: 'stackable' }),
    promotion(
      'welcome',
      'Скидка новому покупателю',
      { kind: 'receipt-sum', sum: 500_00 },
      { combine: 'stackable', minimum: 3_000_00 },
    ),
    promotion(
      'autumn',
      'Осень: каждая третья оправа в подарок',
      { kind: 'nth', nth: 3, percent: 100_00 },
      { target: { kinds: ['frame'] }, from: '2025-09-01', until: '2025-11-30', byCoupon: false },
    ),
    coupon('SEASON20', 'season'),
    coupon('PARA50', 'second-pair'),
    coupon('UHOD990', 'care-set'),
    coupon('WELCOME-', 'welcome', { prefix: true, once: true, offline: 500_00 }),
  ];
}
