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
/**
 * Changes gather in deltas until so many products differ from their shards: at least 1,000, or a fifth of all. Folding them sends every
 * shard again, so that each product is sent on account of others at most five times.
 */
export const OVERLAY_LIMIT = 1_000;
export const overlayLimit = (products: number): number => Math.max(OVERLAY_LIMIT, Math.floor(products / 5));

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

/**
 * Work that pauses wherever it has gone on for some milliseconds, so that whoever does it may serve others in between: 100,000 products
 * would hold a server for a third of a second.
 */
type Steps<T> = Generator<void, T>;
/** Changes that are compared between two pauses. */
const COMPARED = 500;

function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
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

function* deltaPieces(changes: readonly CatalogueChange[], version: number, context: BuildContext): Steps<CatalogueDelta[]> {
  const ordered = [...changes].sort(bySku);
  const pieces: CatalogueDelta[] = [];
  for (let from = 0; from < ordered.length; from += DELTA_LIMIT) {
    const part = ordered.slice(from, from + DELTA_LIMIT);
    const entries = canonical(part.flatMap((c) => (c.entry ? [c.entry] : [])));
    const removed = part.flatMap((c) => (c.entry ? [] : [c.sku]));
    const digest = context.digest(pieceText({ entries, removed }));
    const _id = `catalogue-delta:${String(version).padStart(8, '0')}-${digest.slice(0, 12)}`;
    pieces.push({ _id, type: 'catalogue-delta', ...server, hlc: context.hlc, version, digest, entries, removed });
    yield;
  }
  return pieces;
}

const wallOf = (hlc: string): number => parseHlc(hlc)?.wall ?? 0;
const named = ({ _id, digest }: CataloguePiece): { id: string; digest: string } => ({ id: _id, digest });

/** Everything anew: at the first build, and when the number of products has outgrown the shards. */
export const buildCatalogue = (...what: Parameters<typeof buildingCatalogue>): CataloguePlan =>
  atOnce(buildingCatalogue(...what));

/** `buildCatalogue` in steps. */
export function* buildingCatalogue(
  entries: readonly CatalogueEntry[],
  before: Manifest | null,
  context: BuildContext,
): Steps<CataloguePlan> {
  const shardCount = shardCountFor(entries.length);
  const rooms: CatalogueEntry[][] = Array.from({ length: shardCount }, () => []);
  for (const entry of entries) rooms[shardOf(entry.sku, shardCount)]!.push(entry);
  const writtenAt = new Map(before?.shards.map(({ id, at }) => [id, at]));
  const shards: CatalogueShard[] = [];
  for (const [shard, room] of rooms.entries()) {
    yield;
    shards.push(shardPiece(shard, shardCount, room, context));
  }
  const manifest: Manifest = {
    _id: MANIFEST_ID,
    type: 'manifest',
    ...server,
    hlc: context.hlc,
    version: (before?.version ?? 0) + 1,
    products: entries.length,
    shardCount,
    shards: shards.map((piece) => ({ ...named(piece), at: writtenAt.get(piece._id) ?? wallOf(context.hlc) })),
    deltas: [],
  };
  return { pieces: shards, manifest, superseded: supersededBy(before, manifest) };
}

function supersededBy(before: Manifest | null, after: Manifest): string[] {
  const kept = new Set([...after.shards, ...after.deltas].map((p) => p.id));
  return before ? [...before.shards, ...before.deltas].map((p) => p.id).filter((id) => !kept.has(id)) : [];
}

/** Ids of the shards that `updateCatalogue` has to see for these changes, given the manifest's deltas. */
export function piecesFor(manifest: Manifest, deltas: readonly CatalogueDelta[], changed: readonly string[]): string[] {
  const overlay = overlayOf(deltas);
  const unknown = changed.filter((sku) => !overlay.has(sku));
  // Only a fold reads the shards of everything that lies over them.
  const isFold = overlay.size + unknown.length > overlayLimit(manifest.products);
  const places = new Set((isFold ? [...unknown, ...overlay.keys()] : unknown).map((sku) => shardOf(sku, manifest.shardCount)));
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
 * The next catalogue after some changes: a small delta, or, when enough has piled up, the shards it touches, each at most once in ten
 * minutes. Bounded, so that forty tills can pull it on poor lines: a changed entry travels at most eight times while small deltas are
 * joined to full ones, once or twice more when old ones are thinned out or carried past a fold, and a shard six times an hour.
 * @returns `null` where nothing differs; `'rebuild'` where the shards no longer suit the number of products or a piece is absent
 */
export const updateCatalogue = (...what: Parameters<typeof updatingCatalogue>): CataloguePlan | 'rebuild' | null =>
  atOnce(updatingCatalogue(...what));

/** `updateCatalogue` in steps. */
export function* updatingCatalogue(
  manifest: Manifest,
  pieceOf: (id: string) => CataloguePiece | null | undefined,
  changes: readonly CatalogueChange[],
  context: BuildContext & { readonly now: number },
): Steps<CataloguePlan | 'rebuild' | null> {
  const deltas = manifest.deltas.map(({ id }) => pieceOf(id));
  if (!deltas.every((d): d is CatalogueDelta => d?.type === 'catalogue-delta')) return 'rebuild';
  const overlay = overlayOf(deltas);
  const placeOf = (sku: string): number => shardOf(sku, manifest.shardCount);
  const shards = new Map<number, CatalogueShard>();
  for (const id of piecesFor(
    manifest,
    deltas,
    changes.map((c) => c.sku),
  )) {
    const piece = pieceOf(id);
    if (piece?.type !== 'catalogue-shard') return 'rebuild';
    shards.set(piece.shard, piece);
  }

  const stored = new Map<string, CatalogueEntry>();
  for (const { entries } of shards.values()) {
    yield;
    for (const entry of entries) stored.set(entry.sku, entry);
  }
  const current = (sku: string): CatalogueEntry | null =>
    overlay.get(sku) ?? (overlay.has(sku) ? null : (stored.get(sku) ?? null));
  const last = new Map(changes.map((c) => [c.sku, c.entry]));
  yield;
  const real: CatalogueChange[] = [];
  for (const [place, [sku, entry]] of [...last].entries()) {
    if (!same(current(sku), entry)) real.push({ sku, entry });
    if (place % COMPARED === COMPARED - 1) yield;
  }
  if (real.length === 0) return null;

  const products = real.reduce((n, c) => n + (c.entry ? 1 : 0) - (current(c.sku) ? 1 : 0), manifest.products);
  if (outgrown(products, manifest.shardCount)) return 'rebuild';

  const version = manifest.version + 1;
  const head = { ...manifest, _rev: undefined, hlc: context.hlc, version, products };
  for (const { sku, entry } of real) overlay.set(sku, entry);

  const isRipe = (place: number): boolean => context.now - (manifest.shards[place]!.at ?? 0) >= SHARD_REWRITE_EVERY;
  const foldable = [...overlay].filter(([sku]) => shards.has(placeOf(sku)) && isRipe(placeOf(sku)));
  const isFold = overlay.size > overlayLimit(manifest.products) && foldable.length * 2 >= overlay.size;
  if (!isFold) {
    const { kept, fresh } = yield* grown(deltas, real, overlay, version, context);
    const next: Manifest = { ...head, deltas: [...kept, ...fresh].map(named) };
    return { pieces: fresh, manifest: next, superseded: supersededBy(manifest, next) };
  }

  const rooms = new Map<number, Map<string, CatalogueEntry>>();
  for (const [sku, entry] of foldable) {
    const place = placeOf(sku);
    const room = rooms.get(place) ?? new Map(shards.get(place)!.entries.map((e) => [e.sku, e]));
    rooms.set(place, room);
    if (entry) room.set(sku, entry);
    else room.delete(sku);
    overlay.delete(sku);
  }
  const rewritten = new Map<number, CatalogueShard>();
  for (const [place, room] of rooms) {
    yield;
    rewritten.set(place, shardPiece(place, manifest.shardCount, [...room.values()], context));
  }
  const fresh = yield* deltaPieces(
    [...overlay].map(([sku, entry]) => ({ sku, entry })),
    version,
    context,
  );
  const next: Manifest = {
    ...head,
    shards: manifest.shards.map((held, place) => {
      const piece = rewritten.get(place);
      // A product that came and went leaves its shard as it was.
      return !piece || piece._id === held.id ? held : { ...named(piece), at: context.now };
    }),
    deltas: fresh.map(named),
  };
  return { pieces: [...rewritten.values(), ...fresh], manifest: next, superseded: supersededBy(manifest, next) };
}

const sizeOf = (delta: CatalogueDelta): number => delta.entries.length + delta.removed.length;

/**
 * The deltas with some changes more. A new piece takes in the last one while that is no larger and both fit into one: sizes fall like
 * powers of two, so that an entry is sent at most eight times until its piece is full. When more than half of all is overwritten, what
 * counts is written anew.
 */
function* grown(
  deltas: readonly CatalogueDelta[],
  real: readonly CatalogueChange[],
  overlay: ReadonlyMap<string, CatalogueEntry | null>,
  version: number,
  context: BuildContext,
): Steps<{ kept: readonly CatalogueDelta[]; fresh: readonly CatalogueDelta[] }> {
  const kept = [...deltas];
  let run = new Map(real.map((c) => [c.sku, c.entry]));
  for (let tail = kept.at(-1); tail && sizeOf(tail) <= run.size && sizeOf(tail) + run.size <= DELTA_LIMIT; tail = kept.at(-1)) {
    run = new Map([...overlayOf([tail]), ...run]);
    kept.pop();
  }
  const total = kept.reduce((sum, delta) => sum + sizeOf(delta), 0) + run.size;
  const isThinned = total > 2 * overlay.size + OVERLAY_LIMIT;
  const changes = [...(isThinned ? overlay : run)].map(([sku, entry]) => ({ sku, entry }));
  return { kept: isThinned ? [] : kept, fresh: yield* deltaPieces(changes, version, context) };
}

const same = (a: CatalogueEntry | null, b: CatalogueEntry | null): boolean => canonicalJson(a) === canonicalJson(b);

/** Twice too full or three times too empty: a rebuild costs every till the whole catalogue, so it waits for a real drift. */
const outgrown = (products: number, shardCount: number): boolean =>
  products > shardCount * SHARD_SIZE * 2 || (shardCount > 1 && products < (shardCount * SHARD_SIZE) / 3);
