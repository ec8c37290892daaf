import type { CatalogueEntry, Manifest, PriceList, PricePart, Settings } from '$design/documents/catalogue.ts';
import { spellingsOf } from '$design/barcode/scan-code.ts';
import { CATALOG } from '$design/databases.ts';
import type { CataloguePiece } from '$design/folds/catalogue.ts';
import { typeOfId } from '$design/ids.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { MINUTE, SECOND } from '$design/time/clock.ts';
import type { Category } from '../search/categories.ts';
import type { SearchFilter } from '../search/search-index.ts';
import type { SearchRemote } from '../search/search.protocol.ts';
import type { Databases } from '../storage/databases.ts';
import type { CatalogueRemote } from './catalogue-remote.ts';
import { Pieces, type Stamped } from './pieces.ts';

const MANIFEST = 'manifest:catalogue';
const priceListOf = (shop: string): string => `price-list:${shop}`;
const isPiece = (id: string): boolean => ['catalogue-shard', 'catalogue-delta'].includes(typeOfId(id));

/** Between two tries to fetch what is damaged or a snapshot: doubled each time. */
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = 5 * MINUTE;
/** A timer of the browser stands still while the PC sleeps: looked at again at least so often. */
const LONGEST_WAIT = 30 * SECOND;

export interface CatalogueView {
  /** `loading` with a `count`: a snapshot stands in until the replica is whole. */
  readonly state: 'empty' | 'loading' | 'ready';
  readonly loaded: number;
  readonly total: number;
  readonly count: number;
  /** Documents of this device's replica that are missing or damaged and being fetched again. */
  readonly damaged: number;
  /** Grows whenever a search may answer otherwise than before: products, prices. */
  readonly revision: number;
}

/** `shared`: several articles bear it, a person chooses. `offline`: this device does not know the code and nobody else could be asked. */
export type CodeLookup =
  { readonly state: 'found'; readonly entry: CatalogueEntry } | { readonly state: 'shared' | 'unknown' | 'offline' };

export interface KeeperDeps {
  readonly databases: Databases;
  readonly index: SearchRemote;
  readonly remote: CatalogueRemote;
  /** Server-corrected, epoch ms. */
  readonly now: () => number;
  readonly shop: () => string | null;
  /** Runs once after `ms`; returns the canceller. */
  readonly after: (ms: number, run: () => void) => () => void;
  readonly onSettings: (settings: Settings) => void;
  readonly onView: (view: CatalogueView) => void;
}

/** A task that is tried again after ever longer pauses until it says that it is done. */
class Insistence {
  private pause = FIRST_PAUSE;
  private cancel: (() => void) | null = null;
  private running = false;
  private readonly run: () => Promise<boolean>;
  private readonly after: KeeperDeps['after'];

  constructor(run: () => Promise<boolean>, after: KeeperDeps['after']) {
    this.run = run;
    this.after = after;
  }

  /** At once, unless it is under way. */
  async begin(): Promise<void> {
    if (this.running) return;
    this.stop();
    this.running = true;
    const isDone = await this.run().catch(() => false);
    this.running = false;
    if (isDone) this.pause = FIRST_PAUSE;
    else this.again();
  }

  private again(): void {
    this.cancel = this.after(this.pause, () => {
      this.cancel = null;
      void this.begin();
    });
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  get waits(): boolean {
    return this.cancel !== null;
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }
}

/**
 * Brings the catalogue from the replica into the search worker and keeps it true: a manifest is applied whole or not at all, what is
 * damaged here is fetched again from the server while the catalogue before stays in force, and a till that has nothing yet sells from
 * the server's snapshot. Framework-free, so that it runs in a test as it does in the page.
 */
export class CatalogueKeeper {
  private readonly deps: KeeperDeps;
  private readonly pieces: Pieces;
  private readonly mend: Insistence;
  private readonly standIn: Insistence;
  private work: Promise<void> = Promise.resolve();
  private version = 0;
  private damagedPieces: readonly string[] = [];
  private damagedPrices: readonly string[] = [];
  /** The price list in force and its parts. */
  private pricesNamed: readonly string[] = [];
  /** The replica has told what the shop's prices are; until then those of the snapshot hold. */
  private hasPrices = false;
  private priceTimer: (() => void) | null = null;
  private stopped = false;
  private view: CatalogueView = { state: 'empty', loaded: 0, total: 0, count: 0, damaged: 0, revision: 0 };

  constructor(deps: KeeperDeps) {
    this.deps = deps;
    this.pieces = new Pieces(deps.databases);
    this.mend = new Insistence(() => this.fetchDamaged(), deps.after);
    this.standIn = new Insistence(() => this.fetchSnapshot(), deps.after);
  }

  start(): Promise<void> {
    return this.enqueue(async () => {
      await this.loadShop();
      await this.applyManifest();
      if (this.view.count === 0) void this.standIn.begin();
    });
  }

  stop(): void {
    this.stopped = true;
    this.mend.stop();
    this.standIn.stop();
    this.priceTimer?.();
  }

  /** Pieces just pulled by this tab go to the worker as they come: when the manifest arrives, they need not be read back. */
  take(docs: readonly { readonly _id: string }[]): Promise<void> {
    const pieces = docs.filter(({ _id }) => isPiece(_id)) as unknown as readonly CataloguePiece[];
    if (pieces.length === 0) return this.work;
    if (this.view.state === 'empty') this.show({ state: 'loading' });
    return this.enqueue(async () => {
      this.show({ loaded: await this.deps.index.take(pieces) });
    });
  }

  /** Documents of `catalog` are here. */
  changed(ids: readonly string[]): Promise<void> {
    return this.enqueue(async () => {
      const shop = this.deps.shop();
      const types = ids.map(typeOfId);
      // Also where it was deleted: the replica has told.
      if (shop !== null && ids.includes(priceListOf(shop))) this.hasPrices = true;
      if (types.includes('settings') || types.includes('price-list')) await this.loadShop();
      if (types.includes('manifest') || (this.view.state !== 'ready' && ids.some(isPiece))) await this.applyManifest();
    });
  }

  /** The server answers (again): what waits for it is tried at once. */
  online(): void {
    if (this.mend.waits) void this.mend.begin();
    if (this.standIn.waits) void this.standIn.begin();
  }

  /** The clock was corrected: prices may be others now. */
  clockCorrected(): void {
    this.show({ revision: this.view.revision + 1 });
    void this.armPrices();
  }

  search(text: string, limit: number, filter: SearchFilter = {}): Promise<CatalogueEntry[]> {
    const isEmpty = text.trim() === '' && filter.kind === undefined && filter.category === undefined;
    return isEmpty ? Promise.resolve([]) : this.deps.index.search(text, limit, this.deps.now(), filter);
  }

  categories(): Promise<readonly Category[]> {
    return this.deps.index.categories();
  }

  bySkus(skus: readonly string[]): Promise<CatalogueEntry[]> {
    return skus.length === 0 ? Promise.resolve([]) : this.deps.index.bySkus(skus, this.deps.now());
  }

  async byBarcode(code: string): Promise<CatalogueEntry | null> {
    for (const spelling of spellingsOf(code)) {
      const entry = await this.deps.index.byCode(spelling, this.deps.now());
      if (entry) return entry;
    }
    return null;
  }

  /** This device, then the server for two seconds (requirements A-04). */
  async lookUp(code: string): Promise<CodeLookup> {
    const here = await this.byBarcode(code);
    if (here) return { state: 'found', entry: here };
    for (const spelling of spellingsOf(code)) if (await this.deps.index.isShared(spelling)) return { state: 'shared' };
    try {
      const entry = await this.deps.remote.product(code);
      return entry ? { state: 'found', entry } : { state: 'unknown' };
    } catch {
      return { state: 'offline' };
    }
  }

  priceOf(sku: string): Promise<Kopecks | null> {
    return this.deps.index.priceOf(sku, this.deps.now());
  }

  /** Resolves when everything told before the call has been worked through. */
  settled(): Promise<void> {
    return this.work;
  }

  /** One after another: a manifest must not be applied between the pieces of the next one. */
  private enqueue(run: () => Promise<void>): Promise<void> {
    this.work = this.work
      .then(() => (this.stopped ? undefined : run()))
      .catch((error: unknown) => console.error('catalogue', error));
    return this.work;
  }

  private show(change: Partial<CatalogueView>): void {
    this.view = { ...this.view, ...change };
    this.deps.onView(this.view);
  }

  private showDamage(): void {
    this.show({ damaged: this.damagedPieces.length + this.damagedPrices.length });
  }

  private async applyManifest(): Promise<void> {
    const { index } = this.deps;
    const manifest = await this.readOne<Manifest>(MANIFEST, (ids) => (this.damagedPieces = ids));
    if (!manifest) return;
    const named = [...manifest.shards, ...manifest.deltas].map(({ id }) => id);
    this.show({ total: named.length, ...(this.view.state === 'empty' ? { state: 'loading' } : {}) });
    const take = async (docs: readonly CataloguePiece[]) => this.show({ loaded: await index.take(docs) });
    await this.pieces.read(await index.lacking(manifest), take);
    await this.pieces.readCopies(await index.lacking(manifest), take);
    const { missing, count, version } = await index.apply(manifest);
    this.damagedPieces = missing;
    this.version = version;
    this.show({
      loaded: named.length - missing.length,
      count,
      ...(version > 0 ? { state: 'ready' } : {}),
      revision: this.view.revision + 1,
    });
    this.showDamage();
    if (missing.length > 0) {
      void this.mend.begin();
      if (count === 0) void this.standIn.begin();
      return;
    }
    this.standIn.stop();
    await this.pieces.dropCopies(new Set([...named, MANIFEST, ...this.pricesNamed]));
  }

  /** A damaged document counts as missing and is fetched again. */
  private async readOne<T extends Stamped>(id: string, note: (damaged: readonly string[]) => void): Promise<T | null> {
    try {
      return await this.pieces.newest<T>(id);
    } catch (error) {
      if (this.stopped) return null;
      console.error('catalogue', id, error);
      note([id]);
      this.showDamage();
      void this.mend.begin();
      return null;
    }
  }

  private async loadShop(): Promise<void> {
    const shop = this.deps.shop();
    if (!shop) return;
    const settings = await this.deps.databases.get<Settings>(CATALOG, `settings:store-${shop}`).catch(() => null);
    if (settings) this.deps.onSettings(settings);
    const list = await this.readOne<PriceList>(priceListOf(shop), (ids) => (this.damagedPrices = ids));
    if (list || (this.hasPrices && this.damagedPrices.length === 0)) await this.applyPrices(list);
  }

  private async applyPrices(list: PriceList | null): Promise<void> {
    this.hasPrices = true;
    const ids = (list?.parts ?? []).map(({ id }) => id);
    const parts: PricePart[] = [];
    const gather = (docs: readonly PricePart[]) => Promise.resolve(void parts.push(...docs));
    await this.pieces.read(ids, gather);
    // A copy comes after what it stands in for, and counts.
    await this.pieces.readCopies(ids, gather);
    this.damagedPrices = await this.deps.index.setPrices(list, parts);
    this.pricesNamed = [...(list ? [list._id] : []), ...ids];
    this.showDamage();
    if (this.damagedPrices.length > 0) void this.mend.begin();
    this.show({ revision: this.view.revision + 1 });
    await this.armPrices();
  }

  /** Announced prices come into force by themselves, without network. */
  private async armPrices(): Promise<void> {
    const { index, now, after } = this.deps;
    const until = await index.pricesUntil(now());
    this.priceTimer?.();
    this.priceTimer = null;
    if (until === null || this.stopped) return;
    this.priceTimer = after(Math.min(Math.max(0, until - now()), LONGEST_WAIT), () => {
      if (now() >= until) this.show({ revision: this.view.revision + 1 });
      void this.armPrices();
    });
  }

  /** Fetches what the replica holds wrongly. @returns whether nothing is wrong any more */
  private async fetchDamaged(): Promise<boolean> {
    for (const id of [...this.damagedPieces, ...this.damagedPrices]) {
      if (this.stopped) return true;
      const doc = await this.deps.remote.document(id);
      // The server has let go of it: a newer manifest is on its way.
      if (doc) await this.pieces.keepCopy(doc);
    }
    await this.enqueue(async () => {
      await this.applyManifest();
      await this.loadShop();
    });
    return this.damagedPieces.length + this.damagedPrices.length === 0;
  }

  /** @returns whether there is something to sell from */
  private async fetchSnapshot(): Promise<boolean> {
    const { head, base } = await this.deps.remote.snapshot();
    await this.enqueue(async () => {
      if (this.version > 0) return;
      const { count } = await this.deps.index.applySnapshot(base, head);
      if (!this.hasPrices) {
        await this.deps.index.setPrices(head.list, head.parts);
        await this.armPrices();
      }
      this.show({
        count,
        revision: this.view.revision + 1,
        ...(this.view.state === 'empty' ? { state: 'loading' } : {}),
      });
    });
    return true;
  }
}
