import { expect, it } from 'vitest';
import type { Order } from '$design/documents/order.ts';
import type { SupplierOrder } from '$design/documents/supplier-order.ts';
import { replayOrder } from '$design/folds/order.ts';
import { heldStock } from '$design/orders/reservations.ts';
import { orderGoods } from '$design/stock/order-goods.ts';
import { addEvents } from '$design/merge/edit.ts';
import { formatHlc } from '$design/time/hlc.ts';
import { described, eventsOf, makeOrder, orderedLensOf, pairOf } from '../../../tests/factories/order-events.ts';
import { LensOrdersStore, type LensOrdersDeps } from './lens-orders.store.svelte.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const WHO = { by: 'staff:1', pos: null };

/** A shop in memory. `dies`: the device goes out before it has written to an order. */
function shop(dies = false, pair = pairOf()) {
  let stamp = 0;
  const next = () => formatHlc({ wall: NOW + (stamp += 1), counter: 0, device: 3 });
  const orders = new Map<string, Order>(
    ['17', '18'].map((key) => [`order:${key}`, makeOrder(key, eventsOf(described(pair), { kind: 'confirm' }))]),
  );
  const docs = new Map<string, SupplierOrder>();
  const fate = { dies };
  const held = (order: Order) => ({ order, view: replayOrder(order.events) });
  type Shelf = LensOrdersDeps['shelf'];
  const shelf: Shelf = {
    database: 'store-1',
    all: () => Promise.resolve([...orders.values()].map(held)),
    onChange: () => () => undefined,
    write(id, events) {
      if (fate.dies) return Promise.reject(new Error('gone'));
      const order = orders.get(id)!;
      const wanted = typeof events === 'function' ? events(replayOrder(order.events), order) : events;
      if (wanted.length > 0) orders.set(id, addEvents(order, wanted, NOW, { ...WHO, hlc: next() }));
      return Promise.resolve(held(orders.get(id)!));
    },
  };
  const store = new LensOrdersStore({
    shelf,
    documents: {
      create(_database, compose) {
        const doc = { ...compose(next()), _rev: '1-a' };
        docs.set(doc._id, doc as unknown as SupplierOrder);
        return Promise.resolve(doc);
      },
      edit(_database, id, _who, change) {
        const doc = change(docs.get(id)! as never, { ...WHO, hlc: next() });
        docs.set(id, doc as never);
        return Promise.resolve(doc as never);
      },
      editFields(_database, id, _who, patch) {
        const doc = { ...docs.get(id)!, ...patch };
        docs.set(id, doc);
        return Promise.resolve(doc as never);
      },
    },
    databases: {
      known: () => ['store-1'],
      range: (_database: string, from: string, to: string) =>
        Promise.resolve([...docs.values()].filter(({ _id }) => _id >= from && _id <= to) as never),
    },
    shop: () => Promise.resolve({ name: 'Оптика', address: 'Тверская, 1', phone: '' }),
    hub: { on: () => () => undefined },
    ...{ who: () => WHO, store: () => 'store-1', now: () => NOW, can: () => true, digest: () => Promise.resolve('d'.repeat(64)) },
  });
  return { store, shelf, orders, docs, fate };
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
  expect(store.text(shown!).text).toContain('17-A\n  OD');
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

const CARD = { name: 'Линзы Плюс', email: 'zakaz@linzy.example', format: 'vca', customer: 'К-77' } as const;

it('wishes an order sent once, in the words that the screen showed; a second press wishes nothing', async () => {
  const { store, docs } = shop();
  await store.open();
  expect(store.suppliers).toEqual([{ name: 'Линзы Плюс', email: null, format: 'vca', customer: null }]);
  expect(await store.saveSupplier(CARD)).toBeNull();
  expect(await store.saveSupplier({ ...CARD, name: ' линзы плюс', customer: 'К-78' })).toBeNull();
  expect(store.cardOf('Линзы  плюс')).toMatchObject({ ...CARD, customer: 'К-78' });
  await store.make('Линзы Плюс', store.groups[0]!.lines);
  const shown = store.text(store.orders[0]!);
  expect(await store.send(store.orders[0]!)).toBeNull();
  expect(await store.send(store.orders[0]!)).toBeNull();
  const doc = [...docs.values()].find(({ type }) => type === 'supplier-order')!;
  expect(doc.send).toEqual({ at: NOW, ...shown });
  expect(doc.send!.text).toContain('К-78');
  // A person sends again what is known to have failed.
  docs.set(doc._id, {
    ...doc,
    mail: { wish: NOW, state: 'failed', at: NOW, tries: 1, code: 'SENDING_REFUSED', via: null, digest: null },
  });
  await store.open();
  expect(await store.send(store.orders[0]!)).toBeNull();
  expect(docs.get(doc._id)!.send!.at).toBe(NOW + 1);
});

it('calls a lens off before the order went out without a letter, and afterwards with one; the need comes back', async () => {
  const { store, docs } = shop();
  await store.open();
  await store.saveSupplier(CARD);
  await store.make('Линзы Плюс', store.groups[0]!.lines);
  const now = () => [...docs.values()].find(({ type }) => type === 'supplier-order')!;
  expect(await store.drop(store.orders[0]!, store.orders[0]!.lines[0]!.line)).toBeNull();
  expect(now().withdraw).toBeUndefined();
  expect(store.groups[0]!.lines).toHaveLength(1);
  expect(store.text(store.orders[0]!).text).toContain('штук: 3.');
  await store.send(store.orders[0]!);
  expect(await store.drop(store.orders[0]!, store.orders[0]!.lines[1]!.line)).toBeNull();
  expect(now().withdraw).toMatchObject({ subject: 'Изменение заказа линз № 3-001, Оптика', file: null });
  expect(await store.cancel(store.orders[0]!, 'ошибка')).toBeNull();
  expect(now().withdraw!.subject).toBe('Отмена заказа линз № 3-001, Оптика');
  expect(now().withdraw!.at).toBe(NOW + 1);
  expect(store.groups[0]!.lines).toHaveLength(4);
  expect(store.orders[0]!.lines.map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped', 'dropped']);
});

it('a wrongly scanned lens is taken back by a person', async () => {
  const { store } = shop();
  await store.open();
  await store.make('Линзы Плюс', store.groups[0]!.lines);
  await store.receive(store.underWay.slice(0, 1));
  expect(await store.takeBack(store.orders[0]!, store.orders[0]!.lines[0]!.line)).toBeNull();
  expect(store.underWay).toHaveLength(4);
});

const START = { kind: 'start' } as const;
const broken = (again: 'stock' | 'supplier') =>
  ({ kind: 'breakage', pair: 'A', part: 'os', cause: 'edging', again, fault: 'workshop' }) as const;

it('a lens that breaks on the bench stands among the needs, goes out as a remake and comes back to its pair', async () => {
  const { store, shelf, orders } = shop();
  await store.open();
  await store.make('Линзы Плюс', store.groups[0]!.lines);
  await store.receive(store.underWay);
  await shelf.write('order:17', [START, broken('supplier')]);
  await store.open();
  expect(store.groups).toMatchObject([{ supplier: 'Линзы Плюс', lines: [{ number: '17', eye: 'os', again: true }] }]);
  await store.make('Линзы Плюс', store.groups[0]!.lines);
  expect(store.vca(store.orders[0]!)).toMatch(/^JOB=17-A\r\nDO=L\r\n[^]*_REMAKE=1/);
  expect(store.text(store.orders[0]!).text).toContain('17-A (переделка)');
  await store.receive(store.underWay);
  const view = replayOrder(orders.get('order:17')!.events);
  expect(view).toMatchObject({
    illegal: [],
    pairs: [{ step: 'received', od: { status: 'received' }, os: { status: 'received' } }],
  });
});

it('lenses of our stock are held, not ordered; a broken one is taken from stock again, or bought of whom a person says', async () => {
  const stock = orderedLensOf({ source: 'stock', supplier: null });
  const { store, shelf, orders } = shop(false, pairOf({ od: stock, os: stock }));
  await store.open();
  expect(store.groups).toEqual([]);
  const views = () => [...orders].map(([id, { events }]) => [id, replayOrder(events)] as const);
  const key = 'LENS-160~-2.25-0.75';
  expect(heldStock(views()).get(key)).toEqual({ reserved: 4, consumed: 0 });
  await shelf.write('order:17', [START, broken('stock')]);
  await store.open();
  expect(store.groups).toEqual([]);
  expect(heldStock(views()).get(key)).toEqual({ reserved: 2, consumed: 2 });
  const spoilt = [...orders.values()].flatMap(({ events }) => orderGoods(events));
  expect(spoilt).toMatchObject([{ what: 'spoilt', sku: key }]);
  await shelf.write('order:18', [START, broken('supplier')]);
  await store.open();
  expect(store.groups).toMatchObject([{ supplier: null, lines: [{ number: '18', eye: 'os' }] }]);
  expect(await store.make('Линзы Плюс', store.groups[0]!.lines)).toBeNull();
  expect(store.underWay).toMatchObject([{ number: '18', eye: 'os' }]);
  expect(heldStock(views()).get(key)).toEqual({ reserved: 0, consumed: 3 });
});
