import { expect, it, vi } from 'vitest';
import { DAY } from '$design/time/clock.ts';
import { formatHlc } from '$design/time/hlc.ts';
import { StockTakeStore, type StockTakeDeps } from './stock-take.store.svelte.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const stamp = (n: number, device = 5) => formatHlc({ wall: NOW + n, counter: 0, device });
const TAKE = `stock-take:${stamp(1)}`;
const ZONE = `stock-zone:${stamp(1)}~${stamp(2)}`;
type Doc = { _id: string };

/** A manager's tablet that holds a take of one brand; `others`: what another tablet read in the zone. */
function tablet(others: readonly string[], months: Readonly<Record<string, readonly Doc[]>> = {}) {
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
      range: (name: string, from: string, to: string) =>
        Promise.resolve((months[name] ?? Object.values(held)).filter(({ _id }) => _id >= from && _id <= to)),
    },
    hub: { on: (told: typeof hear) => ((hear = told), () => undefined) },
    catalogue: {
      bySkus: (skus: readonly string[]) =>
        Promise.resolve(skus.map((sku) => ({ sku, name: `Оправа ${sku}`, brand: 'Baniss', kind: 'frame', price: 5_000 }))),
    },
    ...{
      documents: {},
      stamps: {},
      approval: {},
      months: () => Object.keys(months),
      idle: () => Promise.resolve(),
      who: () => ({}),
    },
    ...{ store: () => 'demo-1', device: () => 3, now: () => NOW, can: () => true },
  };
  const desk = new StockTakeStore(deps as unknown as StockTakeDeps);
  return {
    desk,
    arrives: (doc: Doc) => {
      put(doc);
      hear({ database: 'store-demo-1', ids: [doc._id] });
    },
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

it('a month that is sealed while the shop is counted changes nothing of what its books said when a piece was counted', async () => {
  const AT = Date.UTC(2026, 10, 30, 20);
  const fact = (at: number, qty: number, from: string, to: string) => ({
    ...{ _id: `stock-movement:${formatHlc({ wall: at, counter: 0, device: 5 })}`, type: 'stock-movement', sku: 'BA-1' },
    ...{ qty, from, to, at, because: '' },
  });
  const november = [fact(AT - 9 * DAY, 10, 'supplier', 'floor'), fact(AT + 60_000, 3, 'floor', 'write-off')];
  const { desk, arrives } = tablet([], { 'sales-demo-1-202611': november, 'sales-demo-1-202612': [] });
  const begun = {
    place: 'floor',
    scope: { kind: 'brand', brand: 'Baniss' },
    begun: AT - 60_000,
    missingAreNone: false,
    blind: true,
  };
  const rest = { review: null, approved: null, cancelled: null, posted: null, number: '1', name: 'Бренд' };
  arrives({ _id: TAKE, type: 'stock-take', ...begun, ...rest } as Doc);
  const line = { id: stamp(10), at: AT, by: null, code: 'BA-1', sku: 'BA-1', qty: 9 };
  const id = `stock-sheet:${stamp(1)}~${stamp(2)}~5`;
  arrives({ _id: id, type: 'stock-sheet', zone: stamp(2), device: 5, lines: [line] } as Doc);
  await desk.show(TAKE);
  const lines = () => desk.current?.lines;
  await vi.waitFor(() => expect(lines()).toMatchObject([{ sku: 'BA-1', counted: 9, difference: -1 }]), { timeout: 30_000 });
  // December's opening: ten came, three went.
  const sealed = {
    month: '202612',
    previous: null,
    stock: { floor: { 'BA-1': 7_000 } },
    cash: {},
    deposits: {},
    corrections: [],
  };
  const before = lines();
  arrives({ _id: 'opening:202612', type: 'opening', ...sealed } as Doc);
  await vi.waitFor(() => expect(lines()).not.toBe(before), { timeout: 30_000 });
  expect(lines()).toMatchObject([{ sku: 'BA-1', counted: 9, difference: -1 }]);
});
