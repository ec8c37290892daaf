import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { StockCount } from '$design/folds/stock-count.ts';
import type { DataChange } from '../storage/change-hub.ts';
import type { StockKeeper, StockKeeperDeps } from './stock-keeper.ts';
import type { StockLevel, StockModel } from './stock.model.ts';

export interface StockDeps extends Omit<StockKeeperDeps<StockCount>, 'onCount' | 'fresh'> {
  /** When this device was last in step with the server, epoch ms. */
  readonly lastSync: () => number | null;
}

/** Stock for the screens; the counting is the keeper's. */
export class StockStore implements StockModel {
  private held = $state.raw<{ readonly count: StockCount } | null>(null);
  revision = $state(0);
  private readonly deps: StockDeps;
  private keeper: StockKeeper<StockCount> | null = null;
  private stopped = false;

  constructor(deps: StockDeps) {
    this.deps = deps;
  }

  get state() {
    return this.held ? 'ready' : 'loading';
  }

  /** The counting loads after the till: whatever changes until then, it reads for itself. */
  async start(): Promise<void> {
    // Stock is a word beside the price: where its part cannot be fetched, the till sells without it.
    const part = await import('./stock-keeper.ts').catch(() => null);
    if (!part || this.stopped || this.keeper) return;
    this.keeper = part.keepFloor({
      ...this.deps,
      onCount: (count) => {
        this.held = { count };
        this.revision += 1;
      },
    });
    await this.keeper.start();
  }
  stop(): void {
    this.stopped = true;
    this.keeper?.stop();
  }
  async changed(change: DataChange): Promise<void> {
    await this.keeper?.changed(change);
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
