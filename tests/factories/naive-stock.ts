import type { FiscalResult, Receipt, StockMovement } from '../../design/documents/facts.ts';

/** Tag 1214: the goods come later, or went before; money alone passes. */
const MONEY: readonly string[] = ['full-prepayment', 'prepayment', 'advance', 'credit-payment'];

export type StockJournal = readonly (Receipt | FiscalResult | StockMovement)[];

/**
 * Stock by another way than the product's, for tests alone: the whole journal is walked once, from the first fact to the last. Plain on
 * purpose; shares no code with the folds. «place article» → pieces.
 */
export function naiveSums(journal: StockJournal): Map<string, number> {
  const thousandths = new Map<string, number>();
  const add = (place: string, sku: string, qty: number): void => {
    const key = `${place} ${sku}`;
    thousandths.set(key, (thousandths.get(key) ?? 0) + Math.round(qty * 1000));
  };
  // A receipt that no drive ever made moved nothing.
  const made = new Set<string>();
  for (const fact of journal) if (fact.type === 'fiscal-result') made.add(fact.sale);
  const done = new Set<string>();
  for (const fact of journal) {
    if (done.has(fact._id)) continue;
    done.add(fact._id);
    if (fact.type === 'fiscal-result') continue;
    if (fact.type === 'stock-movement') {
      for (const one of [{ sku: fact.sku, qty: fact.qty }].concat(fact.more ?? [])) {
        add(fact.to, one.sku, one.qty);
        add(fact.from, one.sku, -one.qty);
      }
    } else if (made.has(fact._id)) {
      const back = fact.type === 'refund' || (fact.type === 'correction' && fact.operation === 'refund');
      for (const { sku, qty, subject, method } of fact.lines) {
        if (subject === 'goods' && !MONEY.includes(method)) add('floor', sku, back ? qty : -qty);
      }
    }
  }
  return new Map([...thousandths].map(([key, sum]) => [key, sum / 1000]));
}

/** Of one article at one place, pieces. */
export const naiveStock = (journal: StockJournal, place: string, sku: string): number =>
  naiveSums(journal).get(`${place} ${sku}`) ?? 0;
