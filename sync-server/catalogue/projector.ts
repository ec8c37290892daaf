import { createHash } from 'node:crypto';
import { CATALOG, CONTROL, PRODUCTS } from '../../design/databases.ts';
import type { CatalogueDelta, Manifest, Product } from '../../design/documents/catalogue.ts';
import { buildCatalogue, MANIFEST_ID, piecesFor, updateCatalogue } from '../../design/folds/catalogue-build.ts';
import type { CatalogueChange, CataloguePlan } from '../../design/folds/catalogue-build.ts';
import type { CataloguePiece } from '../../design/folds/catalogue.ts';
import { entryOf } from '../../design/folds/catalogue.ts';
import { keyOfId, rangeOf, typeOfId } from '../../design/ids.ts';
import type { Clock } from '../../design/time/clock.ts';
import { HOUR } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import type { Database, Engine, Seq, StoredDocument } from '../engine/engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startFollower } from '../follow/follower.ts';
import type { Log } from '../log.ts';
import { jsonLog } from '../log.ts';

const CURSOR = 'cursor:projector';
/** Superseded pieces stay this long, so that a till in the middle of a slow pull keeps a whole catalogue. */
const KEEP_SUPERSEDED = 48 * HOUR;
const PAGE = 2_000;

interface Cursor extends StoredDocument {
  since: Seq;
  superseded: { id: string; at: number }[];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const cast = <T>(doc: StoredDocument | null): T | null => doc as unknown as T | null;

/**
 * Keeps `catalog` in step with `products`: shards at the first build, deltas after, the manifest last. A restart goes on from the cursor
 * `cursor:projector` of the control database; work done twice changes nothing.
 */
export function startProjector(engine: Engine, options: { clock: Clock; log?: Log }): Follower {
  const { clock, log = jsonLog } = options;
  return startFollower(engine, {
    what: 'projector',
    wants: (name) => name === PRODUCTS,
    work: () => project(engine, clock),
    log,
  });
}

async function project(engine: Engine, clock: Clock): Promise<void> {
  const [products, catalog, control] = [await engine.open(PRODUCTS), await engine.open(CATALOG), await engine.open(CONTROL)];
  const cursor = (await control.get(CURSOR)) as Cursor | null;
  const before = cast<Manifest>(await catalog.get(MANIFEST_ID));
  // The first build reads products by id; the sequence is taken before, so that what changes meanwhile is looked at again.
  const { changes, since } =
    before && cursor ? await changesSince(products, cursor.since) : { changes: [], since: (await products.info()).seq };
  const now = clock.now();
  const context = { hlc: formatHlc({ wall: now, counter: 0, device: 0 }), digest, now };
  if (changes.length === 0 && before && cursor) return;

  let plan = before && cursor ? await planUpdate(catalog, before, changes, context) : 'rebuild';
  if (plan === 'rebuild') plan = buildCatalogue(await entriesOf(products), before, context);
  if (plan) await write(catalog, plan, before);

  const superseded = [...(cursor?.superseded ?? []), ...(plan?.superseded ?? []).map((id) => ({ id, at: now }))];
  const kept = await sweep(catalog, superseded, plan?.manifest ?? before, now);
  await mustWrite(control, { _id: CURSOR, ...(cursor ? { _rev: cursor._rev } : {}), type: 'cursor', since, superseded: kept });
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

async function planUpdate(
  catalog: Database,
  manifest: Manifest,
  changes: readonly CatalogueChange[],
  context: { hlc: string; digest: typeof digest; now: number },
): Promise<CataloguePlan | 'rebuild' | null> {
  const pieces = new Map<string, CataloguePiece>();
  const load = async (ids: string[]): Promise<void> => {
    for (const doc of await catalog.range({ keys: ids })) pieces.set(doc._id, doc as unknown as CataloguePiece);
  };
  await load(manifest.deltas.map((d) => d.id));
  const deltas = [...pieces.values()] as CatalogueDelta[];
  await load(
    piecesFor(
      manifest,
      deltas,
      changes.map((c) => c.sku),
    ),
  );
  return updateCatalogue(manifest, (id) => pieces.get(id), changes, context);
}

async function entriesOf(products: Database) {
  const entries = [];
  const { endkey } = rangeOf('product');
  let { startkey } = rangeOf('product');
  for (;;) {
    const page = await products.range({ startkey, endkey, limit: PAGE });
    for (const doc of page) entries.push(entryOf(doc as unknown as Product));
    if (page.length < PAGE) return entries.filter((e) => e !== null);
    startkey = `${page.at(-1)!._id}\u0000`;
  }
}

async function write(catalog: Database, plan: CataloguePlan, before: Manifest | null): Promise<void> {
  for (let from = 0; from < plan.pieces.length; from += 20) {
    const results = await catalog.bulk(plan.pieces.slice(from, from + 20).map((p) => ({ ...p })));
    // The id carries the digest: what is there already is the same piece.
    const failed = results.find((r) => !r.ok && r.error !== 'conflict');
    if (failed) throw new Error(`${failed.id}: ${failed.error}`);
  }
  const { _rev, ...manifest } = plan.manifest;
  await mustWrite(catalog, { ...manifest, ...(before?._rev ? { _rev: before._rev } : {}) });
}

async function mustWrite(database: Database, doc: Parameters<Database['put']>[0]): Promise<void> {
  const result = await database.put(doc);
  if (!result.ok) throw new Error(`${doc._id}: ${result.error}`);
}

/** Removes pieces superseded long ago that no manifest names again; answers the others. */
async function sweep(catalog: Database, superseded: Cursor['superseded'], manifest: Manifest | null, now: number) {
  const named = new Set([...(manifest?.shards ?? []), ...(manifest?.deltas ?? [])].map((p) => p.id));
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
