import { DAY } from './clock.ts';

/** Spans that a manager compares. A week begins on Monday. */
export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** Calendar days, `YYYY-MM-DD`, both ends included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
export const daysLater = (day: string, by: number): string => dayOf(at(day) + by * DAY);
const firstOf = (year: number, month: number): string => dayOf(Date.UTC(year, month, 1));

/** The first day of the period that a day lies in, or of the one `by` periods later. */
function begin(period: Period, day: string, by = 0): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  if (period === 'day') return daysLater(day, by);
  if (period === 'week') return daysLater(day, -((new Date(at(day)).getUTCDay() + 6) % 7) + 7 * by);
  if (period === 'month') return firstOf(year, month + by);
  if (period === 'quarter') return firstOf(year, month - (month % 3) + 3 * by);
  return firstOf(year + by, 0);
}

/** The period that a day lies in. */
export const spanOf = (period: Period, day: string): Span => ({
  from: begin(period, day),
  to: daysLater(begin(period, day, 1), -1),
});

/**
 * The period before, as far as this one has come: on the 21st of a month the first 21 days of the month before, so that the two can be
 * compared. A shorter month before is taken whole.
 */
export function spanBefore(period: Period, day: string): Span {
  const { from, to } = spanOf(period, daysLater(begin(period, day), -1));
  const passed = (at(day) - at(begin(period, day))) / DAY;
  const until = daysLater(from, passed);
  return { from, to: until < to ? until : to };
}

/** What a chart of the period shows as one bar: days of a week or a month, weeks of a quarter, months of a year. Names its first day. */
export function barOf(period: Period, day: string): string {
  if (period === 'year') return begin('month', day);
  return period === 'quarter' ? begin('week', day) : day;
}

/** The bars of a span in order, empty ones too. */
export function barsOf(period: Period, { from, to }: Span): string[] {
  const bars: string[] = [];
  for (let day = from; day <= to; day = daysLater(day, 1)) {
    const bar = barOf(period, day);
    if (bars.at(-1) !== bar) bars.push(bar);
  }
  return bars;
}
