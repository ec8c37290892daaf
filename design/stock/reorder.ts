/** How much the shop needs of an article: pieces. `pack`: it is bought in packs of so many. */
interface ReorderFacts {
  /** `null`: nobody set one. */
  readonly minimum: number | null;
  /** Up to what it is filled once it is below the minimum; `null`: up to the minimum. */
  readonly maximum?: number | null;
  readonly pack: number;
  /** Sold less returned in the last 28 days. */
  readonly sold: number;
  readonly onHand: number;
  /** Promised to orders or put aside. */
  readonly held: number;
  /** Ordered of suppliers or on its way from another shop. */
  readonly coming: number;
}

/** Days whose sales a shop keeps in stock. */
export const REORDER_DAYS = 28;

/**
 * Pieces to order so that what is free and what comes cover the minimum and the sales of the last 28 days, in whole packs; 0: enough. An
 * article that nobody sold and that has no minimum is not ordered again, however little lies there, but for what is owed (below zero).
 */
export function reorderQty({ minimum, maximum = null, pack, sold, onHand, held, coming }: ReorderFacts): number {
  const least = Math.max(minimum ?? 0, Math.ceil(sold), 0);
  const free = onHand - held + coming;
  const wanted = free < (minimum ?? 0) ? Math.max(least, maximum ?? 0) : least;
  const lacking = wanted - free;
  return lacking > 0 ? Math.ceil(lacking / pack) * pack : 0;
}

/** Below its minimum, or nothing left of what is wanted. */
export const isLow = ({ minimum, onHand, held }: Pick<ReorderFacts, 'minimum' | 'onHand' | 'held'>): boolean =>
  minimum !== null && onHand - held < minimum;
