import { expect, it } from 'vitest';
import type { StockCount } from '$design/folds/stock-count.ts';
import { keepFloor } from './stock-keeper.ts';

const STORE = 'store-demo-1';
const OCTOBER = 'sales-demo-1-202610';
const NOVEMBER = 'sales-demo-1-202611';

/** Ten pieces were there when November began, whatever October moved. */
const opening = {
  ...{ _id: 'opening:202611', type: 'opening', store: 'demo-1', month: '202611', stock: { floor: { 'RB-1': 10_000 } } },
  ...{ cash: {}, deposits: {} },
};
const delivery = (at: number, qty: number) => ({
  ...{ _id: `stock-movement:${at}-0000-0001`, type: 'stock-movement', sku: 'RB-1', qty, from: 'supplier', to: 'floor', more: [] },
});

/** A device whose databases fill while it is watched. */
function device() {
  const held = new Map<string, Map<string, { _id: string }>>();
  const of = (name: string) => [...(held.get(name)?.values() ?? [])].sort((a, b) => (a._id < b._id ? -1 : 1));
  let count: StockCount | null = null;
  const keeper = keepFloor({
    databases: {
      range: (name, startkey, endkey, { limit = Infinity } = {}) =>
        Promise.resolve(
          of(name)
            .filter(({ _id }) => _id >= startkey && _id <= endkey)
            .slice(0, limit) as never[],
        ),
      ids: (name, startkey, endkey) =>
        Promise.resolve(of(name).flatMap(({ _id }) => (_id >= startkey && _id <= endkey ? [_id] : []))),
      get: (name, id) => Promise.resolve((held.get(name)?.get(id) ?? null) as never),
    },
    shop: () => 'demo-1',
    months: () => [...held.keys()].filter((name) => name.startsWith('sales-')),
    idle: () => Promise.resolve(),
    onCount: (counted) => (count = counted),
  });
  const arrive = (database: string, ...docs: { _id: string }[]) => {
    const own = held.get(database) ?? new Map<string, { _id: string }>();
    for (const doc of docs) own.set(doc._id, doc);
    held.set(database, own);
    return keeper.changed({ database, origin: 'pulled', ids: docs.map(({ _id }) => _id) });
  };
  return { keeper, arrive, qty: () => count?.of('RB-1') ?? null };
}

it('a first load in any order counts what came since the newest opening, and nothing of the months that it holds already', async () => {
  const october = () => delivery(1_790_900_000_000, 500);
  const november = () => delivery(1_793_600_000_000, 4);
  const orders = [
    [STORE, NOVEMBER, OCTOBER],
    [STORE, OCTOBER, NOVEMBER],
    [OCTOBER, NOVEMBER, STORE],
    [NOVEMBER, STORE, OCTOBER],
  ];
  for (const order of orders) {
    const { keeper, arrive, qty } = device();
    await keeper.start();
    for (const name of order) await arrive(name, name === STORE ? opening : name === OCTOBER ? october() : november());
    expect(qty(), order.join()).toBe(14);
  }
});
