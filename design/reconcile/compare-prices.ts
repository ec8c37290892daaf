import type { ReportItem } from '../documents/chain.ts';
import type { Sale } from '../documents/facts.ts';
import { handsOver } from '../folds/open-deposits.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { HOUR } from '../time/clock.ts';

/** Requirement C-41: a till away for longer is looked at when it is back. */
export const AWAY_TOO_LONG = 8 * HOUR;
/** Parts of the price in force by which a line may differ before the accountant is told. */
const TOLERANCE = 0.05;

/** Prices of a SKU that were in force at the shop at an instant: one, or a lens family's bands. Empty where nobody knows. */
export type PricesAt = (sku: string, at: number) => readonly Kopecks[];

/**
 * Requirement C-41: the lines of a till's offline sales whose price differs by more than 5 % from the one that was in force at the shop at
 * that moment and that the till could not know. What the customer paid stays (C-26); a person decides about a correcting entry.
 */
export function comparePrices(sales: readonly Sale[], pricesAt: PricesAt): ReportItem[] {
  return sales.flatMap(({ _id: id, pos, store, fn, at, lines }) =>
    lines.filter(isListed).flatMap(({ sku, list, price: asked, qty }): ReportItem[] => {
      const price = list ?? asked;
      const nearest = nearestTo(price, pricesAt(sku, at));
      if (nearest === null || Math.abs(price - nearest) <= nearest * TOLERANCE) return [];
      const difference = Math.round((price - nearest) * qty);
      const about = { what: 'price-differs', id, fn, fd: null, at, sku, price, inForce: nearest, difference };
      return [{ pos: pos ?? '', store, ...about }];
    }),
  );
}

/** Sold at the shop's price of that moment: not paid in advance or handed over at the price agreed then, not typed by hand. */
const isListed = ({ method, of, entered }: Sale['lines'][number]): boolean =>
  handsOver({ method }) && of === undefined && entered !== true;

function nearestTo(price: Kopecks, among: readonly Kopecks[]): Kopecks | null {
  let best: Kopecks | null = null;
  for (const one of among) if (best === null || Math.abs(one - price) < Math.abs(best - price)) best = one;
  return best;
}
