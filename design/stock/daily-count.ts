import type { StockMovement } from '../documents/facts.ts';
import { articlesOf, SALES_FLOOR } from '../folds/movement.ts';

/** C-40: what is put right by itself at night; pieces and share of the value (of one article: of its pieces). */
const DAILY_LIMIT = { pieces: 5, share: 0.1 } as const;

/** Somebody looked at the shelf and wrote down what lies there. */
export interface ShelfCount {
  readonly id: string;
  readonly sku: string;
  readonly at: number;
  /** Pieces. */
  readonly counted: number;
}

/** Counts of the sales floor among facts: the newest of each article, what came of an older one is in it. */
export function shelfCounts(facts: Iterable<StockMovement>): ShelfCount[] {
  const newest = new Map<string, ShelfCount>();
  for (const fact of facts) {
    if (fact.document?.kind !== 'count' || fact.from !== SALES_FLOOR) continue;
    for (const { sku, qty } of articlesOf(fact)) {
      const before = newest.get(sku);
      const isNewer = !before || fact.at > before.at || (fact.at === before.at && fact._id > before.id);
      if (isNewer) newest.set(sku, { id: fact._id, sku, at: fact.at, counted: qty });
    }
  }
  return [...newest.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

export interface CountVerdict extends ShelfCount {
  /** What the books said at the time of the count. */
  readonly book: number;
  readonly difference: number;
  /** Small enough to be put right without a person. */
  readonly small: boolean;
}

const thousandths = (pieces: number): number => Math.round(pieces * 1_000);

/** Does a paper that came after a count settle its article by itself: by hand or by a stock-take, not what was written for the count? */
export const isSettledBy = (paper: StockMovement, { id, sku, at }: ShelfCount): boolean =>
  paper.document?.kind === 'adjustment' &&
  paper.document.of !== id &&
  paper.at > at &&
  articlesOf(paper).some((one) => one.sku === sku);

/** What was written for a count so far: pieces that its article was put up or down by, and in how many papers. */
export function postedFor(
  { id, sku }: ShelfCount,
  papers: Iterable<StockMovement>,
): { readonly pieces: number; readonly papers: number } {
  let [sum, many] = [0, 0];
  for (const { document, sku: one, qty, to } of papers) {
    if (document?.kind !== 'adjustment' || document.of !== id || one !== sku) continue;
    sum += to === SALES_FLOOR ? thousandths(qty) : -thousandths(qty);
    many += 1;
  }
  return { pieces: sum / 1_000, papers: many };
}

/** Pieces of `total` that were not posted yet. */
export const leftToPost = (total: number, posted: number): number => (thousandths(total) - thousandths(posted)) / 1_000;

/** Holds a count against the books as they were when it was made; `null` where they agree. @param book pieces */
export function judgeCount(count: ShelfCount, book: number): CountVerdict | null {
  const difference = leftToPost(count.counted, book);
  if (difference === 0) return null;
  const size = Math.abs(difference);
  return { ...count, book, difference, small: size <= DAILY_LIMIT.pieces || size <= DAILY_LIMIT.share * Math.abs(book) };
}
