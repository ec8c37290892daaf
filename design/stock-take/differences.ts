import type { ApprovedLine, StockTake } from '../documents/stock-take.ts';
import type { Kopecks } from '../money/kopecks.ts';
import type { CountedDifference } from '../stock/adjustment.ts';
import type { BookLedger, MoveReason } from './book.ts';
import type { Counted } from './count.ts';

/** One article of a take. Pieces; `counted` is `null` where nobody has counted it. */
export interface DifferenceLine {
  readonly sku: string;
  readonly counted: number | null;
  /** By the books at the instant `at` (epoch ms) that it was counted. */
  readonly expected: number;
  readonly difference: number;
  readonly at: number;
  /** What the books say of the time after it was counted: pieces by reason, more than zero each. */
  readonly since: Readonly<Partial<Record<MoveReason, number>>>;
  /**
   * It was counted in several goes and something was sold or came in between: nobody can tell whether those pieces were counted. The true
   * difference lies from `least` to `most`; a recount settles it.
   */
  readonly doubt: { readonly least: number; readonly most: number } | null;
  readonly zones: readonly string[];
  readonly recounted: boolean;
}

export interface DifferenceInput {
  readonly counted: Counted;
  readonly book: Pick<BookLedger, 'at' | 'between' | 'skus'>;
  readonly inScope: (sku: string) => boolean;
  /** The end of what is told, epoch ms: now, or the end of the counting. */
  readonly until: number;
}

const thousandth = (pieces: number): number => Math.round(pieces * 1_000) / 1_000;

/** Articles that were counted, and those in scope that the books know and nobody counted, in the order of their names. */
export function differencesOf({ counted, book, inScope, until }: DifferenceInput): DifferenceLine[] {
  const missing = book.skus().filter((sku) => !counted.articles.has(sku) && inScope(sku) && book.at(sku, until) !== 0);
  const none: DifferenceLine[] = missing.map((sku) => {
    const expected = book.at(sku, until);
    return {
      sku,
      counted: null,
      expected,
      difference: -expected,
      at: until,
      ...{ since: {}, doubt: null, zones: [], recounted: false },
    };
  });
  const lines = [...counted.articles.values()].map((article): DifferenceLine => {
    const { sku, first, last, zones, recounted } = article;
    const expected = book.at(sku, last);
    const difference = thousandth(article.counted - expected);
    const doubt = doubtOf(article.counted, book.at(sku, first), book.between(sku, first, last));
    const since = sumsOf(book.between(sku, last, until));
    return { sku, counted: article.counted, expected, difference, at: last, since, doubt, zones, recounted };
  });
  return [...lines, ...none].sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

function doubtOf(counted: number, begun: number, moves: ReturnType<BookLedger['between']>): DifferenceLine['doubt'] {
  if (moves.length === 0) return null;
  const gone = moves.reduce((sum, { by }) => (by < 0 ? sum - by : sum), 0) / 1_000;
  const come = moves.reduce((sum, { by }) => (by > 0 ? sum + by : sum), 0) / 1_000;
  return { least: thousandth(counted - (begun + come)), most: thousandth(counted - (begun - gone)) };
}

function sumsOf(moves: ReturnType<BookLedger['between']>): DifferenceLine['since'] {
  const sums: Partial<Record<MoveReason, number>> = {};
  for (const { reason, by } of moves) sums[reason] = thousandth((sums[reason] ?? 0) + Math.abs(by) / 1_000);
  return sums;
}

/** What a person signs: everything that was counted and, where they say so, the missing as none. `priceOf` a piece, `null` unknown. */
export function approvedLines(
  lines: readonly DifferenceLine[],
  missingAreNone: boolean,
  priceOf: (sku: string) => Kopecks | null,
): ApprovedLine[] {
  return lines.flatMap(({ sku, counted, expected, at }) =>
    counted === null && !missingAreNone ? [] : [{ sku, counted: counted ?? 0, expected, at, price: priceOf(sku) }],
  );
}

/**
 * What puts the books right: the signed counts against the books at their instants, as far as they are known by now. What a till handed in
 * after the signature is contained.
 */
export function correctionsOf(
  take: Pick<StockTake, 'place'> & { readonly lines: readonly ApprovedLine[] },
  book: Pick<BookLedger, 'at'>,
): CountedDifference[] {
  return take.lines.flatMap(({ sku, counted, at }) => {
    const difference = thousandth(counted - book.at(sku, at));
    return difference === 0 ? [] : [{ sku, place: take.place, difference, at }];
  });
}
