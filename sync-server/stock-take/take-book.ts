import type { StockMovement } from '../../design/documents/facts.ts';
import type { StockTake } from '../../design/documents/stock-take.ts';
import { isReceipt } from '../../design/folds/movement.ts';
import { BookLedger } from '../../design/stock-take/book.ts';
import { isOfTake } from '../../design/stock-take/late.ts';
import type { Engine } from '../engine/engine.ts';
import { factsSince } from '../stock/facts-since.ts';

/** The books that a take is held against: everything but what was written for the take itself, which stands beside. */
export interface TakeBook {
  readonly book: BookLedger;
  readonly own: readonly StockMovement[];
}

/** The books of a shop since a take began, by everything that the tills have handed in. */
export async function readTakeBook(
  engine: Engine,
  { _id, store, place, begun, approved }: Pick<StockTake, '_id' | 'store' | 'place' | 'begun' | 'approved'>,
): Promise<TakeBook> {
  const { opening, facts } = await factsSince(engine, store, begun);
  const book = new BookLedger(place, begun);
  book.begin(opening);
  const countedAt = new Map(approved?.lines.map(({ sku, at }) => [sku, at]));
  // Two takes that counted an article at the very same instant: one of them is the earlier, or each would answer the other for ever.
  const isOfTwin = ({ document: paper, sku, at }: StockMovement): boolean =>
    paper?.kind === 'adjustment' && (paper.of ?? '') > _id && paper.of!.startsWith('stock-take:') && countedAt.get(sku) === at;
  const own: StockMovement[] = [];
  for (const fact of facts) {
    if (fact.type === 'fiscal-result') book.takeResult(fact._id);
    else if (fact.type === 'stock-movement' && isOfTake(fact, _id)) own.push(fact);
    else if (isReceipt(fact) || (fact.type === 'stock-movement' && !isOfTwin(fact))) book.take(fact);
  }
  return { book, own };
}
