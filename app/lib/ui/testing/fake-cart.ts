import type { Promotion } from '$design/documents/promotion.ts';
import { NO_RULES, type PricingRules } from '$design/pricing/rules.ts';
import { addGlasses } from '$design/sale/glasses.ts';
import type { CartModel } from '../../sale/cart.model.ts';
import { ENTRIES } from './fake-data.ts';

const base = { schema: 1, hlc: '1763710000000-0000-0000', by: null, pos: null, store: null, active: true } as const;
const always = { from: null, until: null, stamps: {} } as const;
const promotion = (over: Pick<Promotion, '_id' | 'name' | 'target' | 'effect'> & Partial<Promotion>): Promotion => ({
  ...{ ...base, ...always, type: 'promotion', weekdays: [], hours: null, stores: [], combine: 'stackable', priority: 10 },
  ...{ floor: null, minimum: 0, byCoupon: false },
  ...over,
});

/** Promotions and coupons of the made-up shop: care products cheaper, an offer that wants more, and a coupon for frames. */
export const FAKE_RULES: PricingRules = {
  ...NO_RULES,
  store: 'demo-1',
  timeZone: 'Europe/Moscow',
  promotions: [
    promotion({
      ...{ _id: 'promotion:care', name: 'Неделя ухода: растворы −15 %', target: { kinds: ['care'] } },
      effect: { kind: 'percent', percent: 15_00 },
    }),
    promotion({
      ...{ _id: 'promotion:second', name: 'Вторая пара −30 %', target: {} },
      effect: { kind: 'second-pair', of: 'frames', percent: 30_00 },
    }),
    promotion({
      ...{ _id: 'promotion:autumn', name: 'Осенний купон на оправы', target: { kinds: ['frame'] }, byCoupon: true },
      effect: { kind: 'sum', sum: 100_000 },
    }),
  ],
  coupons: [
    {
      ...{ ...base, ...always, _id: 'coupon:ОСЕНЬ-26', type: 'coupon', code: 'ОСЕНЬ-26', prefix: false },
      ...{ promotion: 'promotion:autumn', once: false, uses: null, perReceipt: 1, minimum: 0, offline: 0 },
    },
  ],
};

/** A cart with everything a line can bear: a pair of glasses, another price, a note, a line typed by hand, a coupon, a promotion. */
export function fillRich(cart: CartModel): void {
  const [frame, , sunglasses, lens, , care] = ENTRIES;
  const power = { sph: -2.25, cyl: -0.75 };
  cart.edit((held) =>
    addGlasses(held, '1', {
      frame: { entry: frame! },
      'lens-right': { entry: lens!, power },
      'lens-left': { entry: lens!, power: { sph: -1.75, cyl: null } },
    }),
  );
  const aviator = cart.add(sunglasses!);
  if (aviator) cart.override(aviator, 2_090_000, { reason: 'Витринный образец', signed: null });
  const solution = cart.add(care!, { qty: 2 });
  if (solution) cart.setNote(solution, 'отложить до вечера');
  cart.addEntered({ ...ENTRIES[6]!, sku: 'HAND-1', name: 'Цепочка для очков', ean: null, price: 45_000 }, { note: null });
  void cart.addCoupon('ОСЕНЬ-26');
}
