import { z } from 'zod';
import { documentBase, kopecks, localDay, stamps } from './base.ts';
import { PRODUCT_KINDS } from './catalogue.ts';

/** Which articles: every list that is there must contain the article's; none at all means everything. */
export const target = z.object({
  kinds: z.array(z.enum(PRODUCT_KINDS)).min(1).optional(),
  categories: z.array(z.string().min(1).max(128)).min(1).max(100).optional(),
  brands: z.array(z.string().min(1).max(128)).min(1).max(100).optional(),
  skus: z.array(z.string().min(1).max(64)).min(1).max(500).optional(),
});
export type Target = z.infer<typeof target>;

/** Hundredths of a percent: 2000 = 20 %. */
const percent = z.int().min(1).max(100_00);
const money = kopecks.min(1).max(100_000_000_00);

/** What a promotion gives. Money in kopecks. */
export const effect = z.discriminatedUnion('kind', [
  /** Off every piece. */
  z.object({ kind: z.literal('percent'), percent }),
  z.object({ kind: z.literal('sum'), sum: money }),
  /** A piece costs so much, where it costs more. */
  z.object({ kind: z.literal('price'), price: kopecks.min(0).max(100_000_000_00) }),
  /** Of two pairs the cheaper one: frames, or whole glasses (frame and lenses). */
  z.object({ kind: z.literal('second-pair'), of: z.enum(['frames', 'glasses']), percent }),
  /** One piece of each part together at a set price. */
  z.object({ kind: z.literal('bundle'), parts: z.array(target).min(2).max(6), price: money }),
  /** Of so many pieces the cheapest. */
  z.object({ kind: z.literal('nth'), nth: z.int().min(2).max(20), percent }),
  /** Off the whole receipt; one such promotion a receipt. */
  z.object({ kind: z.literal('receipt-sum'), sum: money }),
]);
export type Effect = z.infer<typeof effect>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/**
 * A promotion as data, for the whole chain or some shops (id `promotion:<name in the address>`). In force from the first to the last day
 * inclusive, on its weekdays and hours, by the clock of the shop. `exclusive`: a piece that gets it gets no other; `stackable`: it adds to
 * the other stackable ones, those of higher `priority` first. `floor`: no piece goes below it. `minimum`: what the goods of the receipt
 * cost at least, before discounts. `byCoupon`: only for who shows a coupon of it.
 */
export const promotion = documentBase('promotion', 1).extend({
  name: z.string().min(1).max(80),
  active: z.boolean(),
  from: localDay.nullable(),
  until: localDay.nullable(),
  /** 1 = Monday … 7 = Sunday; empty: every day. */
  weekdays: z.array(z.int().min(1).max(7)).max(7),
  /** Of the shop's day; until is not in it any more. `22:00`–`02:00` passes midnight. */
  hours: z.object({ from: clockTime, until: clockTime }).nullable(),
  /** Codes of shops; empty: all. */
  stores: z.array(z.string()),
  target,
  effect,
  combine: z.enum(['exclusive', 'stackable']),
  priority: z.int().min(0).max(1000),
  floor: kopecks.min(0).nullable(),
  minimum: kopecks.min(0),
  byCoupon: z.boolean(),
  stamps,
});
export type Promotion = z.infer<typeof promotion>;

/**
 * A coupon, or a printed series of them (id `coupon:<code>`): `prefix` matches every code that begins with it. `once`: each code is used a
 * single time in the whole chain. `uses`: so many times altogether. `offline`: what a till that cannot ask the server may give for it at
 * most, kopecks; it matters for coupons whose uses are counted.
 */
export const coupon = documentBase('coupon', 1).extend({
  code: z.string().regex(/^[A-ZА-ЯЁ0-9-]{3,32}$/),
  prefix: z.boolean(),
  promotion: z.string().min(1),
  active: z.boolean(),
  from: localDay.nullable(),
  until: localDay.nullable(),
  once: z.boolean(),
  uses: z.int().min(1).nullable(),
  /** Codes of this coupon that count on one receipt. */
  perReceipt: z.int().min(1).max(10),
  minimum: kopecks.min(0),
  offline: kopecks.min(0),
  stamps,
});
export type Coupon = z.infer<typeof coupon>;
