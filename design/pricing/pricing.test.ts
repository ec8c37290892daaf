import { describe, expect, it } from 'vitest';
import { couponOf } from './coupons.ts';
import { couponCode } from '../sale/cart.ts';
import { typedCoupon } from './typed-coupon.ts';
import { article, couponDocument, promotionOf } from '../../tests/factories/promotions.ts';
import type { Promotion } from '../documents/promotion.ts';
import {
  addToCart,
  cartSaved,
  cartTotal,
  discountLine,
  discountReceipt,
  EMPTY_CART,
  overridePrice,
  setQuantity,
  type Cart,
  type LineExtras,
  type ManualDiscount,
} from '../sale/cart.ts';
import { FULL, settledLines } from '../sale/settlement.ts';
import { explainLine } from './explain.ts';
import { isTimeOf, shopTime } from './in-force.ts';
import { discountLimit } from './limits.ts';
import { priceCart, priceWithReasons } from './price-cart.ts';
import { NO_RULES, type PricingRules } from './rules.ts';
import { soldWithinLimits } from './sold-within-limits.ts';
import { tryOut } from './try-out.ts';
import type { SaleLine } from '../documents/facts.ts';

const MANAGER = { by: 'staff:3', name: 'Петрова', role: 'manager' } as const;
const rules = (...promotions: Promotion[]): PricingRules => ({ ...NO_RULES, promotions });
const cartOf = (...entries: [ReturnType<typeof article>, LineExtras?][]): Cart =>
  entries.reduce<Cart>((held, [entry, extras]) => addToCart(held, entry, extras), EMPTY_CART);
const amounts = (cart: Cart, given: PricingRules = NO_RULES) => priceCart(cart, given, 0).lines.map((line) => line.amount);
const percent = (value: number, signed: ManualDiscount['signed'] = null): ManualDiscount => ({
  ...{ unit: 'percent', value: value * 100, reason: 'витрина', signed },
});
const sumOff = (value: number, signed: ManualDiscount['signed'] = null): ManualDiscount => ({
  ...{ unit: 'sum', value, reason: 'витрина', signed },
});

describe('discounts by hand (A-31)', () => {
  const cart = cartOf([article('A', 10_000_00)]);

  it('go to 10 % on a cashier’s word, to 50 % with a signature, and never further', () => {
    const priced = (discount: ManualDiscount) => amounts(discountLine(cart, 'A', discount))[0];
    expect([priced(percent(10)), priced(percent(15)), priced(sumOff(1_500_00))]).toEqual([9_000_00, 9_000_00, 9_000_00]);
    expect([priced(percent(15, MANAGER)), priced(percent(60, MANAGER)), priced(sumOff(9_000_00, MANAGER))]).toEqual([
      8_500_00, 5_000_00, 5_000_00,
    ]);
    expect([discountLimit('cashier'), discountLimit('manager'), discountLimit('technician')]).toEqual([10_00, 50_00, 0]);
  });

  it('count together: another price, the line and the receipt are one reduction', () => {
    const cheaper = overridePrice(cart, 'A', 9_500_00, { reason: 'витрина', signed: null });
    const line = discountLine(cheaper, 'A', percent(10));
    expect(amounts(line)).toEqual([9_000_00]);
    expect(amounts(discountReceipt(line, percent(10)))).toEqual([9_000_00]);
    expect(amounts(discountReceipt(line, percent(50, MANAGER)))).toEqual([5_000_00]);
  });

  it('shrink with the cart: what was a tenth of the receipt stays no more than a tenth when a line goes', () => {
    const two = discountReceipt(cartOf([article('A', 10_000_00)], [article('B', 2_000_00)]), sumOff(1_200_00));
    expect(cartTotal(priceCart(two, NO_RULES, 0))).toBe(10_800_00);
    expect(amounts({ ...two, lines: two.lines.slice(1) })).toEqual([1_800_00]);
  });

  it('are asked a signature for exactly where one’s own word is not enough', () => {
    const asked = (value: number) => tryOut(cart, (signed) => discountLine(cart, 'A', percent(value, signed)), NO_RULES, 0);
    expect([asked(10).needsSignature, asked(10.01).needsSignature, asked(80).saved]).toEqual([false, true, 5_000_00]);
    const dearer = tryOut(cart, (signed) => overridePrice(cart, 'A', 11_000_00, { reason: 'срочно', signed }), NO_RULES, 0);
    expect([dearer.needsSignature, dearer.saved]).toEqual([true, -1_000_00]);
  });

  it('come off what promotions left, and a price made by hand takes part in none', () => {
    const sale = rules(promotionOf('sale', { kind: 'percent', percent: 20_00 }));
    expect(amounts(discountLine(cart, 'A', percent(10)), sale)).toEqual([7_200_00]);
    expect(amounts(overridePrice(cart, 'A', 9_500_00, { reason: 'витрина', signed: null }), sale)).toEqual([9_500_00]);
  });
});

describe('a sold line, as the server looks at it (A-31)', () => {
  const sold = (more: Partial<SaleLine>): SaleLine => ({
    ...{ sku: 'A', name: 'A', kind: 'frame', qty: 1, price: 1_000_00, discount: 0, amount: 1_000_00, vat: 'none' },
    ...{ subject: 'goods', method: 'full', mark: null, list: 1_000_00, reasons: [] },
    ...more,
  });
  const off = (kind: 'line' | 'promotion', amount: number, signed: typeof MANAGER | null = null) =>
    soldWithinLimits(sold({ discount: amount, reasons: [{ kind, id: null, name: 'x', amount, signed }] }));

  it('keeps to the limit of who signed it, and promotions are none of these', () => {
    expect([off('line', 100_00), off('line', 110_00), off('line', 500_00, MANAGER), off('line', 600_00, MANAGER)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(off('promotion', 900_00)).toBe(true);
    expect(soldWithinLimits(sold({ price: 800_00, override: { reason: 'x', signed: null } }))).toBe(false);
  });

  it('says no more than it has to (no list price where it is the price, no reasons where there are none) and is looked at all the same', () => {
    const within = (cart: Cart) => settledLines(cart.lines, FULL, { day: '2026-03-05', order: null }).every(soldWithinLimits);
    const line = { ...cartOf([article('A', 10_000_00)]).lines[0]!, price: 6_000_00, amount: 6_000_00 };
    const override = (signed: typeof MANAGER | null) => ({
      ...EMPTY_CART,
      lines: [{ ...line, override: { reason: 'x', signed } }],
    });
    expect([within(override(null)), within(override(MANAGER))]).toEqual([false, true]);
    const reason = { kind: 'line', id: null, name: 'x', amount: 4_000_00 } as const;
    const off = (signed: typeof MANAGER | null) => ({
      ...EMPTY_CART,
      lines: [{ ...line, price: 10_000_00, discount: 4_000_00, reasons: [{ ...reason, signed }] }],
    });
    expect([within(off(null)), within(off(MANAGER))]).toEqual([false, true]);
  });

  it('that does not explain its discount has it by hand: leaving the reasons out is no way around the limit', () => {
    const unexplained = (discount: number) => soldWithinLimits(sold({ list: undefined, reasons: undefined, discount }));
    expect([unexplained(100_00), unexplained(900_00)]).toEqual([true, false]);
  });
});

describe('promotions', () => {
  const frames = [article('F1', 9_000_00), article('F2', 6_000_00), article('F3', 3_000_00)] as const;

  it('give the second pair for less: the cheaper one of each two', () => {
    const second = rules(promotionOf('second', { kind: 'second-pair', of: 'frames', percent: 50_00 }));
    expect(amounts(cartOf([frames[2]], [frames[0]], [frames[1]]), second)).toEqual([3_000_00, 9_000_00, 3_000_00]);
    expect(amounts(setQuantity(cartOf([frames[0]]), 'F1', 4), second)).toEqual([27_000_00]);
  });

  it('know a pair of glasses as one position, and loose frames with two lenses', () => {
    const lens = article('L', 1_000_00, { kind: 'lens' });
    const second = rules(promotionOf('second', { kind: 'second-pair', of: 'glasses', percent: 50_00 }));
    const glasses = (group: string, frame: (typeof frames)[number]): [ReturnType<typeof article>, LineExtras?][] => [
      [frame, { group, part: 'frame' }],
      [lens, { group, part: 'lens-right' }],
      [lens, { group, part: 'lens-left' }],
    ];
    const pairs = cartOf(...glasses('g1', frames[0]), ...glasses('g2', frames[1]));
    expect(amounts(pairs, second)).toEqual([9_000_00, 1_000_00, 1_000_00, 3_000_00, 500_00, 500_00]);
    const loose = setQuantity(cartOf([frames[0]], [frames[1]], [lens]), 'L', 4);
    expect(amounts(loose, second)).toEqual([9_000_00, 3_000_00, 3_000_00]);
    expect(amounts(cartOf(...glasses('g1', frames[0])), second)).toEqual([9_000_00, 1_000_00, 1_000_00]);
  });

  it('sell a set at its price, split over the parts to the kopeck, as often as it is whole', () => {
    const set = promotionOf('set', { kind: 'bundle', parts: [{ kinds: ['care'] }, { kinds: ['accessory'] }], price: 1_000_01 });
    const [care, box] = [article('C', 900_00, { kind: 'care' }), article('B', 600_00, { kind: 'accessory' })];
    const one = priceCart(cartOf([care], [box]), rules(set), 0);
    expect([cartTotal(one), one.lines.map(({ amount }) => amount)]).toEqual([1_000_01, [600_01, 400_00]]);
    expect(cartTotal(priceCart(setQuantity(cartOf([care], [box]), 'C', 3), rules(set), 0))).toBe(2_800_01);
  });

  it('give every third piece away, the cheapest of the three', () => {
    const third = rules(promotionOf('third', { kind: 'nth', nth: 3, percent: 100_00 }, { target: { kinds: ['frame'] } }));
    expect(amounts(cartOf([frames[0]], [frames[1]], [frames[2]]), third)).toEqual([9_000_00, 6_000_00, 0]);
  });

  it('add up where they are stackable, by priority; an exclusive one stands alone and wins only where it is better', () => {
    const ten = promotionOf('ten', { kind: 'percent', percent: 10_00 }, { combine: 'stackable', priority: 1 });
    const five = promotionOf('five', { kind: 'sum', sum: 500_00 }, { combine: 'stackable' });
    const alone = promotionOf('alone', { kind: 'percent', percent: 14_00 });
    const cart = cartOf([article('A', 10_000_00)]);
    expect(amounts(cart, rules(five, ten, alone))).toEqual([8_500_00]);
    expect(priceCart(cart, rules(five, ten, alone), 0).lines[0]?.reasons.map(({ name, amount }) => [name, amount])).toEqual([
      ['ten', 1_000_00],
      ['five', 500_00],
    ]);
    expect(amounts(cart, rules(five, alone))).toEqual([8_600_00]);
  });

  it('stop at their floor, and count off the receipt only where it costs enough', () => {
    const half = promotionOf('half', { kind: 'percent', percent: 50_00 }, { floor: 7_000_00 });
    expect(amounts(cartOf([article('A', 10_000_00)]), rules(half))).toEqual([7_000_00]);
    const off = promotionOf('off', { kind: 'receipt-sum', sum: 1_000_00 }, { minimum: 10_000_00 });
    expect(amounts(cartOf([frames[0]], [frames[1]]), rules(off))).toEqual([8_400_00, 5_600_00]);
    expect(amounts(cartOf([frames[0]]), rules(off))).toEqual([9_000_00]);
  });

  it('hold by the shop’s own clock: days inclusive, weekdays, hours over midnight, shops', () => {
    // Sunday 2026-11-22 00:30 in Vladivostok, still Saturday in Moscow.
    const at = Date.UTC(2026, 10, 21, 14, 30);
    const [there, here] = [shopTime(at, 'Asia/Vladivostok'), shopTime(at, 'Europe/Moscow')];
    expect([there.weekday, here.weekday]).toEqual([7, 6]);
    const one = (more: Partial<Promotion>) => promotionOf('x', { kind: 'percent', percent: 1 }, more);
    expect([isTimeOf(one({ weekdays: [6] }), there), isTimeOf(one({ weekdays: [6] }), here)]).toEqual([false, true]);
    expect([isTimeOf(one({ until: '2026-11-21' }), here), isTimeOf(one({ until: '2026-11-21' }), there)]).toEqual([true, false]);
    expect(isTimeOf(one({ hours: { from: '22:00', until: '02:00' } }), there)).toBe(true);
    expect(isTimeOf(one({ hours: { from: '10:00', until: '17:30' } }), here)).toBe(false);
    expect(amounts(cartOf([frames[0]]), { ...rules(one({ stores: ['demo-2'] })), store: 'demo-1' })).toEqual([9_000_00]);
  });

  it('say why they did not apply', () => {
    const better = promotionOf('better', { kind: 'percent', percent: 20_00 });
    const all = [
      better,
      promotionOf('worse', { kind: 'percent', percent: 10_00 }),
      promotionOf('tomorrow', { kind: 'percent', percent: 30_00 }, { from: '1970-01-02' }),
      promotionOf('coupon', { kind: 'percent', percent: 30_00 }, { byCoupon: true }),
      promotionOf('second', { kind: 'second-pair', of: 'frames', percent: 50_00 }),
      promotionOf('big', { kind: 'percent', percent: 30_00 }, { minimum: 50_000_00 }),
      promotionOf('over', { kind: 'percent', percent: 30_00 }, { until: '1969-12-31' }),
      promotionOf('care', { kind: 'percent', percent: 30_00 }, { target: { kinds: ['care'] } }),
    ];
    const given = rules(...all);
    const priced = priceWithReasons(cartOf([frames[0]]), given, 0);
    const told = explainLine(priced.cart.lines[0]!, priced, given, 0);
    expect(told.applied.map(({ name }) => name)).toEqual(['better']);
    expect(Object.fromEntries(told.others.map(({ name, why }) => [name, why]))).toEqual({
      worse: 'better',
      tomorrow: 'not-now',
      coupon: 'coupon',
      second: 'pieces',
      big: 'minimum',
    });
  });

  it('on several pieces say on the dearer one that their discount is on the other', () => {
    const second = promotionOf('second', { kind: 'second-pair', of: 'frames', percent: 50_00 }, { byCoupon: true });
    const given = { ...rules(second), coupons: [couponDocument('PARA', second)] };
    const priced = priceWithReasons({ ...cartOf([frames[0]], [frames[1]]), coupons: ['PARA'] }, given, 0);
    const [dear, cheap] = priced.cart.lines.map((line) => explainLine(line, priced, given, 0));
    expect([dear?.others.map(({ why }) => why), cheap?.others]).toEqual([['elsewhere'], []]);
  });

  it('a coupon typed under the other keyboard layout is the one that was meant; an unknown code stays as typed', () => {
    const tenth = promotionOf('tenth', { kind: 'percent', percent: 10_00 }, { byCoupon: true });
    const coupons = [couponDocument('GIFT-', tenth, { prefix: true }), couponDocument('ЛЕТО', tenth)];
    const typed = ['пшае-7', 'ПШАЕ-7', 'gift-7', 'Kt Nj', 'лето', 'нет такого'].map((text) =>
      couponCode(typedCoupon(text, (code) => couponOf(couponCode(code), coupons) !== null)),
    );
    expect(typed).toEqual(['GIFT-7', 'GIFT-7', 'GIFT-7', 'ЛЕТО', 'ЛЕТО', 'НЕТТАКОГО']);
  });

  it('of a coupon are told as used, not as wanting one', () => {
    const tenth = promotionOf('tenth', { kind: 'percent', percent: 10_00 }, { byCoupon: true });
    const given = { ...rules(tenth), coupons: [couponDocument('SALE', tenth)] };
    const priced = priceWithReasons({ ...cartOf([frames[0]]), coupons: ['SALE'] }, given, 0);
    expect(explainLine(priced.cart.lines[0]!, priced, given, 0).others).toEqual([]);
  });
});

describe('rounding (A-33)', () => {
  it('takes the kopecks off the dearest single piece', () => {
    const cart = cartOf([article('A', 100_55)], [article('B', 50_30)]);
    const priced = priceCart(cart, { ...NO_RULES, rounding: 100 }, 0);
    expect(priced.lines.map(({ amount }) => amount)).toEqual([99_70, 50_30]);
    expect([priced.lines[0]?.reasons[0]?.kind, cartSaved(priced)]).toEqual(['rounding', 85]);
  });

  it('gives no small receipt away', () => {
    expect(amounts(cartOf([article('A', 99)]), { ...NO_RULES, rounding: 100 })).toEqual([99]);
  });
});
