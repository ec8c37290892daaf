import type { StockMovement } from '../../design/documents/facts.ts';
import type { Opening, OpeningCorrection } from '../../design/documents/opening.ts';
import type { StockTake } from '../../design/documents/stock-take.ts';
import { isReceipt, receiptsElsewhere, type BalanceFact, type Receipt } from '../../design/folds/movement.ts';
import { openingBalance } from '../../design/folds/opening.ts';
import { rangeOf } from '../../design/ids.ts';
import { BookLedger } from '../../design/stock-take/book.ts';
import { isOfTake } from '../../design/stock-take/late.ts';
import { localMonth } from '../../design/time/local-time.ts';
import { storeDatabase } from '../../design/databases.ts';
import type { Engine } from '../engine/engine.ts';
import { monthFacts, monthsOf } from '../openings/month-facts.ts';

/** The books that a take is held against: everything but what was written for the take itself, which stands beside. */
export interface TakeBook {
  readonly book: BookLedger;
  readonly own: readonly StockMovement[];
}

/** The books of a shop since a take began, by everything that the tills have handed in. */
export async function readTakeBook(
  engine: Engine,
  { _id, store, place, begun, approved }: Pick<StockTake, '_id' | 'store' | 'place' | 'begun' | 'approved'>,
  timeZone: string,
): Promise<TakeBook> {
  const database = await engine.open(storeDatabase(store));
  const openings = (await database.range(rangeOf('opening'))) as unknown as Opening[];
  const corrections = (await database.range(rangeOf('opening-correction'))) as unknown as OpeningCorrection[];
  // An opening of a month that began since holds what was sold after the count, too.
  const month = localMonth(begun, timeZone);
  const newest = openings
    .map((one) => one.month)
    .filter((one) => one <= month)
    .sort()
    .at(-1);
  const book = new BookLedger(place, begun);
  if (newest !== undefined) book.begin(openingBalance(openings, corrections, newest)!.stock);
  const months = await monthsOf(engine, store);
  const facts: BalanceFact[] = [];
  for (const one of months.filter((name) => newest === undefined || name >= newest)) {
    facts.push(...(await monthFacts(engine, store, one)));
  }
  const elsewhere = new Set(receiptsElsewhere(facts));
  const earlier: Receipt[] = [];
  for (const one of elsewhere.size === 0 ? [] : months) {
    earlier.push(...(await monthFacts(engine, store, one)).filter(isReceipt).filter(({ _id: id }) => elsewhere.has(id)));
  }
  const countedAt = new Map(approved?.lines.map(({ sku, at }) => [sku, at]));
  // Two takes that counted an article at the very same instant: one of them is the earlier, or each would answer the other for ever.
  const isOfTwin = ({ document: paper, sku, at }: StockMovement): boolean =>
    paper?.kind === 'adjustment' && (paper.of ?? '') > _id && paper.of!.startsWith('stock-take:') && countedAt.get(sku) === at;
  const own: StockMovement[] = [];
  for (const fact of [...facts, ...earlier]) {
    if (fact.type === 'fiscal-result') book.takeResult(fact._id);
    else if (fact.type === 'stock-movement' && isOfTake(fact, _id)) own.push(fact);
    else if (isReceipt(fact) || (fact.type === 'stock-movement' && !isOfTwin(fact))) book.take(fact);
  }
  return { book, own };
}
