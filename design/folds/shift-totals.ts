import type { ShiftTotals } from '../documents/facts.ts';
import type { PaymentSums } from '../fiscal/receipt-lines.ts';
import type { Kopecks } from '../money/kopecks.ts';

/** What a shift's totals are made of. A foreign receipt (made at the register itself) is known by its total only: `payments` null. */
export type ShiftFact =
  | {
      readonly kind: 'receipt';
      readonly operation: 'sale' | 'refund';
      readonly total: Kopecks;
      readonly payments: PaymentSums | null;
    }
  | { readonly kind: 'cash'; readonly direction: 'in' | 'out'; readonly amount: Kopecks };

const NO_RECEIPTS = { count: 0, cash: 0, card: 0, other: 0, total: 0 };

/** Totals of X and Z from the facts of one shift; `opening` is the cash that lay in the drawer when it opened. Pure, order does not matter. */
export function shiftTotalsOf(opening: Kopecks, facts: Iterable<ShiftFact>): ShiftTotals {
  const totals = { sales: { ...NO_RECEIPTS }, refunds: { ...NO_RECEIPTS }, cashIn: 0, cashOut: 0, drawer: opening };
  for (const fact of facts) {
    if (fact.kind === 'cash') {
      totals[fact.direction === 'in' ? 'cashIn' : 'cashOut'] += fact.amount;
      totals.drawer += fact.direction === 'in' ? fact.amount : -fact.amount;
      continue;
    }
    const side = fact.operation === 'sale' ? totals.sales : totals.refunds;
    const cash = fact.payments?.cash ?? 0;
    const card = fact.payments?.card ?? 0;
    side.count += 1;
    side.total += fact.total;
    side.cash += cash;
    side.card += card;
    side.other += fact.total - cash - card;
    totals.drawer += fact.operation === 'sale' ? cash : -cash;
  }
  return totals;
}
