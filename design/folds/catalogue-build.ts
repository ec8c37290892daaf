import { canonical, canonicalJson } from '../canonical-json.ts';
import { DELTA_LIMIT } from '../documents/catalogue.ts';
import type { CatalogueDelta, CatalogueEntry, CatalogueShard, Manifest } from '../documents/catalogue.ts';
import { MINUTE } from '../time/clock.ts';
import { parseHlc } from '../time/hlc.ts';
import type { CataloguePiece } from './catalogue.ts';
import { pieceText } from './catalogue.ts';
import { fnv1a } from './fnv1a.ts';

/** 50,000 products as 100 shards of 500 reach a fresh browser in 1.6 s (measured, design §4). */
export const SHARD_SIZE = 500;
/** A shard is ~200 kB on the wire: changes gather in deltas meanwhile. */
export const SHARD_REWRITE_EVERY = 10 * MINUTE;
/** Deltas are folded into shards beyond this many entries or pieces. */
export const OVERLAY_LIMIT = 1_000;
export const DELTA_PIECES_LIMIT = 20;

export const MANIFEST_ID = 'manifest:catalogue';

export const shardOf = (sku: string, shardCount: number): number => fnv1a(sku) % shardCount;
export const shardCountFor = (products: number): number => Math.max(1, Math.ceil(products / SHARD_SIZE));

/** `digest`: text → SHA-256 hex. `hlc`: the stamp of everything written now. */
export interface BuildContext {
  readonly hlc: string;
  readonly digest: (text: string) => string;
}

/** What to write: pieces first, the manifest last; `superseded` pieces may go once no till can be in the middle of a pull. */
export interface CataloguePlan {
  readonly pieces: readonly CataloguePiece[];
  readonly manifest: Manifest;
  readonly superseded: readonly string[];
}

export interface CatalogueChange {
  readonly sku: string;
  /** `null`: tills must not see it any more. */
  readonly entry: CatalogueEntry | null;
}

const bySku = (a: { sku: string }, b: { sku: string }): number => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0);
const server = { schema: 1, by: null, pos: null } as const;

/**
 * Ids carry the digest: a rewritten shard is another document, so a till that reloads in the middle of a pull still holds every piece of
 * the manifest it had.
 */
function shardPiece(
  shard: number,
  shardCount: number,
  entries: readonly CatalogueEntry[],
  context: BuildContext,
): CatalogueShard {
  const body = canonical([...entries].sort(bySku));
  const digest = context.digest(pieceText({ entries: body }));
  const place = `${shardCount}-${String(shard).padStart(4, '0')}`;
  const _id = `catalogue-shard:${place}-${digest.slice(0, 12)}`;
  return { _id, type: 'catalogue-shard', ...server, hlc: context.hlc, shard, digest, entries: body };
}

function deltaPieces(changes: readonly CatalogueChange[], version: number, context: BuildContext): CatalogueDelta[] {
  const ordered = [...changes].sort(bySku);
  const pieces: CatalogueDelta[] = [];
  for (let from = 0; from < ordered.length; from += DELTA_LIMIT) {
    const part = ordered.slice(from, from + DELTA_LIMIT);
    const entries = canonical(part.flatMap((c) => (c.entry ? [c.entry] : [])));
    const removed = part.flatMap((c) => (c.entry ? [] : [c.sku]));
    const digest = context.digest(pieceText({ entries, removed }));
    const _id = `catalogue-delta:${String(version).padStart(8, '0')}-${digest.slice(0, 12)}`;
    pieces.push({ _id, type: 'catalogue-delta', ...server, hlc: context.hlc, version, digest, entries, removed });
  }
  return pieces;
}

const named = ({ _id, digest }: CataloguePiece): { id: string; digest: string } => ({ id: _id, digest });

/** Everything anew: at the first build, and when the number of products has outgrown the shards. */
export function buildCatalogue(
  entries: readonly CatalogueEntry[],
  before: Manifest | null,
  context: BuildContext,
): CataloguePlan {
  const shardCount = shardCountFor(entries.length);
  const rooms: CatalogueEntry[][] = Array.from({ length: shardCount }, () => []);
  for (const entry of entries) rooms[shardOf(entry.sku, shardCount)]!.push(entry);
  const shards = rooms.map((room, shard) => shardPiece(shard, shardCount, room, context));
  const manifest: Manifest = {
    _id: MANIFEST_ID,
    type: 'manifest',
    ...server,
    hlc: context.hlc,
    version: (before?.version ?? 0) + 1,
    products: entries.length,
    shardCount,
    shards: shards.map(named),
    deltas: [],
  };
  return { pieces: shards, manifest, superseded: supersededBy(before, manifest) };
}

function supersededBy(before: Manifest | null, after: Manifest): string[] {
  const kept = new Set([...after.shards, ...after.deltas].map((p) => p.id));
  return before ? [...before.shards, ...before.deltas].map((p) => p.id).filter((id) => !kept.has(id)) : [];
}

/** Ids of the pieces that `updateCatalogue` has to see for these changes, given the manifest's deltas. */
export function piecesFor(manifest: Manifest, deltas: readonly CatalogueDelta[], changed: readonly string[]): string[] {
  const skus = [...changed, ...overlayOf(deltas).keys()];
  const places = new Set(skus.map((sku) => shardOf(sku, manifest.shardCount)));
  return [...places].map((place) => manifest.shards[place]!.id);
}

function overlayOf(deltas: readonly CatalogueDelta[]): Map<string, CatalogueEntry | null> {
  const overlay = new Map<string, CatalogueEntry | null>();
  for (const delta of deltas) {
    for (const entry of delta.entries) overlay.set(entry.sku, entry);
    for (const sku of delta.removed) overlay.set(sku, null);
  }
  return overlay;
}

/**
 * The next catalogue after some changes: a few small deltas, or, when these have piled up, the shards they touch (each at most once in
 * ten minutes; what cannot be folded yet stays in deltas).
 * @returns `null` where nothing differs; `'rebuild'` where the shards no longer suit the number of products or a piece is absent
 */
export function updateCatalogue(
  manifest: Manifest,
  pieceOf: (id: string) => CataloguePiece | null | undefined,
  changes: readonly CatalogueChange[],
  context: BuildContext & { readonly now: number },
): CataloguePlan | 'rebuild' | null {
  const deltas = manifest.deltas.map(({ id }) => pieceOf(id));
  if (!deltas.every((d): d is CatalogueDelta => d?.type === 'catalogue-delta')) return 'rebuild';
  const overlay = overlayOf(deltas);
  const shards = new Map<number, { piece: CatalogueShard; entries: Map<string, CatalogueEntry> }>();
  for (const sku of [...changes.map((c) => c.sku), ...overlay.keys()]) {
    const place = shardOf(sku, manifest.shardCount);
    if (shards.has(place)) continue;
    const piece = pieceOf(manifest.shards[place]!.id);
    if (piece?.type !== 'catalogue-shard') return 'rebuild';
    shards.set(place, { piece, entries: new Map(piece.entries.map((e) => [e.sku, e])) });
  }

  const current = (sku: string): CatalogueEntry | null =>
    overlay.get(sku) ?? (overlay.has(sku) ? null : (shards.get(shardOf(sku, manifest.shardCount))!.entries.get(sku) ?? null));
  const last = new Map(changes.map((c) => [c.sku, c.entry]));
  const real = [...last].map(([sku, entry]) => ({ sku, entry })).filter((c) => !same(current(c.sku), c.entry));
  if (real.length === 0) return null;

  const products = real.reduce((n, c) => n + (c.entry ? 1 : 0) - (current(c.sku) ? 1 : 0), manifest.products);
  if (outgrown(products, manifest.shardCount)) return 'rebuild';

  const version = manifest.version + 1;
  const head = { ...manifest, _rev: undefined, hlc: context.hlc, version, products };
  for (const { sku, entry } of real) overlay.set(sku, entry);

  if (overlay.size <= OVERLAY_LIMIT && deltas.length + Math.ceil(real.length / DELTA_LIMIT) <= DELTA_PIECES_LIMIT) {
    const fresh = deltaPieces(real, version, context);
    return { pieces: fresh, manifest: { ...head, deltas: [...manifest.deltas, ...fresh.map(named)] }, superseded: [] };
  }

  const kept: CatalogueChange[] = [];
  const ripe = new Set<number>();
  for (const [place, { piece }] of shards) {
    if (context.now - (parseHlc(piece.hlc)?.wall ?? 0) >= SHARD_REWRITE_EVERY) ripe.add(place);
  }
  for (const [sku, entry] of overlay) {
    const place = shardOf(sku, manifest.shardCount);
    if (!ripe.has(place)) kept.push({ sku, entry });
    else if (entry) shards.get(place)!.entries.set(sku, entry);
    else shards.get(place)!.entries.delete(sku);
  }
  const rewritten = [...ripe].map((p) => shardPiece(p, manifest.shardCount, [...shards.get(p)!.entries.values()], context));
  const fresh = deltaPieces(kept, version, context);
  const byPlace = new Map(rewritten.map((piece) => [piece.shard, piece]));
  const next: Manifest = {
    ...head,
    shards: manifest.shards.map((s, place) => (byPlace.has(place) ? named(byPlace.get(place)!) : s)),
    deltas: fresh.map(named),
  };
  return { pieces: [...rewritten, ...fresh], manifest: next, superseded: supersededBy(manifest, next) };
}

const same = (a: CatalogueEntry | null, b: CatalogueEntry | null): boolean => canonicalJson(a) === canonicalJson(b);

/** Twice too full or three times too empty: a rebuild costs every till the whole catalogue, so it waits for a real drift. */
const outgrown = (products: number, shardCount: number): boolean =>
  products > shardCount * SHARD_SIZE * 2 || (shardCount > 1 && products < (shardCount * SHARD_SIZE) / 3);
