import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { article, couponDocument, promotionOf } from '../../tests/factories/promotions.ts';
import type { CatalogueEntry, ProductKind } from '../documents/catalogue.ts';
import type { Coupon, Effect, Promotion } from '../documents/promotion.ts';
import { lineAmount, type Kopecks } from '../money/kopecks.ts';
import { addToCart, cartTotal, EMPTY_CART, setQuantity, type Cart, type CartLine, type ManualDiscount } from '../sale/cart.ts';
import { HARD_LIMIT, SELLER_LIMIT } from './limits.ts';
import { fits } from './in-force.ts';
import { manualOff, limitOfSignature } from './manual.ts';
import { scanIndependentOrder } from './order.ts';
import { priceCart, priceWithReasons } from './price-cart.ts';
import { NO_RULES, type PricingRules } from './rules.ts';
import { claims, isCountable } from './together.ts';
import { isSingle, unitPrice } from './unit-price.ts';

const KINDS = ['frame', 'lens', 'sunglasses', 'care'] as const satisfies readonly ProductKind[];
const target = fc.record({ kinds: fc.subarray([...KINDS], { minLength: 1 }) }, { requiredKeys: [] });
const percent = fc.integer({ min: 1, max: 100_00 });
const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({ kind: fc.constant('percent' as const), percent }),
  fc.record({ kind: fc.constant('sum' as const), sum: fc.integer({ min: 1, max: 5_000 }) }),
  fc.record({ kind: fc.constant('price' as const), price: fc.integer({ min: 0, max: 5_000 }) }),
  fc.record({ kind: fc.constant('second-pair' as const), of: fc.constantFrom('frames' as const, 'glasses' as const), percent }),
  fc.record({ kind: fc.constant('nth' as const), nth: fc.integer({ min: 2, max: 3 }), percent }),
  fc.record({
    kind: fc.constant('bundle' as const),
    parts: fc.array(target, { minLength: 2, maxLength: 3 }),
    price: fc.integer({ min: 1, max: 6_000 }),
  }),
  fc.record({ kind: fc.constant('receipt-sum' as const), sum: fc.integer({ min: 1, max: 8_000 }) }),
);
const rule = fc.record({
  effect,
  target,
  combine: fc.constantFrom('exclusive' as const, 'stackable' as const),
  priority: fc.integer({ min: 0, max: 3 }),
  floor: fc.option(fc.integer({ min: 0, max: 3_000 }), { freq: 3 }),
  minimum: fc.constantFrom(0, 0, 5_000),
});
const promotionsOf = (most: number): fc.Arbitrary<Promotion[]> =>
  fc.array(rule, { maxLength: most }).map((all) => all.map(({ effect: what, ...more }, i) => promotionOf(`p${i}`, what, more)));

const signed = fc.constantFrom(null, { by: 'staff:3', name: 'Петрова', role: 'manager' as const });
const manual: fc.Arbitrary<ManualDiscount | null> = fc.option(
  fc.record({
    unit: fc.constantFrom('percent' as const, 'sum' as const),
    value: fc.integer({ min: 1, max: 100_00 }),
    reason: fc.constant('витрина'),
    signed,
  }),
);
interface Wish {
  readonly entry: CatalogueEntry;
  readonly qty: number;
  readonly manual: ManualDiscount | null;
  readonly price: Kopecks | null;
  readonly signed: ManualDiscount['signed'];
  readonly group: string | null;
}
const wish = (byHand: boolean): fc.Arbitrary<Wish> =>
  fc.record({
    entry: fc
      .record({ kind: fc.constantFrom(...KINDS), price: fc.integer({ min: 0, max: 9_000 }) })
      .map(({ kind, price }) => article(`${kind}-${price}`, price, { kind })),
    qty: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.constantFrom(0.5, 1.333)),
    manual: byHand ? manual : fc.constant(null),
    price: byHand ? fc.option(fc.integer({ min: 0, max: 9_000 }), { freq: 3 }) : fc.constant(null),
    signed,
    group: fc.constantFrom(null, null, null, 'g1', 'g2'),
  });

function cartOf(wishes: readonly Wish[], receiptDiscount: ManualDiscount | null = null): Cart {
  const cart = wishes.reduce<Cart>((held, { entry, qty, group, ...own }) => {
    const added = addToCart(held, entry, { qty, group });
    const line = added.lines.at(-1);
    if (added.lines.length === held.lines.length || !line) return added;
    const override = own.price === null ? null : { reason: 'витрина', signed: own.signed };
    const last: CartLine = { ...line, manual: own.manual, override, price: own.price ?? line.price };
    return { ...added, lines: [...added.lines.slice(0, -1), last] };
  }, EMPTY_CART);
  return { ...cart, receiptDiscount };
}
const carts = (byHand: boolean, most = 6) =>
  fc
    .tuple(fc.array(wish(byHand), { minLength: 1, maxLength: most }), byHand ? manual : fc.constant(null))
    .map(([wishes, discount]) => cartOf(wishes, discount));
const rulesOf = (promotions: readonly Promotion[], more: Partial<PricingRules> = {}): PricingRules => ({
  ...NO_RULES,
  promotions,
  ...more,
});
const rounding = fc.constantFrom(1 as const, 10 as const, 100 as const);

describe('what a cart costs', () => {
  it('is never negative, and every line explains its discount to the kopeck', () => {
    fc.assert(
      fc.property(carts(true), promotionsOf(6), rounding, (cart, promotions, step) => {
        for (const line of priceCart(cart, rulesOf(promotions, { rounding: step }), 0).lines) {
          expect(line.amount).toBeGreaterThanOrEqual(0);
          expect(line.amount).toBe(lineAmount(line.price, line.qty) - line.discount);
          expect(line.reasons.reduce((sum, { amount }) => sum + amount, 0)).toBe(line.discount);
          expect(line.reasons.every(({ amount }) => amount > 0)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is the same the second time', () => {
    fc.assert(
      fc.property(carts(true), promotionsOf(5), rounding, (cart, promotions, step) => {
        const rules = rulesOf(promotions, { rounding: step });
        const once = priceCart(cart, rules, 0);
        expect(priceCart(once, rules, 0)).toEqual(once);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order of scanning: the total and what each article costs', () => {
    const shuffled = fc
      .tuple(fc.array(wish(true), { minLength: 1, maxLength: 6 }), manual)
      .chain(([wishes, discount]) =>
        fc.tuple(fc.constant(wishes), fc.shuffledSubarray(wishes, { minLength: wishes.length }), fc.constant(discount)),
      );
    fc.assert(
      fc.property(shuffled, promotionsOf(5), rounding, ([wishes, others, discount], promotions, step) => {
        // Pieces of one article count up their line however they come, but for what a person did to the line: that stays apart here.
        const apart = (all: readonly Wish[]) =>
          cartOf(
            all.map((one, i) => ({ ...one, group: one.group ?? `own${all === wishes ? i : -i}` })),
            discount,
          );
        const amounts = (cart: Cart) =>
          priceCart(cart, rulesOf(promotions, { rounding: step }), 0)
            .lines.map(({ entry, qty, amount, manual: own, price }) =>
              [entry.sku, qty, price, JSON.stringify(own), amount].join(),
            )
            .sort();
        expect(amounts(apart(others))).toEqual(amounts(apart(wishes)));
      }),
      { numRuns: 200 },
    );
  });

  it('never grows by a promotion more', () => {
    fc.assert(
      fc.property(carts(false), promotionsOf(6), rounding, (cart, promotions, step) => {
        const fewer = cartTotal(priceCart(cart, rulesOf(promotions.slice(1), { rounding: step }), 0));
        expect(cartTotal(priceCart(cart, rulesOf(promotions, { rounding: step }), 0))).toBeLessThanOrEqual(fewer);
      }),
      { numRuns: 400 },
    );
  });

  it('is never more with promotions than without any, also where a person takes something off besides', () => {
    fc.assert(
      fc.property(carts(true), promotionsOf(6), rounding, (cart, promotions, step) => {
        const pieces = cart.lines.reduce((sum, { qty }) => sum + Math.ceil(qty), 0);
        // A piece of a line, a line of the receipt, the receipt: half a kopeck on either side.
        const slack = Math.ceil((pieces + cart.lines.length + 1) / step) * step;
        const without = cartTotal(priceCart(cart, rulesOf([], { rounding: step }), 0));
        expect(cartTotal(priceCart(cart, rulesOf(promotions, { rounding: step }), 0))).toBeLessThanOrEqual(without + slack);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps what is taken off by hand within the limit of who answers for it, and nobody above the hard 50 % (A-31)', () => {
    fc.assert(
      fc.property(carts(true), promotionsOf(3), (cart, promotions) => {
        const priced = priceCart(cart, rulesOf(promotions), 0);
        for (const line of priced.lines) {
          const gross = lineAmount(line.list, line.qty);
          const signatures = [line.override, line.manual, priced.receiptDiscount].flatMap((one) => (one ? [one.signed] : []));
          const most = Math.max(SELLER_LIMIT, ...signatures.map(limitOfSignature));
          // A price is rounded a piece, so a line may differ from its limit by half a kopeck a piece.
          const slack = Math.ceil(line.qty);
          expect(manualOff(line)).toBeLessThanOrEqual((gross * most) / 100_00 + slack);
          expect(manualOff(line)).toBeLessThanOrEqual((gross * HARD_LIMIT) / 100_00 + slack);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('splits a discount on the receipt exactly', () => {
    fc.assert(
      fc.property(carts(false), fc.integer({ min: 1, max: 3_000 }), (cart, value) => {
        const before = cartTotal(priceCart(cart, NO_RULES, 0));
        const discount: ManualDiscount = { unit: 'sum', value, reason: 'сдача', signed: { by: 's', role: 'administrator' } };
        const after = priceCart({ ...cart, receiptDiscount: discount }, NO_RULES, 0);
        const rooms = cart.lines.reduce((sum, { list, qty }) => sum + Math.floor(lineAmount(list, qty) / 2), 0);
        expect(before - cartTotal(after)).toBe(Math.min(value, rooms));
      }),
    );
  });

  it('is rounded down to the step, by less than a step', () => {
    fc.assert(
      fc.property(carts(true), promotionsOf(3), rounding, (cart, promotions, step) => {
        const exact = cartTotal(priceCart(cart, rulesOf(promotions), 0));
        const total = cartTotal(priceCart(cart, rulesOf(promotions, { rounding: step }), 0));
        expect(exact - total).toBe(exact < step ? 0 : exact % step);
      }),
    );
  });
});

/** Everything that may be combined, tried one after another: the slow and plain reading of `best.ts`. */
function bruteForce(cart: Cart, promotions: readonly Promotion[]): Kopecks {
  const order = scanIndependentOrder(cart.lines);
  const lines = order.map((i) => cart.lines[i]!);
  const sorted = [...promotions].sort((a, b) => b.priority - a.priority || (a._id < b._id ? -1 : 1));
  const singles = (line: CartLine) => sorted.filter((one) => isSingle(one) && fits(one.target, line.entry));
  const together = sorted.filter(({ effect: { kind } }) => ['nth', 'second-pair', 'bundle'].includes(kind));
  const subsets = <T>(all: readonly T[]): T[][] =>
    all.reduce<T[][]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]);
  const least = (line: CartLine, price: Kopecks, qty: number, stackableOnly: boolean): Kopecks => {
    const stackable = subsets(singles(line).filter(({ combine }) => combine === 'stackable'));
    const exclusive = singles(line).filter(({ combine }) => combine === 'exclusive');
    const ways = stackableOnly ? stackable : [...stackable, ...exclusive.map((one) => [one])];
    return Math.min(
      ...ways.map((way) =>
        lineAmount(
          way.reduce((held, one) => unitPrice(held, one), price),
          qty,
        ),
      ),
    );
  };
  const items = subsets(together).map((chosen) => {
    const left = lines.map((line) => (isCountable(line) ? line.qty : 0));
    let cost = 0;
    for (const promotion of chosen) {
      for (const { line, pieces, price } of claims(promotion, lines, left)) {
        left[line]! -= pieces;
        cost += promotion.combine === 'stackable' ? least(lines[line]!, price, pieces, true) : price * pieces;
      }
    }
    return lines.reduce((sum, line, i) => sum + least(line, line.price, isCountable(line) ? left[i]! : line.qty, false), cost);
  });
  const plain = lines.reduce((sum, { price, qty }) => sum + lineAmount(price, qty), 0);
  const receipts = sorted.flatMap(({ effect: what, combine, floor }) => {
    if (what.kind !== 'receipt-sum' || floor !== null) return [];
    return [Math.max(0, (combine === 'exclusive' ? plain : Math.min(...items)) - what.sum)];
  });
  return Math.min(...items, ...receipts);
}

describe('the best combination', () => {
  it('is the one that trying everything finds', () => {
    const noFloorOnReceipts = promotionsOf(5).map((all) =>
      all.map((one) => (one.effect.kind === 'receipt-sum' ? { ...one, floor: null, minimum: 0 } : { ...one, minimum: 0 })),
    );
    fc.assert(
      fc.property(carts(false, 4), noFloorOnReceipts, (cart, promotions) => {
        expect(cartTotal(priceCart(cart, rulesOf(promotions), 0))).toBe(bruteForce(cart, promotions));
      }),
      { numRuns: 500 },
    );
  });

  it('goes below no floor', () => {
    fc.assert(
      fc.property(carts(false), promotionsOf(5), (cart, promotions) => {
        const floor = Math.min(...promotions.map((one) => one.floor ?? 0), Infinity);
        for (const { amount, list, qty } of priceCart(cart, rulesOf(promotions), 0).lines) {
          expect(amount).toBeGreaterThanOrEqual(
            Math.min(lineAmount(list, qty), promotions.length ? lineAmount(floor, qty) : Infinity) - 1,
          );
        }
      }),
    );
  });

  it('finds 200 lines × 50 promotions with work that stays bounded', () => {
    const lines = Array.from({ length: 200 }, (_, i) => article(`S${i}`, 1_000 + i * 7, { kind: KINDS[i % 4]! }));
    const cart = lines.reduce<Cart>((held, one) => setQuantity(addToCart(held, one), one.sku, 50_000), EMPTY_CART);
    const kinds: Effect[] = [
      { kind: 'percent', percent: 500 },
      { kind: 'nth', nth: 3, percent: 100_00 },
      { kind: 'bundle', parts: [{ kinds: ['frame'] }, { kinds: ['care'] }], price: 1_500 },
      { kind: 'second-pair', of: 'glasses', percent: 50_00 },
      { kind: 'sum', sum: 100 },
    ];
    const promotions = Array.from({ length: 50 }, (_, i) =>
      promotionOf(`p${i}`, kinds[i % 5]!, { priority: i, combine: i % 2 ? 'exclusive' : 'stackable' }),
    );
    const priced = priceCart(cart, rulesOf(promotions), 0);
    expect(priced.lines).toHaveLength(200);
    expect(cartTotal(priced)).toBeLessThan(cartTotal(cart));
  });
});

describe('coupons', () => {
  const tenth = promotionOf('coupon', { kind: 'percent', percent: 10_00 }, { byCoupon: true });
  const rules = (coupon: Coupon, more: Partial<PricingRules> = {}) =>
    rulesOf([tenth], { coupons: [coupon], confirmed: new Set(), ...more });
  const cart = { ...addToCart(EMPTY_CART, article('A', 10_000)), coupons: ['SALE'] };
  const state = (given: PricingRules, held: Cart = cart) => priceWithReasons(held, given, 0).coupons.get('SALE');

  it('give their promotion to who shows one, under their own code', () => {
    const priced = priceCart(cart, rules(couponDocument('SALE', tenth)), 0);
    expect(priced.lines[0]?.reasons).toEqual([{ kind: 'coupon', id: 'SALE', name: 'coupon', amount: 1_000, signed: null }]);
    expect(cartTotal(priceCart({ ...cart, coupons: [] }, rules(couponDocument('SALE', tenth)), 0))).toBe(10_000);
  });

  it('of a series are known by its beginning; the code alone is none of them', () => {
    const series = couponDocument('SA', tenth, { prefix: true });
    expect(state(rules(series))).toBe('applied');
    expect(priceWithReasons({ ...cart, coupons: ['SA'] }, rules(series), 0).coupons.get('SA')).toBe('unknown');
  });

  it('say why they give nothing', () => {
    expect(state(rules(couponDocument('OTHER', tenth)))).toBe('unknown');
    expect(state(rules(couponDocument('SALE', tenth, { active: false })))).toBe('not-now');
    expect(state(rules(couponDocument('SALE', tenth, { until: '1969-12-31' })))).toBe('not-now');
    expect(state(rules(couponDocument('SALE', tenth, { minimum: 10_001 })))).toBe('minimum');
    expect(state(rules(couponDocument('SALE', tenth), { spent: new Set(['SALE']) }))).toBe('spent');
    const better = promotionOf('better', { kind: 'percent', percent: 20_00 });
    expect(state({ ...rules(couponDocument('SALE', tenth)), promotions: [tenth, better] })).toBe('no-use');
  });

  it('used once are risked up to their limit while the server cannot be asked, and then marked', () => {
    const once = (offline: number) => couponDocument('SALE', tenth, { once: true, offline });
    expect(state(rules(once(999)))).toBe('offline-limit');
    expect(cartTotal(priceCart(cart, rules(once(999)), 0))).toBe(10_000);
    const risked = priceWithReasons(cart, rules(once(1_000)), 0);
    expect([risked.coupons.get('SALE'), risked.unconfirmed]).toEqual(['applied', ['SALE']]);
    const asked = priceWithReasons(cart, rules(once(0), { confirmed: new Set(['SALE']) }), 0);
    expect([asked.coupons.get('SALE'), asked.unconfirmed]).toEqual(['applied', []]);
  });

  it('for money off the receipt count as often as their series allows, a second code of anything else is not spent', () => {
    const gift = promotionOf('gift', { kind: 'receipt-sum', sum: 500 }, { byCoupon: true });
    const held = { ...cart, coupons: ['G1', 'G2', 'G3'] };
    const series = (promotion: Promotion) => ({
      ...NO_RULES,
      promotions: [promotion],
      coupons: [couponDocument('G', promotion, { prefix: true, perReceipt: 2 })],
    });
    const priced = priceWithReasons(held, series(gift), 0);
    expect([cartTotal(priced.cart), priced.coupons.get('G3')]).toEqual([9_000, 'too-many']);
    expect(priceWithReasons(held, series(tenth), 0).coupons.get('G2')).toBe('too-many');
  });
});
