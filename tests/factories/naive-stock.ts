import type { FiscalResult, Receipt, StockMovement } from '../../design/documents/facts.ts';

/**
 * Stock by another way than the product's, for tests alone: for each place and article the whole journal is walked once, from the first
 * fact to the last, and whole documents are looked for by hand. Slow and plain on purpose; shares no code with the folds. Pieces.
 */
export function naiveStock(journal: readonly (Receipt | FiscalResult | StockMovement)[], place: string, sku: string): number {
  let thousandths = 0;
  const done: string[] = [];
  for (const fact of journal) {
    if (done.includes(fact._id)) continue;
    done.push(fact._id);
    if (fact.type === 'fiscal-result') continue;
    if (fact.type === 'stock-movement') {
      const all = [{ sku: fact.sku, qty: fact.qty }].concat(fact.more ?? []);
      for (const one of all) {
        if (one.sku !== sku) continue;
        if (fact.to === place) thousandths += Math.round(one.qty * 1000);
        if (fact.from === place) thousandths -= Math.round(one.qty * 1000);
      }
      continue;
    }
    if (place !== 'floor') continue;
    // A receipt that no drive ever made moved nothing.
    if (!journal.some((other) => other.type === 'fiscal-result' && other.sale === fact._id)) continue;
    for (const line of fact.lines) {
      if (line.sku !== sku || line.subject !== 'goods') continue;
      const back = fact.type === 'refund' || (fact.type === 'correction' && fact.operation === 'refund');
      thousandths += (back ? 1 : -1) * Math.round(line.qty * 1000);
    }
  }
  return thousandths / 1000;
}
