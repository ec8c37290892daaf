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

/** The catalogue that is sold from, for the screens; the work is the keeper's. */
export class CatalogueStore implements CatalogueModel {
  private view = $state.raw<CatalogueView>({ state: 'empty', loaded: 0, total: 0, count: 0, damaged: 0, revision: 0 });
  private held: CatalogueKeeper | null = null;
  private readonly deps: CatalogueDeps;

  constructor(deps: CatalogueDeps) {
    this.deps = deps;
  }

  /** The worker starts with the first use. */
  private get keeper(): CatalogueKeeper {
    const { databases, worker, remote, now, shop, onSettings } = this.deps;
    this.held ??= new CatalogueKeeper({
      databases,
      index: connectSearch(worker()),
      remote,
      now,
      shop,
      onSettings,
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      onView: (view) => (this.view = view),
    });
    return this.held;
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

  search(text: string, limit = 50, filter: SearchFilter = {}): Promise<CatalogueEntry[]> {
    return this.keeper.search(text, limit, filter);
  }
  categories(): Promise<readonly Category[]> {
    return this.keeper.categories();
  }
  bySkus(skus: readonly string[]): Promise<CatalogueEntry[]> {
    return this.keeper.bySkus(skus);
  }
  byBarcode(code: string): Promise<CatalogueEntry | null> {
    return this.keeper.byBarcode(code);
  }
  lookUp(code: string): Promise<CodeLookup> {
    return this.keeper.lookUp(code);
  }
  priceOf(sku: string): Promise<Kopecks | null> {
    return this.keeper.priceOf(sku);
  }
}
