import type { CatalogueEntry, Manifest, PriceList, PricePart, ShopPrice } from '$design/documents/catalogue.ts';
import { foldCatalogue, type CataloguePiece } from '$design/folds/catalogue.ts';
import { foldSnapshot, type CatalogueColumns, type SnapshotHead } from '$design/folds/catalogue-snapshot.ts';
import { pricesInForce, unfoldPriceList, type PricesInForce } from '$design/folds/price-list.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { digestOfPart, digestOfPiece, type Sha256 } from './digests.ts';
import { categoriesOf, type Category } from './categories.ts';
import { findCodeAnyLayout, searchAsMeant } from './search-as-meant.ts';
import { buildIndex, findSku, isShared, replaceEntries, type SearchFilter, type SearchIndex } from './search-index.ts';

export interface CatalogueStatus {
  /** Entries that can be found; 0 until the first whole manifest or snapshot. */
  readonly count: number;
  /** Of the whole manifest in force; 0 before, also while a snapshot stands in for it. */
  readonly version: number;
  /** Pieces that the newest manifest names and that are not here, or not as it says. */
  readonly missing: readonly string[];
}

/** The till's catalogue in the worker: pieces, the fold over them, and the index that is searched. */
export class SearchCore {
  private readonly sha256: Sha256;
  private readonly pieces = new Map<string, { piece: CataloguePiece; digest: string }>();
  private index: SearchIndex = buildIndex([]);
  private sorted: { readonly of: SearchIndex | null; readonly categories: readonly Category[] } = { of: null, categories: [] };
  private version = 0;
  /** Stamp of the manifest in force: a server restored from a copy gives the same numbers again. */
  private stamp = '';
  private list: readonly ShopPrice[] = [];
  private inForce: PricesInForce = pricesInForce([], 0);

  /** @param sha256 hex; WebCrypto is asynchronous, so digests are taken before the fold */
  constructor(sha256: Sha256) {
    this.sha256 = sha256;
  }

  async take(pieces: readonly CataloguePiece[]): Promise<number> {
    for (const piece of pieces) this.pieces.set(piece._id, { piece, digest: await digestOfPiece(piece, this.sha256) });
    return this.pieces.size;
  }

  /** Which pieces of the manifest are to be handed in. */
  lacking(manifest: Manifest): string[] {
    if (this.isInForce(manifest)) return [];
    return [...manifest.shards, ...manifest.deltas]
      .filter(({ id, digest }) => this.pieces.get(id)?.digest !== digest)
      .map(({ id }) => id);
  }

  /** Applies a manifest whole, or keeps what is in force. Pieces that it does not name are let go. */
  apply(manifest: Manifest): CatalogueStatus {
    if (this.isInForce(manifest)) return this.status([]);
    const folded = foldCatalogue(
      manifest,
      (id) => this.pieces.get(id)?.piece,
      (piece) => this.pieces.get(piece._id)?.digest ?? '',
    );
    if (!folded.whole) return this.status(folded.missing);
    this.version = folded.version;
    this.stamp = manifest.hlc;
    this.put(folded.entries);
    const named = new Set([...manifest.shards, ...manifest.deltas].map(({ id }) => id));
    for (const id of this.pieces.keys()) if (!named.has(id)) this.pieces.delete(id);
    return this.status([]);
  }

  /** Stands in until the first whole manifest: never after it. @param base the JSON of `CatalogueColumns` */
  applySnapshot(base: Uint8Array, head: Pick<SnapshotHead, 'deltas'>): CatalogueStatus {
    if (this.version > 0) return this.status([]);
    this.put(foldSnapshot(JSON.parse(new TextDecoder().decode(base)) as CatalogueColumns, head.deltas));
    return this.status([]);
  }

  private isInForce({ version, hlc }: Manifest): boolean {
    return version === this.version && hlc === this.stamp;
  }

  private put(entries: ReadonlyMap<string, CatalogueEntry>): void {
    this.index = replaceEntries(this.index, entries) ?? buildIndex(entries.values());
  }

  private status(missing: readonly string[]): CatalogueStatus {
    return { count: this.index.entries.length, version: this.version, missing };
  }

  /**
   * Prices of this shop, each from its own instant on.
   * @returns ids of parts that are missing or not as the list says: what was in force stays
   */
  async setPrices(list: PriceList | null, parts: readonly PricePart[]): Promise<readonly string[]> {
    const held = new Map<string, { part: PricePart; digest: string }>();
    for (const part of parts) held.set(part._id, { part, digest: await digestOfPart(part, this.sha256) });
    const missing = (list?.parts ?? []).filter(({ id, digest }) => held.get(id)?.digest !== digest);
    const prices = unfoldPriceList(list, (id) => held.get(id)?.part);
    if (prices === null || missing.length > 0) return missing.map(({ id }) => id);
    this.list = prices;
    this.inForce = { prices: new Map(), since: Infinity, until: -Infinity };
    return [];
  }

  /** When the prices in force at `now` end (epoch ms); `null`: nothing is announced. */
  pricesUntil(now: number): number | null {
    const { until } = this.pricesAt(now);
    return Number.isFinite(until) ? until : null;
  }

  search(text: string, limit: number, now: number, filter: SearchFilter = {}): CatalogueEntry[] {
    return searchAsMeant(this.index, text, limit, filter).map((entry) => this.priced(entry, now));
  }

  /** What the catalogue is made of, the largest first. */
  categories(): readonly Category[] {
    if (this.sorted.of !== this.index) this.sorted = { of: this.index, categories: categoriesOf(this.index.entries) };
    return this.sorted.categories;
  }

  /** Those of the articles that are sold, in the order asked for. */
  bySkus(skus: readonly string[], now: number): CatalogueEntry[] {
    return skus.flatMap((sku) => {
      const entry = findSku(this.index, sku);
      return entry?.sku === sku ? [this.priced(entry, now)] : [];
    });
  }

  byCode(code: string, now: number): CatalogueEntry | null {
    const entry = findCodeAnyLayout(this.index, code);
    return entry && this.priced(entry, now);
  }

  /** Does more than one article bear this code? */
  isShared(code: string): boolean {
    return isShared(this.index, code);
  }

  /** Today's price of an article; `null` where it is no longer sold. */
  priceOf(sku: string, now: number): Kopecks | null {
    const entry = findSku(this.index, sku);
    return entry?.sku === sku ? this.priced(entry, now).price : null;
  }

  /** The clock may be corrected in either direction: prices hold from an instant to another one. */
  private pricesAt(now: number): PricesInForce {
    if (now < this.inForce.since || now >= this.inForce.until) this.inForce = pricesInForce(this.list, now);
    return this.inForce;
  }

  private priced(entry: CatalogueEntry, now: number): CatalogueEntry {
    const price = this.pricesAt(now).prices.get(entry.sku);
    return price === undefined ? entry : { ...entry, price };
  }
}
