import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOG, CONTROL, PRODUCTS } from '../../design/databases.ts';
import type { Manifest, Product } from '../../design/documents/catalogue.ts';
import { MANIFEST_ID, SHARD_REWRITE_EVERY } from '../../design/folds/catalogue-build.ts';
import type { CataloguePiece } from '../../design/folds/catalogue.ts';
import { foldCatalogue, pieceText } from '../../design/folds/catalogue.ts';
import { HOUR } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startProjector } from './projector.ts';

let engine: Engine;
let projector: Follower;
let now: number;
const start = (): Follower => startProjector(engine, { clock: { now: () => now }, log: () => undefined });

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
    await store(...range(1, 20));
    const old = await manifest();
    now += SHARD_REWRITE_EVERY;
    for (let price = 1; price <= 25; price++) await store(product('RB-1', price));
    const rewritten = await manifest();
    expect(rewritten.shards).not.toEqual(old.shards);
    expect((await till(old))['RB-1']).toBe(100_00);
    now += 49 * HOUR;
    await store(product('RB-2', 1));
    await expect(till(old)).rejects.toThrow('missing');
    expect(await till()).toMatchObject({ 'RB-1': 25, 'RB-2': 1 });
  });
});
