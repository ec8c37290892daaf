import type { DayRollup } from '../documents/chain.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { barOf, barsOf, type Period, type Span } from '../time/period.ts';

/** What a dashboard keeps of a day: a year of a chain is 7,300 of them. */
export type DayFigures = Pick<DayRollup, 'store' | 'day' | 'revenue' | 'receipts' | 'refunds' | 'pending' | 'recovered'> & {
  /** 24 sums, kopecks, by hour of the shop's day. */
  readonly byHour: readonly Kopecks[];
  readonly syncing: readonly string[];
};

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

export function figuresOf(rollup: DayRollup): DayFigures {
  const { store, day, revenue, receipts, refunds, pending, recovered, syncing = [] } = rollup;
  const byHour = HOURS.map((hour) => rollup.byHour[hour]?.sum ?? 0);
  return { store, day, revenue, receipts, refunds, pending, recovered, byHour, syncing };
}

/** Shop and day of a `day-rollup:…`, `null` for another document. */
export function shopDayOf(id: string): { store: string; day: string } | null {
  const [type, store, day] = id.split(':');
  return type === 'day-rollup' && store && day ? { store, day } : null;
}

export interface PeriodFigures {
  readonly revenue: Kopecks;
  readonly receipts: number;
  readonly refunds: number;
  readonly pending: number;
  readonly recovered: number;
  readonly byHour: readonly Kopecks[];
  /** Tills that may hold more of these days (C-12). */
  readonly syncing: readonly string[];
}

export const NO_FIGURES: PeriodFigures = {
  ...{ revenue: 0, receipts: 0, refunds: 0, pending: 0, recovered: 0, syncing: [] },
  byHour: Array<number>(24).fill(0),
};

interface Sum {
  revenue: number;
  receipts: number;
  refunds: number;
  pending: number;
  recovered: number;
  byHour: number[];
  syncing: Set<string>;
}

/** Figures of a span by shop. One pass over the days, in any order. */
export function figuresByStore(days: Iterable<DayFigures>, { from, to }: Span): Map<string, PeriodFigures> {
  const stores = new Map<string, Sum>();
  for (const one of days) {
    if (one.day < from || one.day > to) continue;
    let sum = stores.get(one.store);
    if (!sum) {
      sum = { ...NO_FIGURES, byHour: Array<number>(24).fill(0), syncing: new Set<string>() };
      stores.set(one.store, sum);
    }
    sum.revenue += one.revenue;
    sum.receipts += one.receipts;
    sum.refunds += one.refunds;
    sum.pending += one.pending;
    sum.recovered += one.recovered;
    for (let hour = 0; hour < 24; hour += 1) sum.byHour[hour]! += one.byHour[hour]!;
    for (const pos of one.syncing) sum.syncing.add(pos);
  }
  return new Map([...stores].map(([store, sum]) => [store, { ...sum, syncing: [...sum.syncing].sort() }]));
}

/** Revenue of the whole chain by bar of the period's chart (kopecks), bars without a sale too. */
export function revenueByBar(days: Iterable<DayFigures>, period: Period, span: Span): { bar: string; revenue: Kopecks }[] {
  const bars = new Map(barsOf(period, span).map((bar) => [bar, 0]));
  for (const { day, revenue } of days) {
    if (day < span.from || day > span.to) continue;
    const bar = barOf(period, day);
    bars.set(bar, (bars.get(bar) ?? 0) + revenue);
  }
  return [...bars].map(([bar, revenue]) => ({ bar, revenue }));
}
