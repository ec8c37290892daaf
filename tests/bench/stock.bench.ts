import type { FiscalResult, Sale, StockMovement } from '../../design/documents/facts.ts';
import { movementOf } from '../../design/folds/movement.ts';
import { StockBook } from '../../design/stock/book.ts';
import { makeResult, makeSale } from '../factories/receipts.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';

/** Issue 7: stock on hand of a shop with a million movements in its history, ms. */
const GOAL = 200;
const MOVEMENTS = 1_000_000;
/** Seven years of them; the newest month and what has not been sealed of the last one are counted from facts. */
const MONTHS = 84;
const SKUS = 5_000;
const ROUNDS = 20;
const BEGAN = Date.UTC(2019, 10, 1);
const MONTH = 30 * 86_400_000;

const skuOf = (n: number): string => `SKU-${n % SKUS}`;
const movement = (n: number): StockMovement => {
  const at = BEGAN + Math.floor((n / MOVEMENTS) * MONTHS * MONTH);
  const hlc = `${String(at).padStart(13, '0')}-${(n % 1_679_616).toString(36).padStart(4, '0')}-0003`;
  const way =
    n % 3 === 0
      ? { from: 'supplier', to: 'floor' }
      : n % 3 === 1
        ? { from: 'floor', to: 'storeroom' }
        : { from: 'storeroom', to: 'floor' };
  const head = { _id: `stock-movement:${hlc}`, type: 'stock-movement', schema: 1, hlc, by: 'staff:1', pos: null } as const;
  return { ...head, store: 'demo-1', sku: skuOf(n * 7), qty: 1 + (n % 4), ...way, at, because: '' };
};
function* history(count: number): Generator<StockMovement> {
  for (let n = 0; n < count; n += 1) yield movement(n);
}
/** The sales of the open months, with their results. */
const sold = (n: number): [Sale, FiscalResult] => {
  const sale = makeSale({ at: BEGAN + MONTHS * MONTH - n * 60_000, counter: n % 1_000, lines: [{ sku: skuOf(n) }] });
  return [sale, makeResult(sale)];
};

/** Stock on hand from the newest sealed opening and the facts since, beside the sum of everything that ever moved. */
export function stockBench(): Promise<Section> {
  const open = Math.round(MOVEMENTS / MONTHS) * 2;
  const late: (StockMovement | Sale | FiscalResult)[] = Array.from({ length: open }, (_, n) => movement(MOVEMENTS - open + n));
  for (let n = 0; n < 4_000; n += 1) late.push(...sold(n));
  const opening = movementOf(history(MOVEMENTS - open)).stock;
  const count = (): StockBook => {
    const book = new StockBook();
    book.begin(opening);
    for (const fact of late) {
      if (fact.type === 'fiscal-result') book.takeResult(fact._id);
      else book.take(fact);
    }
    return book;
  };
  const timed = (rounds: number, work: () => void): number[] =>
    Array.from({ length: rounds }, () => {
      const from = performance.now();
      work();
      return performance.now() - from;
    });
  const sealed = spread(timed(ROUNDS, () => void count()));
  // Only now: a million documents in memory make everything beside them slow.
  const all = [...history(MOVEMENTS - open), ...late];
  let whole = movementOf([]);
  const scratch = spread(timed(2, () => (whole = movementOf(all))));
  const book = count();
  const differs = Object.entries(whole.stock['floor']!).filter(([sku, sum]) => book.at('floor', sku) * 1_000 !== sum).length;
  if (differs > 0) throw new Error(`${differs} articles differ from the sum of all facts`);
  return Promise.resolve({
    name: 'stock',
    figures: [
      {
        what: `stock on hand of a shop with ${MOVEMENTS} movements, from the sealed opening, p95`,
        value: sealed.p95,
        unit: 'ms',
        goal: GOAL,
        baseline: { what: 'from scratch, all facts in memory', value: scratch.p50 },
      },
    ],
    method: `${MONTHS} months, ${SKUS} articles; ${late.length} facts since the opening, sales with their results among them; full speed`,
  });
}
