import { expect, it, vi } from 'vitest';
import { formatHlc } from '$design/time/hlc.ts';
import { StockTakeStore, type StockTakeDeps } from './stock-take.store.svelte.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const stamp = (n: number, device = 5) => formatHlc({ wall: NOW + n, counter: 0, device });
const TAKE = `stock-take:${stamp(1)}`;
const ZONE = `stock-zone:${stamp(1)}~${stamp(2)}`;
type Doc = { _id: string };

/** A manager's tablet that holds a take of one brand; `others`: what another tablet read in the zone. */
function tablet(others: readonly string[]) {
  const none = { review: null, approved: null, cancelled: null, posted: null };
  const take = { _id: TAKE, type: 'stock-take', place: 'floor', scope: { kind: 'brand', brand: 'Baniss' }, begun: NOW, ...none };
  const zone = { _id: ZONE, type: 'stock-zone', name: 'Витрина', done: null, ruling: null };
  const sheet = (skus: readonly string[]) => ({
    ...{ _id: `stock-sheet:${stamp(1)}~${stamp(2)}~5`, type: 'stock-sheet', zone: stamp(2), device: 5 },
    lines: skus.map((sku, n) => ({ id: stamp(10 + n), at: NOW + 10 + n, by: null, code: sku, sku, qty: 1 })),
  });
  const held: Record<string, Doc> = {};
  const put = (doc: Doc) => (held[doc._id] = doc);
  [{ ...take, missingAreNone: false, blind: true, number: '1', name: 'Бренд' }, zone, sheet(others)].forEach(put);
  let hear: (change: object) => void = () => undefined;
  const deps = {
    databases: {
      ...{ known: () => ['store-demo-1'], ids: () => Promise.resolve([]), get: () => Promise.resolve(null) },
      all: (_: string, ids: readonly string[]) => Promise.resolve(ids.flatMap((id) => held[id] ?? [])),
      range: (_: string, from: string, to: string) =>
        Promise.resolve(Object.values(held).filter(({ _id }) => _id >= from && _id <= to)),
    },
    hub: { on: (told: typeof hear) => ((hear = told), () => undefined) },
    catalogue: {
      bySkus: (skus: readonly string[]) =>
        Promise.resolve(skus.map((sku) => ({ sku, name: `Оправа ${sku}`, brand: 'Baniss', kind: 'frame', price: 5_000 }))),
    },
    ...{ documents: {}, stamps: {}, approval: {}, months: () => [], idle: () => Promise.resolve(), who: () => ({}) },
    ...{ store: () => 'demo-1', device: () => 3, now: () => NOW, can: () => true },
  };
  const desk = new StockTakeStore(deps as unknown as StockTakeDeps);
  return {
    desk,
    readsToo: (skus: readonly string[]) => {
      const doc = put(sheet(skus));
      hear({ database: 'store-demo-1', ids: [doc._id] });
    },
  };
}

it('what another tablet counted and no book ever held has its name, its price and its place in the take', async () => {
  const { desk, readsToo } = tablet(['BA-1']);
  await desk.show(TAKE);
  await vi.waitFor(() => expect(desk.current?.lines).not.toBeNull(), { timeout: 30_000 });
  expect(desk.names['BA-1']).toMatchObject({ name: 'Оправа BA-1', price: 5_000 });
  expect(desk.current!.lines).toMatchObject([{ sku: 'BA-1', counted: 1, expected: 0 }]);
  readsToo(['BA-1', 'BA-2', 'BA-2']);
  await desk.settled();
  expect(desk.names['BA-2']).toMatchObject({ name: 'Оправа BA-2', price: 5_000 });
  expect(desk.current!.lines!.map(({ sku, counted }) => [sku, counted])).toEqual([
    ['BA-1', 1],
    ['BA-2', 2],
  ]);
});
