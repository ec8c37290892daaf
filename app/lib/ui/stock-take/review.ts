import type { ApprovedLine } from '$design/documents/stock-take.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { DifferenceLine } from '$design/stock-take/differences.ts';

export const LINE_FILTERS = ['differing', 'doubt', 'missing', 'all'] as const;
export type LineFilter = (typeof LINE_FILTERS)[number];
type PriceOf = (sku: string) => Kopecks | null;

const PASSES: Readonly<Record<LineFilter, (line: DifferenceLine) => boolean>> = {
  differing: ({ counted, difference }) => counted !== null && difference !== 0,
  doubt: ({ doubt }) => doubt !== null,
  missing: ({ counted }) => counted === null,
  all: () => true,
};

export const valueOf = ({ sku, difference }: Pick<DifferenceLine, 'sku' | 'difference'>, priceOf: PriceOf): Kopecks =>
  Math.round(difference * (priceOf(sku) ?? 0));

/** The lines that are wanted, the most money first. */
export function filtered(lines: readonly DifferenceLine[], filter: LineFilter, priceOf: PriceOf): DifferenceLine[] {
  const weight = (line: DifferenceLine): number => Math.abs(valueOf(line, priceOf));
  return lines
    .filter(PASSES[filter])
    .sort((a, b) => weight(b) - weight(a) || Math.abs(b.difference) - Math.abs(a.difference) || (a.sku < b.sku ? -1 : 1));
}

export interface Sum {
  readonly pieces: number;
  readonly value: Kopecks;
}

/** Surplus and shortage of what will be signed: what nobody counted only where it is said to be none. */
export function sums(lines: readonly DifferenceLine[], missingAreNone: boolean, priceOf: PriceOf): { over: Sum; short: Sum } {
  const signed = lines.filter(({ counted }) => counted !== null || missingAreNone);
  const sum = (some: readonly DifferenceLine[]): Sum => ({
    pieces: some.reduce((pieces, { difference }) => pieces + Math.abs(difference), 0),
    value: some.reduce((value, line) => value + Math.abs(valueOf(line, priceOf)), 0),
  });
  return {
    over: sum(signed.filter(({ difference }) => difference > 0)),
    short: sum(signed.filter(({ difference }) => difference < 0)),
  };
}

/** What the act lists: what was signed or, before that, what would be. */
export const actTotal = (lines: readonly ApprovedLine[]): Sum => ({
  pieces: lines.reduce((pieces, { counted }) => pieces + counted, 0),
  value: lines.reduce((value, { counted, price }) => value + Math.round(counted * (price ?? 0)), 0),
});
