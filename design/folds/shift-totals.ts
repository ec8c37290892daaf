import type { ShiftTotals } from '../documents/facts.ts';
import type { PaymentSums, ReceiptLine } from '../fiscal/receipt-lines.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { VAT_RATES, vatWithin } from '../money/vat.ts';
import type { VatRate } from '../money/vat.ts';

/** What a shift's totals are made of. A foreign receipt (made at the register itself) is known by its total only: `payments` null. */
export type ShiftFact =
  | {
      readonly kind: 'receipt';
      readonly operation: 'sale' | 'refund';
      readonly total: Kopecks;
      readonly payments: PaymentSums | null;
      readonly correction?: boolean;
      /** Its lines, where VAT is asked for and they are known. */
      readonly lines?: readonly Pick<ReceiptLine, 'vat' | 'amount'>[] | null;
    }
  | { readonly kind: 'cash'; readonly direction: 'in' | 'out'; readonly amount: Kopecks };

type Side = Required<ShiftTotals['sales']>;
type VatOfRate = NonNullable<ShiftTotals['vat']>[number];

const NO_RECEIPTS: Side = { count: 0, cash: 0, card: 0, prepaid: 0, credit: 0, other: 0, total: 0 };
const NO_VAT = { turnover: 0, vat: 0 };

/**
 * Totals of X and Z from the facts of one shift; `opening` is the cash that lay in the drawer when it opened. Pure, order does not
 * matter. A mixed payment is split by its parts (requirements L-45). VAT is that of each receipt's rate sums, as the register rounds it.
 */
export function shiftTotalsOf(opening: Kopecks, facts: Iterable<ShiftFact>) {
  const totals = {
    sales: { ...NO_RECEIPTS },
    refunds: { ...NO_RECEIPTS },
    cashIn: 0,
    cashOut: 0,
    drawer: opening,
    corrections: 0,
  };
  const vat = new Map<VatRate, VatOfRate>();
  for (const fact of facts) {
    if (fact.kind === 'cash') {
      totals[fact.direction === 'in' ? 'cashIn' : 'cashOut'] += fact.amount;
      totals.drawer += fact.direction === 'in' ? fact.amount : -fact.amount;
      continue;
    }
    const side = fact.operation === 'sale' ? 'sales' : 'refunds';
    const { cash = 0, card = 0, prepaid = 0, credit = 0 } = fact.payments ?? {};
    const sums = totals[side];
    sums.count += 1;
    sums.total += fact.total;
    sums.cash += cash;
    sums.card += card;
    sums.prepaid += prepaid;
    sums.credit += credit;
    sums.other += fact.total - cash - card;
    totals.drawer += fact.operation === 'sale' ? cash : -cash;
    if (fact.correction === true) totals.corrections += 1;
    addVat(vat, side, fact.lines ?? []);
  }
  return { ...totals, vat: VAT_RATES.flatMap((rate) => vat.get(rate) ?? []) } satisfies ShiftTotals;
}

function addVat(
  vat: Map<VatRate, VatOfRate>,
  side: 'sales' | 'refunds',
  lines: readonly Pick<ReceiptLine, 'vat' | 'amount'>[],
): void {
  const receipt = new Map<VatRate, Kopecks>();
  for (const { vat: rate, amount } of lines) receipt.set(rate, (receipt.get(rate) ?? 0) + amount);
  for (const [rate, amount] of receipt) {
    const of = vat.get(rate) ?? { rate, sales: NO_VAT, refunds: NO_VAT };
    const { turnover, vat: sum } = of[side];
    vat.set(rate, { ...of, [side]: { turnover: turnover + amount, vat: sum + vatWithin(amount, rate) } });
  }
}
