import type { DashboardModel, DashboardStoreRow, DeviceInfo } from '../app.model.ts';
import { CATALOG, CHAIN } from '$design/databases.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import type { DayRollup, RegisterState } from '$design/documents/chain.ts';
import { rangeOf } from '$design/ids.ts';
import { MINUTE } from '$design/time/clock.ts';
import { localDate } from '$design/time/local-time.ts';
import type { Databases } from '../storage/databases.ts';
import { averageOf, storeRows } from './store-rows.ts';

export interface DashboardDeps {
  readonly databases: Databases;
  readonly now: () => number;
  readonly device: () => DeviceInfo | null;
  readonly lastSync: () => number | null;
}

/** No heartbeat for so long: the state shown is old (the gateway sends one every 30 s). */
const STALE = 2 * MINUTE;
/** The chain's figures, from the replica of `chain`: they stay when the net is gone, with the moment they are of. */
export class DashboardStore implements DashboardModel {
  private loaded = $state(false);
  private rollups = $state.raw<readonly DayRollup[]>([]);
  private states = $state.raw<readonly RegisterState[]>([]);
  private shops = $state.raw<readonly Settings[]>([]);
  private readonly deps: DashboardDeps;

  constructor(deps: DashboardDeps) {
    this.deps = deps;
  }

  get state(): DashboardModel['state'] {
    const info = this.deps.device();
    if (info && !info.scopes.includes('dashboard')) return 'forbidden';
    if (!this.loaded) return 'loading';
    return this.rollups.length === 0 && this.shops.length === 0 ? 'empty' : 'ready';
  }

  get today(): string {
    return localDate(this.deps.now(), this.deps.device()?.timeZone ?? 'Europe/Moscow');
  }

  readonly stores = $derived.by<readonly DashboardStoreRow[]>(() => storeRows(this.shops, this.rollups, this.today));

  readonly chain = $derived.by(() => {
    const revenue = this.stores.reduce((sum, row) => sum + row.revenue, 0);
    const receipts = this.stores.reduce((sum, row) => sum + row.receipts, 0);
    return { revenue, receipts, average: averageOf(revenue, receipts) };
  });

  readonly registers = $derived.by(() =>
    this.states.filter((one) => !one.retired).map((one) => ({ ...one, stale: this.deps.now() - one.seen > STALE })),
  );

  readonly days = $derived.by<readonly DayRollup[]>(() => [...this.rollups].sort((a, b) => (a.day < b.day ? 1 : -1)));

  get syncedAt(): number | null {
    return this.deps.lastSync();
  }

  async load(): Promise<void> {
    if (!this.deps.device()?.scopes.includes('dashboard')) return;
    const { databases } = this.deps;
    const all = <T>(database: string, type: string) => databases.range<T>(database, rangeOf(type).startkey, rangeOf(type).endkey);
    const [rollups, states, settings] = await Promise.all([
      all<DayRollup>(CHAIN, 'day-rollup'),
      all<RegisterState>(CHAIN, 'register-state'),
      all<Settings>(CATALOG, 'settings'),
    ]);
    this.rollups = rollups;
    this.states = states;
    this.shops = settings.filter((one) => one.store !== null);
    this.loaded = true;
  }
}
