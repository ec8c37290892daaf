import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { StockCount } from '$design/folds/stock-count.ts';
import type { DataChange } from '../storage/change-hub.ts';
import { StockKeeper, type StockKeeperDeps } from './stock-keeper.ts';
import type { StockLevel, StockModel } from './stock.model.ts';

export interface StockDeps extends Omit<StockKeeperDeps, 'onCount'> {
  /** When this device was last in step with the server, epoch ms. */
  readonly lastSync: () => number | null;
}

/** Stock for the screens; the counting is the keeper's. */
export class StockStore implements StockModel {
  private held = $state.raw<{ readonly count: StockCount } | null>(null);
  revision = $state(0);
  private readonly deps: StockDeps;
  private readonly keeper: StockKeeper;

  constructor(deps: StockDeps) {
    this.deps = deps;
    this.keeper = new StockKeeper({
      ...deps,
      onCount: (count) => {
        this.held = { count };
        this.revision += 1;
      },
    });
  }

  get state() {
    return this.held ? 'ready' : 'loading';
  }

  start(): Promise<void> {
    return this.keeper.start();
  }
  stop(): void {
    this.keeper.stop();
  }
  changed(change: DataChange): Promise<void> {
    return this.keeper.changed(change);
  }

  of({ sku, subject, kind }: Pick<CatalogueEntry, 'sku' | 'subject' | 'kind'>): StockLevel | null {
    // A lens family is a matrix of powers: pieces of it say nothing about the power that is wanted.
    if (!this.held || subject !== 'goods' || kind === 'lens') return null;
    const qty = this.held.count.of(sku);
    return qty === null ? null : { qty, at: this.deps.lastSync() };
  }

  bestSellers(most: number): readonly string[] {
    return this.held?.count.bestSellers(most) ?? [];
  }
}
