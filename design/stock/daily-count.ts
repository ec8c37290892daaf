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

/** Holds a count against the books as they were when it was made; `null` where they agree. @param book pieces */
export function judgeCount(count: ShelfCount, book: number): CountVerdict | null {
  const difference = (Math.round(count.counted * 1_000) - Math.round(book * 1_000)) / 1_000;
  if (difference === 0) return null;
  const size = Math.abs(difference);
  return { ...count, book, difference, small: size <= DAILY_LIMIT.pieces || size <= DAILY_LIMIT.share * Math.abs(book) };
}
