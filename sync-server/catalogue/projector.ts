import { createHash } from 'node:crypto';
import { CATALOG, CONTROL, IMPORTS, PRODUCTS } from '../../design/databases.ts';
import type { CatalogueDelta, CatalogueEntry, Manifest, Product } from '../../design/documents/catalogue.ts';
import { buildingCatalogue, MANIFEST_ID, piecesFor, updatingCatalogue } from '../../design/folds/catalogue-build.ts';
import type { CatalogueChange, CataloguePlan } from '../../design/folds/catalogue-build.ts';
import type { CataloguePiece } from '../../design/folds/catalogue.ts';
import { entryOf, pieceText } from '../../design/folds/catalogue.ts';
import { keyOfId, rangeOf, typeOfId } from '../../design/ids.ts';
import type { Clock } from '../../design/time/clock.ts';
import { HOUR, SECOND } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import type { Database, Engine, Seq, StoredDocument } from '../engine/engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startFollower } from '../follow/follower.ts';
import { inSlices } from '../follow/in-slices.ts';
import { catalogueHold } from '../import/hold.ts';
import type { Log } from '../log.ts';
import { jsonLog } from '../log.ts';
import { createPace, type Pace } from './pace.ts';

const CURSOR = 'cursor:projector';
/** Superseded pieces stay this long, so that a till in the middle of a slow pull keeps a whole catalogue. */
const KEEP_SUPERSEDED = 48 * HOUR;
const PAGE = 2_000;
/** Pieces read at a time: the server answers others in between. */
const PIECES = 10;
/** Written at a time: each is hashed, and copied twice, by PouchDB. */
const WRITTEN = 3;
/** A manifest is sent whole to every till: after so many in a row, one in two seconds. */
const BURST = 20;
const PACE = 2 * SECOND;

interface Cursor extends StoredDocument {
  since: Seq;
  superseded: { id: string; at: number }[];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const cast = <T>(doc: StoredDocument | null): T | null => doc as unknown as T | null;
const isWhole = (piece: CataloguePiece, wanted: string): boolean => digest(pieceText(piece)) === wanted;
const namesOf = (manifest: Manifest | null): { id: string; digest: string }[] => [
  ...(manifest?.shards ?? []),
  ...(manifest?.deltas ?? []),
];

/**
 * Keeps `catalog` in step with `products`: shards at the first build, deltas after, the manifest last. A restart goes on from the cursor
 * `cursor:projector` of the control database, after it has looked at every piece in force; work done twice changes nothing. The manifest
 * is written over the revision that was read: of two servers at work at once one has to begin again. While a job of an import is being
 * applied or taken back nothing is published; then all of it at once.
 */
export function startProjector(engine: Engine, options: { clock: Clock; log?: Log; retryAfter?: number; pace?: Pace }): Follower {
  const { clock, log = jsonLog, retryAfter, pace = createPace({ burst: BURST, every: PACE }) } = options;
  const seen = { isChecked: false };
  const follower = startFollower(engine, {
    what: 'projector',
    // The end of a job is written there.
    wants: (name) => name === PRODUCTS || name === IMPORTS,
    work: async () => {
      await pace.turn();
      if (await project(engine, clock, seen)) pace.spend();
    },
    log,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
  return {
    settled: () => follower.settled(),
    stop() {
      pace.end();
      return follower.stop();
    },
  };
}

/** @returns whether a manifest was written */
async function project(engine: Engine, clock: Clock, seen: { isChecked: boolean }): Promise<boolean> {
  const [products, catalog, control] = [await engine.open(PRODUCTS), await engine.open(CATALOG), await engine.open(CONTROL)];
  const cursor = (await control.get(CURSOR)) as Cursor | null;
  const before = cast<Manifest>(await catalog.get(MANIFEST_ID));
  const { isDamaged, orphans } = seen.isChecked ? { isDamaged: false, orphans: [] } : await check(catalog, before, cursor);
  const hold = await catalogueHold(engine);
  if (hold.held) return false;
  const now = clock.now();
  const context = { hlc: formatHlc({ wall: now, counter: 0, device: 0 }), digest, now };

  // Products may be read by id, too: the sequence is taken before, so that what changes meanwhile is looked at again.
  const { changes, since } =
    before && cursor && !isDamaged
      ? await changesSince(products, cursor.since)
      : { changes: null, since: (await products.info()).seq };
  if (changes?.length === 0 && orphans.length === 0) {
    seen.isChecked = true;
    return false;
  }

  let plan: CataloguePlan | 'rebuild' | null = 'rebuild';
  if (before && changes) plan = await planUpdate(catalog, before, changes, context);
  // The cursor was lost: what differs is found by comparing, and travels as changes do.
  else if (before && !isDamaged) plan = await planUpdate(catalog, before, await differences(products, catalog, before), context);
  if (plan === 'rebuild') plan = await inSlices(buildingCatalogue(await entriesOf(products), before, context));
  // Something of a job may have been read: the end of the job brings this here again, or has done so already.
  if ((await catalogueHold(engine)).version !== hold.version) return project(engine, clock, seen);
  if (plan) await write(catalog, plan, before);

  const superseded = [...(cursor?.superseded ?? []), ...[...(plan?.superseded ?? []), ...orphans].map((id) => ({ id, at: now }))];
  const kept = await sweep(catalog, superseded, now);
  await mustWrite(control, { _id: CURSOR, ...(cursor ? { _rev: cursor._rev } : {}), type: 'cursor', since, superseded: kept });
  seen.isChecked = true;
  return plan !== null;
}

/** Is every piece in force there and as its digest says; which pieces has a killed server left that nothing names? */
async function check(
  catalog: Database,
  manifest: Manifest | null,
  cursor: Cursor | null,
): Promise<{ isDamaged: boolean; orphans: string[] }> {
  const wanted = new Map(namesOf(manifest).map(({ id, digest: right }) => [id, right]));
  const known = new Set([...wanted.keys(), ...(cursor?.superseded ?? []).map(({ id }) => id)]);
  const orphans: string[] = [];
  let whole = 0;
  for (const type of ['catalogue-shard', 'catalogue-delta'] as const) {
    await eachPage(catalog, rangeOf(type), PIECES, (docs) => {
      for (const doc of docs) {
        if (!known.has(doc._id)) orphans.push(doc._id);
        const right = wanted.get(doc._id);
        if (right !== undefined && isWhole(doc as unknown as CataloguePiece, right)) whole += 1;
      }
    });
  }
  return { isDamaged: whole < wanted.size, orphans };
}

async function eachPage(
  database: Database,
  range: { startkey: string; endkey: string },
  limit: number,
  visit: (docs: readonly StoredDocument[]) => void,
): Promise<void> {
  let { startkey } = range;
  for (;;) {
    const page = await database.range({ startkey, endkey: range.endkey, limit });
    visit(page);
    if (page.length < limit) return;
    startkey = `${page.at(-1)!._id}\u0000`;
  }
}

async function changesSince(products: Database, from: Seq): Promise<{ changes: CatalogueChange[]; since: Seq }> {
  const last = new Map<string, CatalogueChange>();
  let since = from;
  for (;;) {
    const { rows, lastSeq } = await products.changes({ since, limit: PAGE, includeDocs: true });
    since = lastSeq;
    for (const { id, doc, deleted } of rows) {
      if (typeOfId(id) !== 'product') continue;
      const sku = keyOfId(id);
      last.set(sku, { sku, entry: deleted || !doc ? null : entryOf(doc as unknown as Product) });
    }
    if (rows.length < PAGE) return { changes: [...last.values()], since };
  }
}

/** Every product as it should be, and what the catalogue holds beyond. */
async function differences(products: Database, catalog: Database, manifest: Manifest): Promise<CatalogueChange[]> {
  const changes = new Map<string, CatalogueChange>();
  for (const { id } of namesOf(manifest)) {
    const piece = cast<CataloguePiece>(await catalog.get(id));
    for (const { sku } of piece?.entries ?? []) changes.set(sku, { sku, entry: null });
  }
  for (const entry of await entriesOf(products)) changes.set(entry.sku, { sku: entry.sku, entry });
  return [...changes.values()];
}

async function planUpdate(
  catalog: Database,
  manifest: Manifest,
  changes: readonly CatalogueChange[],
  context: { hlc: string; digest: typeof digest; now: number },
): Promise<CataloguePlan | 'rebuild' | null> {
  const pieces = new Map<string, CataloguePiece>();
  const load = async (ids: string[]): Promise<void> => {
    for (let from = 0; from < ids.length; from += PIECES) {
      for (const doc of await catalog.range({ keys: ids.slice(from, from + PIECES) })) {
        pieces.set(doc._id, doc as unknown as CataloguePiece);
      }
    }
  };
  await load(manifest.deltas.map((d) => d.id));
  const deltas = [...pieces.values()] as CatalogueDelta[];
  const changed = changes.map((c) => c.sku);
  await load(piecesFor(manifest, deltas, changed));
  return inSlices(updatingCatalogue(manifest, (id) => pieces.get(id), changes, context));
}

async function entriesOf(products: Database): Promise<CatalogueEntry[]> {
  const entries: CatalogueEntry[] = [];
  await eachPage(products, rangeOf('product'), PAGE, (docs) => {
    for (const doc of docs) {
      const entry = entryOf(doc as unknown as Product);
      if (entry) entries.push(entry);
    }
  });
  return entries;
}

async function write(catalog: Database, plan: CataloguePlan, before: Manifest | null): Promise<void> {
  for (let from = 0; from < plan.pieces.length; from += WRITTEN) {
    const batch = plan.pieces.slice(from, from + WRITTEN);
    const results = await catalog.bulk(batch.map((p) => ({ ...p })));
    const failed = results.find((r) => !r.ok && r.error !== 'conflict');
    if (failed) throw new Error(`${failed.id}: ${failed.error}`);
    // The id carries the digest: what is there already is the same piece, unless it was damaged.
    const there = results.filter((r) => !r.ok).map(({ id }) => id);
    for (const doc of there.length > 0 ? await catalog.range({ keys: there }) : []) {
      const piece = batch.find(({ _id }) => _id === doc._id)!;
      if (!isWhole(doc as unknown as CataloguePiece, piece.digest)) await mustWrite(catalog, { ...piece, _rev: doc._rev });
    }
  }
  const { _rev, ...manifest } = plan.manifest;
  await mustWrite(catalog, { ...manifest, ...(before?._rev ? { _rev: before._rev } : {}) });
}

async function mustWrite(database: Database, doc: Parameters<Database['put']>[0]): Promise<void> {
  const result = await database.put(doc);
  if (!result.ok) throw new Error(`${doc._id}: ${result.error}`);
}

/** Removes pieces superseded long ago that no manifest names again; answers the others. */
async function sweep(catalog: Database, superseded: Cursor['superseded'], now: number) {
  // Read anew: another server may have written since, and named a piece again.
  const named = new Set(namesOf(cast<Manifest>(await catalog.get(MANIFEST_ID))).map((p) => p.id));
  const waiting = superseded.filter(({ id }) => !named.has(id));
  const due = waiting.filter(({ at }) => now - at >= KEEP_SUPERSEDED).map(({ id }) => id);
  if (due.length > 0) {
    const docs = await catalog.range({ keys: due });
    await catalog.bulk(
      docs.map(({ _id, _rev, type, schema, hlc, by, pos }) => ({ _id, _rev, type, schema, hlc, by, pos, _deleted: true })),
    );
  }
  return waiting.filter(({ id }) => !due.includes(id));
}
