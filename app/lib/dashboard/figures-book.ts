import { CHAIN } from '$design/databases.ts';
import type { DayRollup } from '$design/documents/chain.ts';
import { figuresOf, shopDayOf, type DayFigures } from '$design/folds/period-figures.ts';
import { rollupId } from '$design/folds/rollup-day.ts';
import { daysLater, type Span } from '$design/time/period.ts';

/** The replica of `chain`, as far as days are read from it. */
export interface DaySource {
  range<T>(database: string, startkey: string, endkey: string): Promise<T[]>;
  get<T>(database: string, id: string): Promise<T | null>;
}

/** A page of days that is read at once: the screen breathes in between. */
const PAGE_DAYS = 31;

/**
 * The slim figures of the days that were looked at. A year of a chain is read once, a month at a time, and what changes afterwards is read
 * by its id: a sale costs one document, not the year.
 */
export class FiguresBook {
  private readonly days = new Map<string, DayFigures>();
  private readonly source: DaySource;
  /** Shop → first and last day that was read. */
  private readonly read = new Map<string, Span>();

  constructor(source: DaySource) {
    this.source = source;
  }

  all(): DayFigures[] {
    return [...this.days.values()];
  }

  /** Reads what of a span has not been read. Days are few where a shop is young. */
  async need(stores: readonly string[], span: Span): Promise<void> {
    for (const store of stores) {
      const known = this.read.get(store);
      const missing: Span[] = known
        ? [
            { from: span.from, to: daysLater(known.from, -1) },
            { from: daysLater(known.to, 1), to: span.to },
          ].filter(({ from, to }) => from <= to)
        : [span];
      for (const part of missing) await this.take(store, part);
      const from = known && known.from < span.from ? known.from : span.from;
      const to = known && known.to > span.to ? known.to : span.to;
      this.read.set(store, { from, to });
    }
  }

  /** Documents of the chain that changed. */
  async changed(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const known = shopDayOf(id);
      const read = known && this.read.get(known.store);
      // A day that was never looked at is read when it is; today's is at the end of what was read and belongs to it.
      if (!known || !read || known.day < read.from || known.day > daysLater(read.to, 1)) continue;
      const rollup = await this.source.get<DayRollup>(CHAIN, id);
      if (rollup) this.days.set(id, figuresOf(rollup));
      else this.days.delete(id);
    }
  }

  private async take(store: string, { from, to }: Span): Promise<void> {
    for (let first = from; first <= to; first = daysLater(first, PAGE_DAYS)) {
      const last = daysLater(first, PAGE_DAYS - 1);
      const docs = await this.source.range<DayRollup>(CHAIN, rollupId(store, first), rollupId(store, last < to ? last : to));
      for (const doc of docs) this.days.set(doc._id, figuresOf(doc));
    }
  }
}
