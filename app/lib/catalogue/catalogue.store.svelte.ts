import type { CatalogueModel } from '../app.model.ts';
import type { CatalogueEntry, Settings } from '$design/documents/catalogue.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { Databases } from '../storage/databases.ts';
import type { Category } from '../search/categories.ts';
import type { SearchFilter } from '../search/search-index.ts';
import { connectSearch } from '../search/search.protocol.ts';
import { CatalogueKeeper, type CatalogueView, type CodeLookup } from './catalogue-keeper.ts';
import type { CatalogueRemote } from './catalogue-remote.ts';

export interface CatalogueDeps {
  readonly databases: Databases;
  readonly worker: () => Worker;
  readonly remote: CatalogueRemote;
  readonly now: () => number;
  readonly shop: () => string | null;
  readonly onSettings: (settings: Settings) => void;
}

/** A worker that could not be fetched or broke down is begun anew, ms. */
const WORKER_AGAIN = 1_000;

/** The catalogue that is sold from, for the screens; the work is the keeper's. */
export class CatalogueStore implements CatalogueModel {
  private view = $state.raw<CatalogueView>({ state: 'empty', loaded: 0, total: 0, count: 0, damaged: 0, revision: 0 });
  private held: CatalogueKeeper | null = null;
  /** The catalogue is back after its worker broke down. */
  private again: Promise<void> = Promise.resolve();
  private readonly deps: CatalogueDeps;

  constructor(deps: CatalogueDeps) {
    this.deps = deps;
  }

  /** The worker starts with the first use. */
  private get keeper(): CatalogueKeeper {
    this.held ??= this.begin();
    return this.held;
  }

  private begin(): CatalogueKeeper {
    const { databases, remote, now, shop, onSettings } = this.deps;
    const worker = this.deps.worker();
    const after = (ms: number, run: () => void) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    };
    const lost = () => {
      worker.terminate();
      keeper.stop();
      this.again = new Promise((started) =>
        after(WORKER_AGAIN, () => {
          if (this.held === keeper) started((this.held = this.begin()).start());
        }),
      );
    };
    const keeper: CatalogueKeeper = new CatalogueKeeper({
      ...{ databases, remote, now, shop, onSettings, after },
      index: connectSearch(worker, lost),
      onView: (view) => (this.view = view),
    });
    return keeper;
  }

  get state() {
    return this.view.state;
  }
  get loaded() {
    return this.view.loaded;
  }
  get total() {
    return this.view.total;
  }
  get count() {
    return this.view.count;
  }
  get damaged() {
    return this.view.damaged;
  }
  get revision() {
    return this.view.revision;
  }

  start(): Promise<void> {
    return this.keeper.start();
  }
  stop(): void {
    this.held?.stop();
  }
  take(docs: readonly { readonly _id: string }[]): Promise<void> {
    return this.keeper.take(docs);
  }
  changed(ids: readonly string[]): Promise<void> {
    return this.keeper.changed(ids);
  }
  online(): void {
    this.held?.online();
  }
  clockCorrected(): void {
    this.held?.clockCorrected();
  }

  /** What was asked of a worker that broke down is asked once more of the next one: a scan is not lost with it. */
  private async ask<T>(question: (keeper: CatalogueKeeper) => Promise<T>): Promise<T> {
    const { keeper } = this;
    try {
      return await question(keeper);
    } catch {
      await this.again;
      return question(this.keeper);
    }
  }

  search(text: string, limit = 50, filter: SearchFilter = {}): Promise<CatalogueEntry[]> {
    return this.ask((keeper) => keeper.search(text, limit, filter));
  }
  categories(): Promise<readonly Category[]> {
    return this.ask((keeper) => keeper.categories());
  }
  bySkus(skus: readonly string[]): Promise<CatalogueEntry[]> {
    return this.ask((keeper) => keeper.bySkus(skus));
  }
  byBarcode(code: string): Promise<CatalogueEntry | null> {
    return this.ask((keeper) => keeper.byBarcode(code));
  }
  lookUp(code: string): Promise<CodeLookup> {
    return this.ask((keeper) => keeper.lookUp(code));
  }
  priceOf(sku: string): Promise<Kopecks | null> {
    return this.ask((keeper) => keeper.priceOf(sku));
  }
}
