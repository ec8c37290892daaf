import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CatalogueShard, Manifest, ShopPrice } from '../../../design/documents/catalogue.ts';
import { planPriceList } from '../../../design/folds/price-list.ts';
import { addToCart, EMPTY_CART } from '../../../design/sale/cart.ts';
import { HOUR, MINUTE, SECOND } from '../../../design/time/clock.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import { sha256Hex, storeProducts } from '../server/catalogue.fixture.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startCatalogue, type CatalogueDevice } from './catalogue.fixture.ts';

let fixture: ServerFixture;
let till: CatalogueDevice;
beforeEach(async () => {
  fixture = await startFixture();
  await storeProducts(fixture, 1_200);
  till = await startCatalogue(fixture);
});
afterEach(async () => {
  await till.end();
  await fixture.end();
  vi.restoreAllMocks();
});

const onServer = () => fixture.server.engine.open('catalog');
const manifest = async () => (await (await onServer()).get('manifest:catalogue')) as unknown as Manifest;
const shard = async (n: number) => (await (await onServer()).get((await manifest()).shards[n]!.id)) as unknown as CatalogueShard;
async function announce(store: string, prices: readonly ShopPrice[]): Promise<void> {
  const catalog = await onServer();
  const before = await catalog.get(`price-list:${store}`);
  const hlc = formatHlc({ wall: fixture.clock.now(), counter: 0, device: 0 });
  const plan = planPriceList(store, prices, before as never, { hlc, digest: sha256Hex });
  const results = await catalog.bulk([...plan.parts, plan.list]);
  expect(results.every(({ ok }) => ok)).toBe(true);
}

describe('a till without a catalogue', () => {
  it('sells from the snapshot before anything is replicated, at the prices of its shop, with all a fiscal line needs', async () => {
    await announce('demo-1', [{ sku: 'P-7', price: 55_00, from: 1 }]);
    await announce('demo-2', [{ sku: 'P-8', price: 1, from: 1 }]);
    await till.start();
    expect(await till.until(({ count }) => count > 0)).toMatchObject({ state: 'loading', count: 1_200 });
    expect([await till.price('P-7'), await till.price('P-8')]).toEqual([55_00, 100_00]);
    const [line] = addToCart(EMPTY_CART, (await till.keeper.search('оправа p-7', 1))[0]!).lines;
    expect(line).toMatchObject({ price: 55_00, entry: { vat: '22', subject: 'goods', kind: 'frame', name: 'Оправа P-7' } });
    await till.pull();
    expect(till.state.view).toMatchObject({ state: 'ready', count: 1_200, damaged: 0 });
    expect([await till.price('P-7'), await till.price('P-8')]).toEqual([55_00, 100_00]);
  });

  it('asks again until the server answers, and needs nothing once it is whole', async () => {
    till.line.isCut = true;
    await till.start();
    await till.paused();
    expect([till.asked, till.state.view?.count ?? 0]).toEqual([['/api/catalogue/snapshot'], 0]);
    till.line.isCut = false;
    await till.pass(SECOND);
    await till.until(({ count }) => count === 1_200);
    await till.pull();
    till.line.isCut = true;
    const before = till.asked.length;
    await till.start();
    expect(till.state.view).toMatchObject({ state: 'ready', count: 1_200 });
    await till.pass(HOUR);
    expect(till.asked.slice(before)).toEqual([]);
  });
});

describe('a damaged replica', () => {
  /** The revision counts as present, so that replication never brings the right body. */
  const damage = async (of: CatalogueShard, change: object) =>
    till.local().bulkDocs([{ ...of, ...change } as never], { new_edits: false });

  it('a flipped byte or a lost piece is fetched again over HTTP while the snapshot is sold from, and for good', async () => {
    const [flipped, lost] = [await shard(0), await shard(1)];
    await damage(flipped, {
      entries: flipped.entries.map((entry, i) => (i === 0 ? { ...entry, price: entry.price ^ 1 } : entry)),
    });
    await damage(lost, { _deleted: true });
    await till.start();
    await till.until(({ count }) => count > 0);
    till.line.isCut = true;
    await till.keeper.settled();
    till.line.isCut = false;
    await till.pull();
    expect(await till.until(({ state }) => state === 'ready')).toMatchObject({ count: 1_200 });
    await till.until(({ damaged }) => damaged === 0);
    expect(till.asked).toContain(`/db/catalog/${encodeURIComponent(flipped._id)}`);
    expect(await till.price(flipped.entries[0]!.sku)).toBe(100_00);
    // The copies lie beside the damaged documents: a restart without network reads them.
    till.line.isCut = true;
    await till.start();
    expect(till.state.view).toMatchObject({ state: 'ready', count: 1_200, damaged: 0 });
  });

  it('keeps the catalogue before in force, says how much is damaged, and tries ever later', async () => {
    await till.start();
    await till.pull();
    const held = await shard(0);
    const sku = held.entries[0]!.sku;
    // The next manifest names a piece that arrives damaged.
    await storeProducts(fixture, 1_200, { price: 50_00 });
    const next = await manifest();
    const changed = [...next.shards, ...next.deltas].map(({ id }) => id).filter((id) => id !== held._id);
    const piece = (await (await onServer()).get(changed.at(-1)!))!;
    await till.local().bulkDocs([{ ...piece, entries: [] } as never], { new_edits: false });
    const direct = `/db/catalog/${encodeURIComponent(piece._id)}`;
    till.line.refuses = direct;
    await till.pull();
    expect(await till.until(({ damaged }) => damaged === 1)).toMatchObject({ state: 'ready', count: 1_200 });
    expect(await till.price(sku)).toBe(100_00);
    const tries = () => till.asked.filter((path) => path === direct).length;
    await till.paused();
    expect(tries()).toBe(1);
    await till.pass(SECOND);
    await till.paused();
    expect(tries()).toBe(2);
    await till.pass(SECOND);
    expect(tries()).toBe(2);
    till.line.refuses = null;
    await till.pass(SECOND);
    await till.until(({ damaged }) => damaged === 0);
    expect(await till.price(sku)).toBe(50_00);
  });
});

describe('a pull that is cut', () => {
  it('leaves the catalogue before in force, also over a restart, wherever it is cut', async () => {
    await till.start();
    await till.pull();
    const first = await manifest();
    fixture.clock.forward(HOUR);
    await storeProducts(fixture, 900, { price: 50_00 });
    const next = await manifest();
    expect(next.version).toBeGreaterThan(first.version);
    for (let cut = 1; cut < 40 && (await till.price('P-3')) === 100_00; cut += 1) {
      await till.pull(1);
      const price = await till.price('P-3');
      // All or nothing: a product of another piece changes at the same moment.
      expect(await till.price('P-899')).toBe(price);
      till.line.isCut = true;
      await till.start();
      expect([await till.price('P-3'), await till.price('P-899')]).toEqual([price, price]);
      till.line.isCut = false;
    }
    expect(await till.price('P-3')).toBe(50_00);
  });

  it('follows a server that was restored from yesterday’s copy once it writes again', async () => {
    await till.start();
    await till.pull();
    const yesterday = await manifest();
    for (const price of [1_00, 2_00, 3_00]) await storeProducts(fixture, 1, { price });
    await till.pull();
    expect(await till.price('P-0')).toBe(3_00);
    // As the restored server goes on: the next revision of the old one, stamped now.
    const hlc = formatHlc({ wall: fixture.clock.now() + HOUR, counter: 0, device: 0 });
    const restored = {
      ...yesterday,
      hlc,
      version: yesterday.version + 1,
      _rev: `${Number.parseInt(yesterday._rev!) + 1}-${'0'.repeat(32)}`,
    };
    const parents = (await till.local().get('manifest:catalogue', { revs: true })) as unknown as {
      _revisions: { start: number; ids: string[] };
    };
    const at = parents._revisions.start - Number.parseInt(yesterday._rev!);
    const revisions = { start: Number.parseInt(restored._rev), ids: ['0'.repeat(32), ...parents._revisions.ids.slice(at)] };
    await till.local().bulkDocs([{ ...restored, _revisions: revisions } as never], { new_edits: false });
    await till.keeper.changed(['manifest:catalogue']);
    expect(await till.price('P-0')).toBe(100_00);
  });
});

/** From now on so many documents of the catalogue still find room on this device; then the browser says what Chromium says. */
function diskWithRoomFor(documents: number): { readonly empty: () => void } {
  let left = documents;
  const local = till.local();
  const full = () => Promise.reject(Object.assign(new Error('QuotaExceededError'), { status: 500, name: 'indexed_db_went_bad' }));
  const [bulkDocs, put] = [local.bulkDocs.bind(local), local.put.bind(local)];
  const writes = {
    // Whole or not at all, as a transaction is.
    bulkDocs(docs: unknown[] | { docs: unknown[] }, ...rest: unknown[]) {
      const many = 'docs' in docs ? docs.docs.length : docs.length;
      if (many > left) return full();
      left -= many;
      return (bulkDocs as (...all: unknown[]) => Promise<unknown>)(docs, ...rest);
    },
    put: (...all: unknown[]) => (left > 0 ? (put as (...given: unknown[]) => Promise<unknown>)(...all) : full()),
  };
  Object.assign(local, writes);
  return { empty: () => void (left = Infinity) };
}

describe('a disk that is full', () => {
  it('in the middle of a new version leaves the one before whole, sold from and started from again; with room the new one comes by itself', async () => {
    await till.start();
    await till.pull();
    const prices = async () => [await till.price('P-3'), await till.price('P-899')];
    const old = await manifest();
    fixture.clock.forward(HOUR);
    await storeProducts(fixture, 900, { price: 50_00 });
    expect((await manifest()).version).toBeGreaterThan(old.version);
    for (let room = 0; (await till.price('P-3')) === 100_00; room += 1) {
      expect(room).toBeLessThan(40);
      const disk = diskWithRoomFor(room);
      await till.pull(Infinity, 1).catch((error: unknown) => expect(String(error)).toContain('QuotaExceeded'));
      await till.keeper.settled();
      // What did find room is not lost to the next try, and what is sold is of one version.
      const [one, other] = await prices();
      expect(other).toBe(one);
      till.line.isCut = true;
      await till.start();
      expect(await prices()).toEqual([one, one]);
      expect(till.state.view).toMatchObject({ state: 'ready', count: 1_200 });
      till.line.isCut = false;
      disk.empty();
    }
    expect(await prices()).toEqual([50_00, 50_00]);
  });
});

describe('announced prices', () => {
  it('come into force at their instant by themselves, without network, and a corrected clock counts', async () => {
    const now = fixture.clock.now();
    await announce('demo-1', [
      { sku: 'P-1', price: 90_00, from: now + 10 * MINUTE },
      { sku: 'P-1', price: 80_00, from: now + 20 * MINUTE },
    ]);
    await till.start();
    await till.pull();
    till.line.isCut = true;
    const revision = () => till.state.view!.revision;
    const before = revision();
    for (let passed = 0; passed < 19; passed += 1) await till.pass(30 * SECOND);
    expect([await till.price('P-1'), revision()]).toEqual([100_00, before]);
    await till.pass(30 * SECOND);
    await till.until((view) => view.revision === before + 1);
    expect(await till.price('P-1')).toBe(90_00);
    // The server's time says that it is five minutes earlier, then half an hour later.
    fixture.clock.forward(-5 * MINUTE);
    till.keeper.clockCorrected();
    expect(await till.price('P-1')).toBe(100_00);
    fixture.clock.forward(30 * MINUTE);
    till.keeper.clockCorrected();
    expect(await till.price('P-1')).toBe(80_00);
  });

  it('of a long list change with one part pulled; a damaged part is fetched again; a deleted list leaves the catalogue’s prices', async () => {
    const prices = Array.from({ length: 1_100 }, (_, i) => ({ sku: `P-${i}`, price: 60_00, from: 1 }));
    await announce('demo-1', prices);
    await till.start();
    await till.pull();
    expect(await till.price('P-1099')).toBe(60_00);
    const next = [...prices, { sku: 'P-5', price: 61_00, from: 2 }];
    const list = (await (await onServer()).get('price-list:demo-1')) as never;
    const { parts } = planPriceList('demo-1', next, list, { hlc: '1763683200001-0000-0000', digest: sha256Hex });
    expect(parts).toHaveLength(1);
    await announce('demo-1', next);
    const part = (await (await onServer()).get(parts[0]!._id))!;
    await till.local().bulkDocs([{ ...part, prices: [] } as never], { new_edits: false });
    await till.pull();
    await expect.poll(() => till.price('P-5')).toBe(61_00);
    await till.until(({ damaged }) => damaged === 0);
    const catalog = await onServer();
    const held = (await catalog.get('price-list:demo-1'))!;
    await catalog.put({ _id: held._id, _rev: held._rev, type: 'price-list', _deleted: true });
    await till.pull();
    expect(await till.price('P-5')).toBe(100_00);
  });
});
