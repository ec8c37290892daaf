import { canonicalJson } from '../canonical-json.ts';
import type { CatalogueDelta, CatalogueEntry, CatalogueShard, Manifest, Product } from '../documents/catalogue.ts';

export type CataloguePiece = CatalogueShard | CatalogueDelta;

/** What a piece's digest is taken over: SHA-256 (hex) of this text. Hashing itself is the caller's (WebCrypto is asynchronous). */
export const pieceText = (piece: Pick<CatalogueShard, 'entries'> | Pick<CatalogueDelta, 'entries' | 'removed'>): string =>
  canonicalJson({ entries: piece.entries, removed: 'removed' in piece ? piece.removed : [] });

export type FoldedCatalogue =
  | { readonly whole: true; readonly version: number; readonly entries: Map<string, CatalogueEntry> }
  /** Ids of pieces that are absent or whose digest differs: the catalogue held before stays in force. */
  | { readonly whole: false; readonly version: number; readonly missing: readonly string[] };

/**
 * The till's catalogue: a manifest applied whole or not at all. Deltas lie over the shards in the manifest's order.
 * @param pieceOf the piece of an id as it is stored here, if it is
 * @param digestOf SHA-256 hex of `pieceText(piece)`
 */
export function foldCatalogue(
  manifest: Manifest,
  pieceOf: (id: string) => CataloguePiece | null | undefined,
  digestOf: (piece: CataloguePiece) => string,
): FoldedCatalogue {
  const pieces: CataloguePiece[] = [];
  const missing: string[] = [];
  for (const { id, digest } of [...manifest.shards, ...manifest.deltas]) {
    const piece = pieceOf(id);
    if (piece && digestOf(piece) === digest) pieces.push(piece);
    else missing.push(id);
  }
  if (missing.length > 0) return { whole: false, version: manifest.version, missing };
  const entries = new Map<string, CatalogueEntry>();
  for (const piece of pieces) applyPiece(entries, piece);
  return { whole: true, version: manifest.version, entries };
}

function applyPiece(entries: Map<string, CatalogueEntry>, piece: CataloguePiece): void {
  for (const entry of piece.entries) entries.set(entry.sku, entry);
  if ('removed' in piece) for (const sku of piece.removed) entries.delete(sku);
}

/** What tills see of a product; `null` where they must not see it. Fields of the document that are not theirs stay behind. */
export function entryOf(product: Product): CatalogueEntry | null {
  if (product.archived) return null;
  const { sku, name, brand, kind, category, ean, price, vat, subject, frame, lens, contactLens, vatPlan } = product;
  const entry: CatalogueEntry = { sku, name, brand, kind, category, ean, price, vat, subject };
  if (vatPlan?.length) entry.vatPlan = vatPlan;
  if (product.markRequired) entry.markRequired = true;
  if (frame) entry.frame = frame;
  if (lens) entry.lens = lens;
  if (contactLens) entry.contactLens = contactLens;
  return entry;
}
