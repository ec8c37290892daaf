import { roundHalfUp, type Kopecks } from '../money/kopecks.ts';

/** To what a changed price is rounded: `ninety` is the price tag of 4 990 and 12 390 roubles: the next tens of roubles that end in 90. */
export const PRICE_ROUNDINGS = ['rouble', 'ten', 'ninety'] as const;
export type PriceRounding = (typeof PRICE_ROUNDINGS)[number];

export type PriceRule =
  | { readonly how: 'percent'; readonly percent: number; readonly rounding: PriceRounding }
  | { readonly how: 'value'; readonly price: Kopecks };

const ROUBLE = 100;

/** Half up to whole steps, never below one. */
const toSteps = (price: number, step: Kopecks): Kopecks => Math.max(step, roundHalfUp(price / step) * step);

/** The nearest price that ends in 90 roubles; of two as near the dearer one. Cheap things below 90 roubles stay whole roubles. */
function toNinety(price: number): Kopecks {
  if (price < 90 * ROUBLE) return toSteps(price, ROUBLE);
  return Math.max(0, roundHalfUp((price - 90 * ROUBLE) / (100 * ROUBLE))) * 100 * ROUBLE + 90 * ROUBLE;
}

/** A price under a rule, kopecks. What costs nothing stays free by per cent. */
export function changedPrice(price: Kopecks, rule: PriceRule): Kopecks {
  if (rule.how === 'value') return rule.price;
  if (price === 0) return 0;
  // Hundredths of a per cent are whole: no binary fraction decides a half.
  const exact = (price * Math.round((100 + rule.percent) * 100)) / 10_000;
  if (rule.rounding === 'ninety') return toNinety(exact);
  return toSteps(exact, rule.rounding === 'ten' ? 10 * ROUBLE : ROUBLE);
}
