import { describe, expect, it } from 'vitest';
import type { CatalogueEntry, CatalogueShard, Manifest, PriceList } from '$design/documents/catalogue.ts';
import { pieceText } from '$design/folds/catalogue.ts';
import { createColumns } from '$design/folds/catalogue-snapshot.ts';
import { planPriceList } from '$design/folds/price-list.ts';
import { SearchCore } from './search-core.ts';

/** Stands for SHA-256: equal texts have equal digests, different ones different. */
const digestOf = (text: string) => `digest of ${text}`;
const base = { schema: 1, hlc: '1763683200000-0000-0000', by: null, pos: null } as const;
const entry = (sku: string, price = 100): CatalogueEntry => ({
  sku,
  name: `Товар ${sku}`,
  brand: '',
  kind: 'frame',
  category: '',
  ean: null,
  price,
  vat: 'none',
  subject: 'goods',
});
function shard(n: number, ...entries: CatalogueEntry[]): CatalogueShard {
  const piece = { ...base, _id: `catalogue-shard:${n}`, type: 'catalogue-shard' as const, shard: n, digest: '', entries };
  return { ...piece, digest: digestOf(pieceText(piece)) };
}
const manifestOf = (version: number, ...shards: CatalogueShard[]): Manifest => ({
  ...base,
  _id: 'manifest:catalogue',
  type: 'manifest',
  version,
  products: 0,
  shardCount: 1,
  shards: shards.map(({ _id, digest }) => ({ id: _id, digest })),
  deltas: [],
});
const core = () => new SearchCore((text) => Promise.resolve(digestOf(text)));

describe('the catalogue in the worker', () => {
  it('names what it lacks and keeps the catalogue in force until a manifest is whole', async () => {
    const [a, b, c] = [shard(1, entry('A')), shard(2, entry('B')), shard(3, entry('C'))];
    const worker = core();
    expect(worker.lacking(manifestOf(1, a, b))).toEqual([a._id, b._id]);
    await worker.take([a, b]);
    expect(worker.apply(manifestOf(1, a, b))).toEqual({ count: 2, version: 1, missing: [] });
    expect(worker.apply(manifestOf(2, a, c))).toEqual({ count: 2, version: 1, missing: [c._id] });
    expect(worker.search('товар b', 10, 0).map(({ sku }) => sku)).toEqual(['B']);
    await worker.take([c]);
    expect(worker.apply(manifestOf(2, a, c))).toEqual({ count: 2, version: 2, missing: [] });
    expect(worker.search('товар b', 10, 0)).toEqual([]);
  });

  it('does not take a piece whose content is not what the manifest promises', async () => {
    const worker = core();
    await worker.take([{ ...shard(1, entry('A', 1)), digest: shard(1, entry('A')).digest }]);
    expect(worker.apply(manifestOf(1, shard(1, entry('A')))).missing).toEqual(['catalogue-shard:1']);
  });

  it('sells from a snapshot until the first whole manifest, and never after it', async () => {
    const worker = core();
    const gathered = createColumns();
    gathered.add([entry('A', 100), entry('B', 100)]);
    const base = new TextEncoder().encode(JSON.stringify(gathered.columns));
    const head = { deltas: [{ entries: [entry('C', 70)], removed: ['B'] }] };
    expect(worker.applySnapshot(base, head)).toEqual({ count: 2, version: 0, missing: [] });
    expect(worker.byCode('C', 0)).toEqual(entry('C', 70));
    const a = shard(1, entry('A', 200));
    expect(worker.apply(manifestOf(3, a))).toMatchObject({ count: 2, version: 0 });
    await worker.take([a]);
    expect(worker.apply(manifestOf(3, a))).toEqual({ count: 1, version: 3, missing: [] });
    expect(worker.applySnapshot(base, head)).toEqual({ count: 1, version: 3, missing: [] });
    expect(worker.byCode('A', 0)?.price).toBe(200);
  });

  it('keeps the prices in force while a part of a new list is missing', async () => {
    const worker = core();
    const a = shard(1, entry('S1', 999));
    await worker.take([a]);
    worker.apply(manifestOf(1, a));
    const prices = Array.from({ length: 600 }, (_, i) => ({ sku: `S${i}`, price: 80, from: 0 }));
    const plan = planPriceList('demo-1', prices, null, { hlc: base.hlc, digest: digestOf });
    expect(await worker.setPrices(plan.list, plan.parts)).toEqual([]);
    const next = planPriceList('demo-1', prices.slice(1), plan.list, { hlc: base.hlc, digest: digestOf });
    expect(await worker.setPrices(next.list, [])).toEqual(next.list.parts?.map(({ id }) => id));
    expect(worker.priceOf('S1', 1)).toBe(80);
  });

  it('shows the shop’s price from its own instant on', async () => {
    const worker = core();
    const a = shard(1, entry('A', 100));
    await worker.take([a]);
    worker.apply(manifestOf(1, a));
    const list: PriceList = {
      ...base,
      _id: 'price-list:demo-1',
      type: 'price-list',
      store: 'demo-1',
      prices: [{ sku: 'A', price: 80, from: 1_000 }],
      stamps: {},
    };
    await worker.setPrices(list, []);
    const price = (now: number) => worker.byCode('A', now)?.price;
    expect([price(999), price(1_000), worker.search('товар', 1, 2_000)[0]?.price]).toEqual([100, 80, 80]);
    // The clock was corrected backwards: the price that was announced is announced again.
    expect([worker.priceOf('A', 999), worker.pricesUntil(999), worker.pricesUntil(1_000)]).toEqual([100, 1_000, null]);
    expect(worker.priceOf('B', 999)).toBeNull();
    // The list was deleted: the catalogue's prices stand.
    await worker.setPrices(null, []);
    expect(price(2_000)).toBe(100);
  });
});
