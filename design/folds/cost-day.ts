import type { DayCost } from '../documents/chain.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { dayRange } from '../time/day-range.ts';
import { formatHlc } from '../time/hlc.ts';
import { handsOver } from './open-deposits.ts';
import type { DayFact, DayOfShop } from './rollup-day.ts';
import { byReceipt, signOf } from './rollup-day.ts';

export const dayCostId = (store: string, day: string): string => `day-cost:${store}:${day}`;

/** What a piece cost at an instant, `null` where nobody knows. */
export type CostLookup = (sku: string, at: number) => Kopecks | null;

/**
 * What the goods of a shop's day cost, from the same facts as `rollupDay` and by its rules: a receipt counts on the day of its fiscal
 * result, refunds negative, cost in force when the receipt was made. Lines whose cost is unknown are `uncosted` and in no margin.
 */
export function costDay(facts: Iterable<DayFact>, { store, day, timeZone }: DayOfShop, costAt: CostLookup): DayCost {
  const { from, to } = dayRange(day, timeZone);
  const total = { revenue: 0, cost: 0, uncosted: 0 };
  const kinds = new Map<string, { revenue: number; cost: number }>();
  let hlc = formatHlc({ wall: from, counter: 0, device: 0 });
  for (const { document, result } of byReceipt(facts, store).values()) {
    if (!document || !result || result.at < from || result.at >= to) continue;
    const sign = signOf(result);
    for (const seen of [document, result]) if (seen.hlc > hlc) hlc = seen.hlc;
    for (const { sku, kind, qty, amount } of document.lines.filter(handsOver)) {
      const piece = costAt(sku, document.at);
      if (piece === null) {
        total.uncosted += sign * amount;
        continue;
      }
      const cost = sign * Math.round(piece * qty);
      const held = kinds.get(kind) ?? { revenue: 0, cost: 0 };
      kinds.set(kind, { revenue: held.revenue + sign * amount, cost: held.cost + cost });
      total.revenue += sign * amount;
      total.cost += cost;
    }
  }
  const byKind = Object.fromEntries([...kinds].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { _id: dayCostId(store, day), type: 'day-cost', schema: 1, hlc, by: null, pos: null, store, day, ...total, byKind };
}
