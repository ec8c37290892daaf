import type { DashboardModel, DashboardStoreRow, DeviceInfo } from '../app.model.ts';
import { CATALOG, CHAIN } from '$design/databases.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import type { RegisterState, Report } from '$design/documents/chain.ts';
import { figuresByStore, revenueByBar, shopDayOf, type DayFigures } from '$design/folds/period-figures.ts';
import { SETTLED_BY_PEOPLE } from '$design/reconcile/report-jobs.ts';
import { rangeOf } from '$design/ids.ts';
import { MINUTE } from '$design/time/clock.ts';
import { localDate } from '$design/time/local-time.ts';
import { daysLater, spanBefore, spanOf, type Period, type Span } from '$design/time/period.ts';
import type { Databases } from '../storage/databases.ts';
import { FiguresBook } from './figures-book.ts';
import { averageOf, storeRows } from './store-rows.ts';

export interface DashboardDeps {
  readonly databases: Databases;
  readonly now: () => number;
  readonly device: () => DeviceInfo | null;
  readonly lastSync: () => number | null;
}

/** No heartbeat for so long: the state shown is old (the gateway sends one every 30 s). */
const STALE = 2 * MINUTE;
/** Read at the start: enough for the bars of a fortnight beside today. */
const FIRST_DAYS = 14;

/** The chain's figures, from the replica of `chain`: they stay when the net is gone, with the moment they are of. */
export class DashboardStore implements DashboardModel {
  private loaded = $state(false);
  private figures = $state.raw<readonly DayFigures[]>([]);
  private states = $state.raw<readonly RegisterState[]>([]);
  private shops = $state.raw<readonly Settings[]>([]);
  private unseen = $state(0);
  private shown = $state<Period>('day');
  private readonly deps: DashboardDeps;
  private readonly book: FiguresBook;
  /** One reading at a time: a change that comes meanwhile is read after it. */
  private reading: Promise<void> = Promise.resolve();

  constructor(deps: DashboardDeps) {
    this.deps = deps;
    this.book = new FiguresBook(deps.databases);
  }

  get state(): DashboardModel['state'] {
    const info = this.deps.device();
    if (info && !info.scopes.includes('dashboard')) return 'forbidden';
    if (!this.loaded) return 'loading';
    return this.figures.length === 0 && this.shops.length === 0 ? 'empty' : 'ready';
  }

  /** Ticks with the clock; what is folded by it hangs on `day`, which changes once a day. */
  get today(): string {
    return localDate(this.deps.now(), this.deps.device()?.timeZone ?? 'Europe/Moscow');
  }
  private readonly day = $derived.by(() => this.today);

  get period(): Period {
    return this.shown;
  }
  readonly span = $derived.by<Span>(() => spanOf(this.shown, this.day));

  readonly stores = $derived.by<readonly DashboardStoreRow[]>(() =>
    storeRows(
      this.shops,
      figuresByStore(this.figures, this.span),
      figuresByStore(this.figures, spanBefore(this.shown, this.day)),
    ),
  );

  readonly chain = $derived.by(() => {
    const revenue = this.stores.reduce((sum, row) => sum + row.revenue, 0);
    const receipts = this.stores.reduce((sum, row) => sum + row.receipts, 0);
    const before = this.stores.flatMap(({ previous }) => (previous === null ? [] : [previous]));
    const previous = before.length === 0 ? null : before.reduce((sum, one) => sum + one, 0);
    return { revenue, receipts, average: averageOf(revenue, receipts), previous };
  });

  readonly bars = $derived.by(() =>
    // A day has its hours; beside them stand the days before it.
    this.shown === 'day'
      ? revenueByBar(this.figures, 'month', { from: daysLater(this.day, 1 - FIRST_DAYS), to: this.day })
      : revenueByBar(this.figures, this.shown, this.span),
  );

  readonly registers = $derived.by(() =>
    this.states.filter((one) => !one.retired).map((one) => ({ ...one, stale: this.deps.now() - one.seen > STALE })),
  );

  get reports(): number {
    return this.unseen;
  }

  get syncedAt(): number | null {
    return this.deps.lastSync();
  }

  show(period: Period): void {
    this.shown = period;
    void this.load();
  }

  /** What the chosen period needs and is not read yet. */
  load(): Promise<void> {
    return this.inTurn(async () => {
      const settings = await this.range<Settings>(CATALOG, 'settings');
      this.shops = settings.filter((one) => one.store !== null);
      await this.readStates();
      await this.readReports();
      await this.readFigures();
      this.loaded = true;
    });
  }

  /** Documents of `chain` changed: they alone are read again. */
  changed(ids: readonly string[]): Promise<void> {
    return this.inTurn(async () => {
      if (!this.loaded) return;
      if (ids.some((id) => id.startsWith('register-state:'))) await this.readStates();
      if (ids.some((id) => id.startsWith('report:'))) await this.readReports();
      const days = ids.filter((id) => shopDayOf(id) !== null);
      if (days.length === 0) return;
      await this.readFigures(days);
    });
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    if (!this.deps.device()?.scopes.includes('dashboard')) return Promise.resolve();
    const next = this.reading.then(work, work);
    this.reading = next.catch(() => undefined);
    return next;
  }

  private async readFigures(changed: readonly string[] = []): Promise<void> {
    const today = this.today;
    const { from } = spanBefore(this.shown, today);
    const first = daysLater(today, 1 - FIRST_DAYS);
    const known = this.shops.flatMap(({ store }) => (store === null ? [] : [store]));
    const stores = [...known, ...changed.map((id) => shopDayOf(id)!.store)];
    await this.book.need(stores, { from: from < first ? from : first, to: today });
    await this.book.changed(changed);
    this.figures = this.book.all();
  }

  private async readStates(): Promise<void> {
    this.states = await this.range<RegisterState>(CHAIN, 'register-state');
  }

  private async readReports(): Promise<void> {
    const reports = await this.range<Report>(CHAIN, 'report');
    // What the operator has yet to confirm is no finding; what is lost or differs in price is.
    this.unseen = reports.filter(
      ({ seen, lost, job, found }) => seen === null && (lost > 0 || (SETTLED_BY_PEOPLE.includes(job) && found > 0)),
    ).length;
  }

  private range<T>(database: string, type: string): Promise<T[]> {
    const { startkey, endkey } = rangeOf(type);
    return this.deps.databases.range<T>(database, startkey, endkey);
  }
}
