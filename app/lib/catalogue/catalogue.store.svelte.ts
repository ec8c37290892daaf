import type { CatalogueModel } from '../app.model.ts';
import { CATALOG } from '$design/databases.ts';
import type { CatalogueEntry, Manifest, PriceList, Settings } from '$design/documents/catalogue.ts';
import type { CataloguePiece } from '$design/folds/catalogue.ts';
import { rangeOf, typeOfId } from '$design/ids.ts';
import type { Databases } from '../storage/databases.ts';
import { connectSearch, type SearchRemote } from '../search/search.protocol.ts';

const MANIFEST = 'manifest:catalogue';
/** Pieces read and handed to the worker at a time: some megabytes, so that the page stays free in between. */
const PIECES = 10;

const isPiece = (id: string): boolean => ['catalogue-shard', 'catalogue-delta'].includes(typeOfId(id));

export interface CatalogueDeps {
  readonly databases: Databases;
  readonly worker: () => Worker;
  readonly now: () => number;
  readonly shop: () => string | null;
  readonly onSettings: (settings: Settings) => void;
}

/** The catalogue that is sold from: pieces go from the replica to the search worker, which holds and searches them. */
export class CatalogueStore implements CatalogueModel {
  state = $state<CatalogueModel['state']>('empty');
  loaded = $state(0);
  total = $state(0);
  count = $state(0);
  private remote: SearchRemote | null = null;
  private work: Promise<void> = Promise.resolve();
  private readonly deps: CatalogueDeps;

  constructor(deps: CatalogueDeps) {
    this.deps = deps;
  }

  private get index(): SearchRemote {
    this.remote ??= connectSearch(this.deps.worker());
    return this.remote;
  }

  start(): Promise<void> {
    return this.enqueue(async () => {
      await this.loadShop();
      await this.applyManifest();
    });
  }

  /** Pieces just pulled by this tab go to the worker as they come: when the manifest arrives, they need not be read back. */
  take(docs: readonly { _id: string }[]): Promise<void> {
    const pieces = docs.filter(({ _id }) => isPiece(_id)) as unknown as readonly CataloguePiece[];
    if (pieces.length === 0) return this.work;
    if (this.state === 'empty') this.state = 'loading';
    return this.enqueue(async () => {
      this.loaded = await this.index.take(pieces);
    });
  }

  /** Documents of `catalog` are here. */
  changed(ids: readonly string[]): Promise<void> {
    return this.enqueue(async () => {
      const types = ids.map(typeOfId);
      if (types.includes('settings') || types.includes('price-list')) await this.loadShop();
      if (types.includes('manifest') || (this.state !== 'ready' && ids.some(isPiece))) await this.applyManifest();
    });
  }

  /** One after another: a manifest must not be applied between the pieces of the next one. */
  private enqueue(run: () => Promise<void>): Promise<void> {
    this.work = this.work.then(run).catch((error: unknown) => console.error('catalogue', error));
    return this.work;
  }

  private async hand(ids: readonly string[]): Promise<void> {
    const db = this.deps.databases.open(CATALOG);
    for (let from = 0; from < ids.length; from += PIECES) {
      const answer = await db.allDocs({ keys: ids.slice(from, from + PIECES), include_docs: true });
      const pieces = answer.rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as unknown as CataloguePiece] : []));
      this.loaded = await this.index.take(pieces);
    }
  }

  private async applyManifest(): Promise<void> {
    const manifest = await this.deps.databases.get<Manifest>(CATALOG, MANIFEST);
    if (!manifest) return;
    this.total = manifest.shards.length + manifest.deltas.length;
    if (this.state === 'empty') this.state = 'loading';
    const lacking = await this.index.lacking(manifest);
    if (lacking.length > 0) await this.hand(lacking);
    const status = await this.index.apply(manifest);
    this.loaded = this.total - status.missing.length;
    this.count = status.count;
    if (status.version > 0) this.state = 'ready';
  }

  private async loadShop(): Promise<void> {
    const shop = this.deps.shop();
    if (!shop) return;
    const { databases } = this.deps;
    const settings = await databases.get<Settings>(CATALOG, `settings:store-${shop}`);
    if (settings) this.deps.onSettings(settings);
    const { startkey, endkey } = rangeOf('price-list');
    const lists = await databases.range<PriceList>(CATALOG, startkey, endkey);
    await this.index.setPrices(lists.find((list) => list.store === shop) ?? null);
  }

  async search(text: string, limit = 50): Promise<CatalogueEntry[]> {
    return text.trim() === '' ? [] : this.index.search(text, limit, this.deps.now());
  }

  async byBarcode(code: string): Promise<CatalogueEntry | null> {
    return this.index.byCode(code, this.deps.now());
  }
}
