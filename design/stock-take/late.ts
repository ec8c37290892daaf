import type { StockMovement } from '../documents/facts.ts';
import type { StockTake } from '../documents/stock-take.ts';
import { articlesOf, thousandths } from '../folds/movement.ts';
import { keyOfId } from '../ids.ts';
import { adjustmentFacts, type AdjustmentHead } from '../stock/adjustment.ts';
import { DAY } from '../time/clock.ts';
import type { BookLedger } from './book.ts';
import { correctionsOf } from './differences.ts';

/** A till that was away for longer brings its sales to the next count. */
export const LATE_AT_MOST = 60 * DAY;

type Posted = Pick<StockTake, '_id' | 'place' | 'number' | 'store'> & { readonly approved: NonNullable<StockTake['approved']> };

/** Was this fact written for that take? */
export const isOfTake = (fact: StockMovement, take: string): boolean =>
  fact.document?.kind === 'adjustment' && fact.document.of === take;

/**
 * What has to be added to what a take posted, now that facts of before its counts have come in: the signed counts against the books of those
 * instants, less what was posted for it. Each correction is a fact more, of the instant of its count, so that the next count sees the books
 * as they were; nothing is edited. Told twice it adds nothing.
 * @param book without the take's own facts
 * @param own every fact that was written for the take so far
 */
export function lateFacts(
  take: Posted,
  book: Pick<BookLedger, 'at'>,
  own: readonly StockMovement[],
  head: Pick<AdjustmentHead, 'hlc'>,
): StockMovement[] {
  const posted = new Map<string, { sum: number; late: number }>();
  for (const fact of own) {
    for (const { sku, qty } of articlesOf(fact)) {
      const before = posted.get(sku) ?? { sum: 0, late: 0 };
      const sum = before.sum + (fact.to === take.place ? thousandths(qty) : -thousandths(qty));
      posted.set(sku, { sum, late: before.late + Number(fact.because === 'late_sale') });
    }
  }
  const wanted = new Map(
    correctionsOf({ place: take.place, lines: take.approved.lines }, book).map((one) => [one.sku, one.difference]),
  );
  return take.approved.lines.flatMap(({ sku, at }) => {
    const { sum = 0, late = 0 } = posted.get(sku) ?? {};
    const difference = (thousandths(wanted.get(sku) ?? 0) - sum) / 1_000;
    const whole: AdjustmentHead = {
      ...{ key: `${keyOfId(take._id)}~late${late + 1}`, number: take.number, of: take._id, because: 'late_sale' },
      ...{ store: take.store, at, by: null, pos: null, signed: take.approved.signed, ...head },
    };
    return adjustmentFacts(whole, [{ sku, place: take.place, difference }]);
  });
}
