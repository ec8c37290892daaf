import type { CatalogueEntry, Manifest, PriceList } from '$design/documents/catalogue.ts';
import { foldCatalogue, nextPriceChange, pieceText, pricesAt, type CataloguePiece } from '$design/folds/catalogue.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { buildIndex, findCode, searchIndex, type SearchIndex } from './search-index.ts';

export interface CatalogueStatus {
  /** Entries that can be found; 0 until the first whole manifest. */
  readonly count: number;
  readonly version: number;
  /** Pieces that the newest manifest names and that are not here, or not as it says. */
  readonly missing: readonly string[];
}

/** The till's catalogue in the worker: pieces, the fold over them, and the index that is searched. */
export class SearchCore {
  private readonly digest: (text: string) => Promise<string>;
  private readonly pieces = new Map<string, { piece: CataloguePiece; digest: string }>();
  private index: SearchIndex = buildIndex([]);
  private version = 0;
  private list: PriceList | null = null;
  private prices: ReadonlyMap<string, Kopecks> = new Map();
  private pricesUntil: number | null = null;

  /** @param digest SHA-256 hex; WebCrypto is asynchronous, so digests are taken before the fold */
  constructor(digest: (text: string) => Promise<string>) {
    this.digest = digest;
  }

  async take(pieces: readonly CataloguePiece[]): Promise<number> {
    for (const piece of pieces) this.pieces.set(piece._id, { piece, digest: await this.digest(pieceText(piece)) });
    return this.pieces.size;
  }

  /** Which pieces of the manifest are to be handed in. */
  lacking(manifest: Manifest): string[] {
    return [...manifest.shards, ...manifest.deltas]
      .filter(({ id, digest }) => this.pieces.get(id)?.digest !== digest)
      .map(({ id }) => id);
  }

  /** Applies a manifest whole, or keeps what is in force. Pieces that it does not name are let go. */
  apply(manifest: Manifest): CatalogueStatus {
    if (manifest.version === this.version) return this.status([]);
    const folded = foldCatalogue(
      manifest,
      (id) => this.pieces.get(id)?.piece,
      (piece) => this.pieces.get(piece._id)?.digest ?? '',
    );
    if (!folded.whole) return this.status(folded.missing);
    this.version = folded.version;
    this.index = buildIndex(folded.entries.values());
    const named = new Set([...manifest.shards, ...manifest.deltas].map(({ id }) => id));
    for (const id of this.pieces.keys()) if (!named.has(id)) this.pieces.delete(id);
    return this.status([]);
  }

  private status(missing: readonly string[]): CatalogueStatus {
    return { count: this.index.entries.length, version: this.version, missing };
  }

  /** Prices of this shop, each from its own instant on. */
  setPrices(list: PriceList | null): void {
    this.list = list;
    this.pricesUntil = -Infinity;
  }

  search(text: string, limit: number, now: number): CatalogueEntry[] {
    return searchIndex(this.index, text, limit).map((entry) => this.priced(entry, now));
  }

  byCode(code: string, now: number): CatalogueEntry | null {
    const entry = findCode(this.index, code);
    return entry && this.priced(entry, now);
  }

  private priced(entry: CatalogueEntry, now: number): CatalogueEntry {
    if (this.pricesUntil !== null && now >= this.pricesUntil) {
      this.prices = pricesAt(this.list, now);
      this.pricesUntil = nextPriceChange(this.list, now);
    }
    const price = this.prices.get(entry.sku);
    return price === undefined ? entry : { ...entry, price };
  }
}
