import type { TakeCost } from '../documents/chain.ts';
import type { StockMovement } from '../documents/facts.ts';
import { articlesOf, thousandths } from '../folds/movement.ts';
import { keyOfId } from '../ids.ts';

/** `take-cost:<store>:<key of the take>` */
export const takeCostId = (store: string, take: string): string => `take-cost:${store}:${keyOfId(take)}`;

/**
 * What a posted take found, at purchase cost: articles that it put right, late corrections included, each by what a piece cost when it was
 * counted. Kopecks; whose cost nobody knows is counted in `uncosted`, not as nothing.
 * @param own every fact that was written for the take
 * @param costAt kopecks a piece at an instant, `null` unknown
 */
export function takeCostOf(
  { store, place, take }: { readonly store: string; readonly place: string; readonly take: string },
  own: readonly StockMovement[],
  costAt: (sku: string, at: number) => number | null,
): Pick<TakeCost, 'store' | 'take' | 'shortage' | 'surplus' | 'uncosted'> {
  const sums = new Map<string, { found: number; at: number }>();
  for (const fact of own) {
    for (const { sku, qty } of articlesOf(fact)) {
      const before = sums.get(sku);
      const by = fact.to === place ? thousandths(qty) : -thousandths(qty);
      sums.set(sku, { found: (before?.found ?? 0) + by, at: before?.at ?? fact.at });
    }
  }
  let [shortage, surplus, uncosted] = [0, 0, 0];
  for (const [sku, { found, at }] of sums) {
    if (found === 0) continue;
    const cost = costAt(sku, at);
    if (cost === null) uncosted += 1;
    else if (found < 0) shortage += Math.round((-found * cost) / 1_000);
    else surplus += Math.round((found * cost) / 1_000);
  }
  return { store, take, shortage, surplus, uncosted };
}
