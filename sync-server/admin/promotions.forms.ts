import { z } from 'zod';
import { PRODUCT_KINDS } from '../../design/documents/catalogue.ts';
import { coupon, promotion, type Effect, type Target } from '../../design/documents/promotion.ts';
import { kopecksFromRoubles } from '../../design/money/kopecks.ts';
import { ROUNDING_STEPS } from '../../design/pricing/rounding.ts';
import type { CouponFields, PromotionFields } from '../pricing/promotions.store.ts';

/** What the pages' forms on promotions and coupons send; every field is text. */
const kind = z.union([z.literal(''), z.enum(PRODUCT_KINDS)]);
const day = z.union([z.literal('').transform(() => null), z.iso.date()]);
const time = z.union([z.literal(''), z.string().regex(/^\d\d:\d\d$/)]);
const list = z
  .string()
  .max(2_000)
  .transform((text) => [
    ...new Set(
      text
        .split(/[,;\n]/)
        .map((word) => word.trim())
        .filter(Boolean),
    ),
  ]);
const roubles = z
  .string()
  .trim()
  .transform((text, context) => {
    const kopecks = kopecksFromRoubles(Number(text.replace(/\s/g, '').replace(',', '.') || '0'));
    if (kopecks !== null && kopecks >= 0) return kopecks;
    context.addIssue({ code: 'custom', message: 'not a sum' });
    return z.NEVER;
  });
const DAYS = { all: [], work: [1, 2, 3, 4, 5], weekend: [6, 7] } as const;
const EFFECTS = ['percent', 'sum', 'price', 'second-pair-frames', 'second-pair-glasses', 'nth', 'bundle', 'receipt-sum'] as const;

const form = z.object({
  name: z.string().trim().min(1).max(80),
  effect: z.enum(EFFECTS),
  value: roubles,
  nth: z.coerce.number().int().min(2).max(20).catch(3),
  kind,
  with: kind,
  brands: list,
  categories: list,
  skus: list,
  from: day,
  until: day,
  days: z.enum(['all', 'work', 'weekend']),
  after: time,
  before: time,
  store: z.string().max(32),
  combine: z.enum(['exclusive', 'stackable']),
  priority: z.coerce.number().int().min(0).max(1000),
  floor: roubles,
  minimum: roubles,
  coupon: z.enum(['yes', 'no']),
});

/** Hundredths, of a percent as of a rouble. */
function effectOf({ effect, value, nth, kind: first, with: second }: z.infer<typeof form>): unknown {
  const percent = value;
  const effects: Readonly<Record<(typeof EFFECTS)[number], unknown>> = {
    percent: { kind: 'percent', percent },
    sum: { kind: 'sum', sum: value },
    price: { kind: 'price', price: value },
    'second-pair-frames': { kind: 'second-pair', of: 'frames', percent },
    'second-pair-glasses': { kind: 'second-pair', of: 'glasses', percent },
    nth: { kind: 'nth', nth, percent },
    bundle: { kind: 'bundle', parts: [first, second].map((one) => (one === '' ? {} : { kinds: [one] })), price: value },
    'receipt-sum': { kind: 'receipt-sum', sum: value },
  };
  return effects[effect];
}

function targetOf({ kind: only, brands, categories, skus, effect }: z.infer<typeof form>): Target {
  if (effect === 'bundle' || effect === 'receipt-sum') return {};
  return {
    ...(only !== '' && { kinds: [only] }),
    ...(brands.length > 0 && { brands }),
    ...(categories.length > 0 && { categories }),
    ...(skus.length > 0 && { skus }),
  };
}

const fieldsOf = promotion.pick({ effect: true, target: true, hours: true });

export const promotionForm = form.transform((sent, context): PromotionFields => {
  const hours = sent.after === '' || sent.before === '' ? null : { from: sent.after, until: sent.before };
  const checked = fieldsOf.safeParse({ effect: effectOf(sent), target: targetOf(sent), hours });
  if (!checked.success) {
    context.addIssue({ code: 'custom', message: 'effect' });
    return z.NEVER;
  }
  const { name, from, until, combine, priority, minimum } = sent;
  return {
    ...{ name, active: true, from, until, combine, priority, minimum, ...checked.data },
    weekdays: [...DAYS[sent.days]],
    stores: sent.store === '' ? [] : [sent.store],
    floor: sent.floor === 0 ? null : sent.floor,
    byCoupon: sent.coupon === 'yes',
  };
});

export const couponForm = z
  .object({
    code: z.string().transform((text) => text.replace(/\s+/g, '').toUpperCase()),
    promotion: z.string().regex(/^promotion:[\w-]{1,80}$/),
    series: z.enum(['one', 'prefix']),
    use: z.enum(['once', 'many']),
    uses: z.union([z.literal('').transform(() => null), z.coerce.number().int().min(1)]),
    from: day,
    until: day,
    minimum: roubles,
    offline: roubles,
  })
  .transform((sent, context): CouponFields => {
    const { code, from, until, minimum, offline, uses } = sent;
    if (!coupon.shape.code.safeParse(code).success) {
      context.addIssue({ code: 'custom', message: 'code', path: ['code'] });
      return z.NEVER;
    }
    const how = { prefix: sent.series === 'prefix', once: sent.use === 'once', uses, perReceipt: 1 };
    return { code, promotion: sent.promotion, active: true, from, until, minimum, offline, ...how };
  });

export const activePromotionForm = z.object({
  id: z.string().regex(/^(promotion|coupon):.{1,100}$/),
  active: z.enum(['yes', 'no']),
});

export const roundingForm = z.object({
  step: z.enum(['1', '10', '100']).transform((step) => ROUNDING_STEPS.find((one) => String(one) === step)!),
});

/** What an effect gives, in words. */
export function effectText(effect: Effect): string {
  const percent = (hundredths: number) => `${String(hundredths / 100).replace('.', ',')} %`;
  const sum = (kopecks: number) => `${String(kopecks / 100).replace('.', ',')} ₽`;
  switch (effect.kind) {
    case 'percent':
      return `−${percent(effect.percent)}`;
    case 'sum':
      return `−${sum(effect.sum)} со штуки`;
    case 'price':
      return `по ${sum(effect.price)}`;
    case 'second-pair':
      return `вторая ${effect.of === 'frames' ? 'оправа' : 'пара очков'} −${percent(effect.percent)}`;
    case 'nth':
      return `каждая ${effect.nth}-я штука −${percent(effect.percent)}`;
    case 'bundle':
      return `набор из ${effect.parts.length} за ${sum(effect.price)}`;
    case 'receipt-sum':
      return `−${sum(effect.sum)} с чека`;
  }
}
