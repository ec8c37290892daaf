import type { Promotion } from '../documents/promotion.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { shareOf } from './manual.ts';

/** Not below the promotion's floor, unless the piece costs less anyway; never negative. */
export const floored = (price: Kopecks, reduced: Kopecks, floor: Kopecks | null): Kopecks =>
  Math.min(price, Math.max(reduced, floor ?? 0, 0));

export const lessPercent = (price: Kopecks, percent: number, floor: Kopecks | null): Kopecks =>
  floored(price, price - shareOf(price, percent), floor);

/** Does the effect concern a piece by itself? */
export const isSingle = ({ effect: { kind } }: Promotion): boolean => kind === 'percent' || kind === 'sum' || kind === 'price';

/**
 * What a piece of `price` costs with a promotion on single pieces. Monotone: of two prices the lower one stays the lower one, so a cheaper
 * way to a price is never a dearer one in the end.
 */
export function unitPrice(price: Kopecks, { effect, floor }: Pick<Promotion, 'effect' | 'floor'>): Kopecks {
  switch (effect.kind) {
    case 'percent':
      return lessPercent(price, effect.percent, floor);
    case 'sum':
      return floored(price, price - effect.sum, floor);
    case 'price':
      return floored(price, effect.price, floor);
    default:
      return price;
  }
}

/** A way to a price: promotions in the order they apply, each with the price after it. */
export type Way = readonly { readonly promotion: Promotion; readonly price: Kopecks }[];

export const priceAfter = (price: Kopecks, way: Way): Kopecks => way.at(-1)?.price ?? price;

/** All stackable promotions one after another. */
export function stacked(price: Kopecks, promotions: readonly Promotion[]): Way {
  const way: { promotion: Promotion; price: Kopecks }[] = [];
  let held = price;
  for (const promotion of promotions) {
    const next = unitPrice(held, promotion);
    if (next < held) way.push({ promotion, price: next });
    held = next;
  }
  return way;
}

/**
 * The best for the customer: one exclusive promotion, or all stackable ones. Of equal prices the first in the order of priority stays.
 * @param promotions on single pieces that fit the article, by priority
 */
export function bestWay(price: Kopecks, promotions: readonly Promotion[]): Way {
  const ways: Way[] = promotions
    .filter(({ combine }) => combine === 'exclusive')
    .map((promotion) => [{ promotion, price: unitPrice(price, promotion) }]);
  ways.push(
    stacked(
      price,
      promotions.filter(({ combine }) => combine === 'stackable'),
    ),
  );
  return ways.reduce<Way>((best, way) => (priceAfter(price, way) < priceAfter(price, best) ? way : best), []);
}
