import { expect, it } from 'vitest';
import type { Order } from '$design/documents/order.ts';
import type { SupplierOrder } from '$design/documents/supplier-order.ts';
import { replayOrder, type OrderView } from '$design/folds/order.ts';
import { addEvents, type NewEvent } from '$design/merge/edit.ts';
import { formatHlc } from '$design/time/hlc.ts';
import { described, eventsOf, makeOrder } from '../../../tests/factories/order-events.ts';
import { LensOrdersStore } from './lens-orders.store.svelte.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const WHO = { by: 'staff:1', pos: null };

/** A shop in memory. `dies`: the device goes out before it has written to an order. */
function shop(dies = false) {
  let stamp = 0;
  const next = () => formatHlc({ wall: NOW + (stamp += 1), counter: 0, device: 3 });
  const orders = new Map<string, Order>(
    ['17', '18'].map((key) => [`order:${key}`, makeOrder(key, eventsOf(described(), { kind: 'confirm' }))]),
  );
  const docs = new Map<string, SupplierOrder>();
  const fate = { dies };
  const held = (order: Order) => ({ order, view: replayOrder(order.events) });
  type Compose = (view: OrderView, order: Order) => readonly NewEvent[];
  const store = new LensOrdersStore({
    shelf: {
      database: 'store-1',
      all: () => Promise.resolve([...orders.values()].map(held)),
      onChange: () => () => undefined,
      write(id, events) {
        if (fate.dies) return Promise.reject(new Error('gone'));
        const order = orders.get(id)!;
        const wanted = (events as Compose)(replayOrder(order.events), order);
        if (wanted.length > 0) orders.set(id, addEvents(order, wanted, NOW, { ...WHO, hlc: next() }));
        return Promise.resolve(held(orders.get(id)!));
      },
    },
    documents: {
      create(_database, compose) {
        const doc = { ...compose(next()), _rev: '1-a' };
        docs.set(doc._id, doc as unknown as SupplierOrder);
        return Promise.resolve(doc);
      },
      editFields(_database, id, _who, patch) {
        const doc = { ...docs.get(id)!, ...patch };
        docs.set(id, doc);
        return Promise.resolve(doc as never);
      },
    },
    databases: { known: () => ['store-1'], range: () => Promise.resolve([...docs.values()] as never) },
    hub: { on: () => () => undefined },
    ...{ who: () => WHO, store: () => 'store-1', now: () => NOW, can: () => true, digest: () => Promise.resolve('d'.repeat(64)) },
  });
  return { store, orders, docs, fate };
}

it('orders what confirmed orders lack, tells them, and takes in what came', async () => {
  const { store, orders } = shop();
  await store.open();
  const [group] = store.groups;
  expect(group!.lines).toHaveLength(4);
  expect(await store.make(group!.supplier!, group!.lines)).toBeNull();
  expect(store.groups).toEqual([]);
  expect(store.underWay).toHaveLength(4);
  const [shown] = store.orders;
  expect(shown!.doc.number).toBe('3-001');
  expect(store.vca(shown!).match(/^JOB=/gm)).toHaveLength(2);
  expect(store.mail(shown!, { name: 'Оптика', address: 'Тверская, 1' }).text).toContain('17-A\n  OD');
  expect(await store.receive(store.underWay.slice(0, 1))).toBeNull();
  expect(store.underWay).toHaveLength(3);
  expect(store.orders[0]!.lines.map(({ state }) => state)).toEqual(['received', 'ordered', 'ordered', 'ordered']);
  for (const { events } of orders.values()) expect(replayOrder(events).illegal).toEqual([]);
});

it('a device that died after its supplier order was durable tells the orders at its next opening, once', async () => {
  const { store, orders, docs, fate } = shop(true);
  await store.open();
  expect(await store.make('Линзы Плюс', store.groups[0]!.lines)).not.toBeNull();
  expect(docs.size).toBe(1);
  fate.dies = false;
  await store.open();
  await store.open();
  expect(store.groups).toEqual([]);
  expect(store.underWay).toHaveLength(4);
  for (const { events } of orders.values()) expect(replayOrder(events).illegal).toEqual([]);
});

it('keeps how and when the text went out, with its digest', async () => {
  const { store, docs } = shop();
  await store.open();
  await store.make('Линзы Плюс', store.groups[0]!.lines);
  expect(await store.sent(store.orders[0]!, 'file', 'JOB=17-A')).toBeNull();
  expect([...docs.values()][0]!.sent).toEqual({ at: NOW, via: 'file', digest: 'd'.repeat(64) });
});
