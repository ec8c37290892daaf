import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CATALOG, CONTROL, PRODUCTS } from '../../design/databases.ts';
import type { Manifest, Product } from '../../design/documents/catalogue.ts';
import { MANIFEST_ID, SHARD_REWRITE_EVERY } from '../../design/folds/catalogue-build.ts';
import type { CataloguePiece } from '../../design/folds/catalogue.ts';
import { foldCatalogue, pieceText } from '../../design/folds/catalogue.ts';
import { HOUR, MINUTE } from '../../design/time/clock.ts';
import type { Database, Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { createPace, type Pace } from './pace.ts';
import { startProjector } from './projector.ts';

let engine: Engine;
let projector: Follower;
let now: number;
/** Tests wait for nothing. */
const FREE: Pace = { turn: () => Promise.resolve(), spend: () => undefined, end: () => undefined };
const start = (): Follower =>
  startProjector(engine, { clock: { now: () => now }, log: () => undefined, pace: FREE, retryAfter: 1 });

beforeEach(() => {
  now = 1_763_700_000_000;
  engine = createMemoryEngine();
  projector = start();
});
afterEach(() => projector.stop());

const product = (sku: string, price = 100_00, archived = false): Product => ({
  _id: `product:${sku}`,
  type: 'product',
  schema: 1,
  hlc: '1763700000000-0000-0000',
  by: null,
  pos: null,
  sku,
  name: `Оправа ${sku}`,
  brand: 'Ray-Ban',
  kind: 'frame',
  category: 'Оправы',
  ean: null,
  price,
  vat: 'none',
  subject: 'goods',
  supplier: 'FrameStore',
  archived,
  stamps: {},
});

async function store(...products: Product[]): Promise<void> {
  const database = await engine.open(PRODUCTS);
  const before = new Map((await database.range({ keys: products.map((p) => p._id) })).map((d) => [d._id, d._rev]));
  await database.bulk(products.map((doc) => ({ ...doc, _rev: before.get(doc._id) })));
  await projector.settled();
}
const range = (from: number, to: number): Product[] => Array.from({ length: to - from }, (_, i) => product(`RB-${from + i}`));

const manifest = async (): Promise<Manifest> => (await (await engine.open(CATALOG)).get(MANIFEST_ID)) as unknown as Manifest;
async function till(at?: Manifest): Promise<Record<string, number>> {
  const catalog = await engine.open(CATALOG);
  const pieces = new Map((await catalog.range({})).map((d) => [d._id, d as unknown as CataloguePiece]));
  const digestOf = (piece: CataloguePiece): string => createHash('sha256').update(pieceText(piece)).digest('hex');
  const folded = foldCatalogue(at ?? (await manifest()), (id) => pieces.get(id), digestOf);
  if (!folded.whole) throw new Error(`missing ${folded.missing.join()}`);
  return Object.fromEntries([...folded.entries.values()].map((e) => [e.sku, e.price]));
}

describe('the catalogue projector', () => {
  it('builds shards at first, and reaches tills by deltas after', async () => {
    await store(...range(1, 1_200));
    const first = await manifest();
    expect(first).toMatchObject({ products: 1_199, shardCount: 3, deltas: [] });
    await store(product('RB-1', 5_00), product('RB-2', 1, true), product('NEW-1'));
    const second = await manifest();
    expect(second.shards).toEqual(first.shards);
    expect(second.deltas.length).toBeGreaterThan(0);
    const seen = await till();
    expect(seen).toMatchObject({ 'RB-1': 5_00, 'NEW-1': 100_00 });
    expect(seen).not.toHaveProperty('RB-2');
    expect(Object.keys(seen)).toHaveLength(second.products);
  });

  it('forgets a product that was deleted', async () => {
    await store(...range(1, 5));
    const products = await engine.open(PRODUCTS);
    const doc = (await products.get('product:RB-1'))!;
    await products.put({ _id: doc._id, _rev: doc._rev, _deleted: true });
    await projector.settled();
    expect(Object.keys(await till())).toEqual(['RB-2', 'RB-3', 'RB-4']);
  });

  it('makes a manifest of nothing before there are products', async () => {
    await engine.open(PRODUCTS);
    await projector.settled();
    expect(await manifest()).toMatchObject({ products: 0, shardCount: 1 });
  });

  it('goes on from its cursor, and a restart alone writes nothing', async () => {
    await store(...range(1, 20));
    await projector.stop();
    const catalog = await engine.open(CATALOG);
    const before = await catalog.info();
    projector = start();
    await projector.settled();
    expect(await catalog.info()).toEqual(before);
    await store(product('RB-1', 7_00));
    expect((await till())['RB-1']).toBe(7_00);
  });

  it('finishes what a kill between the pieces and the cursor left behind', async () => {
    await store(...range(1, 20));
    await projector.stop();
    const control = await engine.open(CONTROL);
    const cursor = (await control.get('cursor:projector'))!;
    projector = start();
    await store(product('RB-1', 7_00));
    await projector.stop();
    const now1 = (await control.get('cursor:projector'))!;
    await control.put({ ...cursor, _rev: now1._rev });
    projector = start();
    await store(product('RB-2', 8_00));
    expect(await till()).toMatchObject({ 'RB-1': 7_00, 'RB-2': 8_00 });
  });

  it('leaves a till that is in the middle of a pull the pieces of its old manifest, for two days', async () => {
    await store(...range(1, 1_300));
    const old = await manifest();
    now += SHARD_REWRITE_EVERY;
    await store(...range(1, 1_300).map((one) => ({ ...one, price: 25 })));
    const rewritten = await manifest();
    expect(rewritten.shards).not.toEqual(old.shards);
    expect((await till(old))['RB-1']).toBe(100_00);
    now += 49 * HOUR;
    await store(product('RB-2', 1));
    await expect(till(old)).rejects.toThrow('missing');
    expect(await till()).toMatchObject({ 'RB-1': 25, 'RB-2': 1 });
  });

  const documents = async (): Promise<string[]> => (await (await engine.open(CATALOG)).range({})).map((d) => d._id);

  it('lets changes travel as deltas where its cursor was lost', async () => {
    await store(...range(1, 1_200));
    const { shards } = await manifest();
    await projector.stop();
    const control = await engine.open(CONTROL);
    const cursor = (await control.get('cursor:projector'))!;
    await control.put({ _id: cursor._id, _rev: cursor._rev, _deleted: true });
    const products = await engine.open(PRODUCTS);
    const gone = (await products.get('product:RB-7'))!;
    await products.bulk([{ _id: gone._id, _rev: gone._rev, _deleted: true }]);
    projector = start();
    await store(product('RB-1', 7_00));
    expect((await manifest()).shards).toEqual(shards);
    expect((await till())['RB-1']).toBe(7_00);
    expect(Object.keys(await till())).not.toContain('RB-7');
  });

  it.each([['lost'], ['altered']])('writes a %s piece again at its next start, with the same id', async (how) => {
    await store(...range(1, 1_200));
    const { shards } = await manifest();
    await projector.stop();
    const catalog = await engine.open(CATALOG);
    const piece = (await catalog.get(shards[1]!.id))!;
    if (how === 'lost') await catalog.put({ _id: piece._id, _rev: piece._rev, _deleted: true });
    else await catalog.put({ ...piece, entries: [] });
    await expect(till()).rejects.toThrow('missing');
    projector = start();
    await projector.settled();
    expect((await manifest()).shards).toEqual(shards);
    expect(Object.keys(await till())).toHaveLength(1_199);
  });

  it('lets go of pieces that a killed server left and nothing names', async () => {
    await store(...range(1, 20));
    await projector.stop();
    const catalog = await engine.open(CATALOG);
    const piece = (await catalog.get((await manifest()).shards[0]!.id))!;
    await catalog.put({ ...piece, _id: 'catalogue-delta:00000099-orphan', _rev: undefined, type: 'catalogue-delta' });
    projector = start();
    await projector.settled();
    now += 49 * HOUR;
    await store(product('RB-1', 3));
    expect(await documents()).not.toContain('catalogue-delta:00000099-orphan');
  });

  it('killed at any write, leaves the old or the new catalogue, and ends at the new one', async () => {
    for (let kill = 1, isOver = false; !isOver; kill++) {
      engine = createMemoryEngine();
      const steady = startProjector(engine, { clock: { now: () => now }, log: () => undefined, pace: FREE });
      projector = steady;
      await store(...range(1, 1_300));
      await projector.stop();
      now += SHARD_REWRITE_EVERY;
      const before = await till();
      // Enough for shards and deltas at once; the last change of a product that was there already.
      await (await engine.open(PRODUCTS)).bulk(range(1_300, 1_310));
      const products = await engine.open(PRODUCTS);
      const held = await products.range({ startkey: 'product:', endkey: 'product:\uffff' });
      await products.bulk(held.map((doc) => ({ ...doc, price: 7 })));
      const dying = killedAt(engine, kill);
      projector = startProjector(dying.engine, { clock: { now: () => now }, log: () => undefined, pace: FREE });
      await projector.settled();
      await projector.stop();
      isOver = !dying.isKilled();
      const between = await till();
      const after = Object.fromEntries(range(1, 1_310).map(({ sku }) => [sku, 7]));
      expect([before, after]).toContainEqual(between);
      projector = startProjector(engine, { clock: { now: () => now }, log: () => undefined, pace: FREE });
      await projector.settled();
      expect(await till()).toEqual(after);
      await projector.stop();
      if (isOver) expect(kill).toBeGreaterThan(3);
    }
    projector = start();
  });

  it('two servers at work at once by mistake harm nothing', async () => {
    const other = startProjector(engine, { clock: { now: () => now }, log: () => undefined, pace: FREE, retryAfter: 1 });
    for (let round = 1; round <= 6; round++) {
      const products = await engine.open(PRODUCTS);
      const held = new Map((await products.range({})).map((d) => [d._id, d._rev]));
      now += 5 * MINUTE;
      const docs = range(1, 400 * round).map((one) => ({ ...one, price: round, _rev: held.get(one._id) }));
      await products.bulk(docs.filter((_, i) => i % 2 === 0));
      await products.bulk(docs.filter((_, i) => i % 2 === 1));
      await Promise.all([projector.settled(), other.settled()]);
    }
    await other.stop();
    await projector.settled();
    expect(await till()).toEqual(Object.fromEntries(range(1, 2_400).map(({ sku }) => [sku, 6])));
  });
});

/** An engine that does its first writes and none from the n-th call on, as a killed process. */
function killedAt(whole: Engine, nth: number): { engine: Engine; isKilled: () => boolean } {
  let writes = 0;
  const guard = (): void => {
    writes += 1;
    if (writes >= nth) throw new Error('killed');
  };
  const dying = (database: Database): Database => ({
    name: database.name,
    get: (id) => database.get(id),
    range: (query) => database.range(query),
    changes: (options) => database.changes(options),
    info: () => database.info(),
    leaves: (...args) => database.leaves(...args),
    put: async (doc) => {
      guard();
      return database.put(doc);
    },
    bulk: async (docs, options) => {
      guard();
      return database.bulk(docs, options);
    },
  });
  const engine: Engine = {
    kind: whole.kind,
    exists: (name) => whole.exists(name),
    list: () => whole.list(),
    watch: (listener) => whole.watch(listener),
    close: () => whole.close(),
    open: async (name) => dying(await whole.open(name)),
  };
  return { engine, isKilled: () => writes >= nth };
}

describe('the pace of manifests', () => {
  it('is free for a while and steady after, and what was not used comes back', async () => {
    vi.useFakeTimers();
    let at = 0;
    const pace = createPace({ burst: 3, every: 1_000 }, () => at);
    const done: number[] = [];
    const step = async (): Promise<void> => {
      await pace.turn();
      pace.spend();
      done.push(at);
    };
    const pass = async (ms: number): Promise<void> => {
      at += ms;
      await vi.advanceTimersByTimeAsync(ms);
    };
    for (let n = 0; n < 4; n++) await step();
    const waiting = step();
    await pass(999);
    expect(done).toHaveLength(4);
    await pass(1);
    await waiting;
    expect(done).toEqual([0, 0, 0, 0, 1_000]);
    await pass(10_000);
    for (let n = 0; n < 4; n++) await step();
    expect(done.slice(5)).toEqual([11_000, 11_000, 11_000, 11_000]);
    const last = pace.turn();
    pace.end();
    await last;
    vi.useRealTimers();
  });
});
