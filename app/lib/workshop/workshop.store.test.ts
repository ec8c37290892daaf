import { expect, it, vi } from 'vitest';
import type { Order, OrderEvent } from '$design/documents/order.ts';
import { replayOrder, type OrderView } from '$design/folds/order.ts';
import type { NewEvent } from '$design/merge/edit.ts';
import type { HeldOrder } from '../orders/order-shelf.ts';
import { described, eventsOf, makeOrder, stampOfEvent } from '../../../tests/factories/order-events.ts';
import { WorkshopStore } from './workshop.store.svelte.ts';

type Events = readonly NewEvent[] | ((view: OrderView) => readonly NewEvent[]);

/** A shelf in memory; `events` come from elsewhere, as the replication brings them. */
function shelf(...orders: Order[]) {
  const held = new Map(orders.map((order) => [order._id, { order, view: replayOrder(order.events) }]));
  const listeners = new Set<(ids: readonly string[]) => void>();
  const writes: NewEvent[][] = [];
  const put = (order: Order): HeldOrder => {
    const one = { order, view: replayOrder(order.events) };
    held.set(order._id, one);
    for (const listener of listeners) listener([order._id]);
    return one;
  };
  const add = (id: string, events: readonly NewEvent[]): HeldOrder => {
    const { order } = held.get(id)!;
    const more = events.map((event, n) => ({ ...event, id: stampOfEvent(order.events.length + n), by: 'staff:1', at: 0 }));
    return put({ ...order, events: [...order.events, ...(more as OrderEvent[])] });
  };
  return {
    writes,
    add,
    all: vi.fn(() => Promise.resolve([...held.values()])),
    onChange(listener: (ids: readonly string[]) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    write(id: string, events: Events) {
      const { view } = held.get(id)!;
      const wanted = typeof events === 'function' ? events(view) : events;
      writes.push([...wanted]);
      return Promise.resolve(wanted.length === 0 ? held.get(id)! : add(id, wanted));
    },
  };
}

const noPhotos = { keep: () => Promise.reject(new Error()), waiting: 0, onChange: () => () => undefined };
const board = (on: ReturnType<typeof shelf>, mayMove = true) =>
  new WorkshopStore({
    shelf: on,
    nameOf: () => Promise.resolve('Иванова Анна Петровна'),
    mayMove: () => mayMove,
    photos: noPhotos,
  });

const confirmed = (key: string) => makeOrder(key, eventsOf(described(), { kind: 'confirm' }));

it('shows a client by initials only: the board hangs where others look', async () => {
  const store = board(shelf(confirmed('17')));
  await store.open();
  expect(store.cards.map(({ number }) => number)).toEqual(['17']);
  expect(store.initials('client:1')).toBe('И. А. П.');
});

it('follows what other tablets do, and makes a card anew only where its order changed', async () => {
  const on = shelf(confirmed('17'), confirmed('18'));
  const store = board(on);
  await store.open();
  const [, untouched] = store.cards;
  on.add('order:17', [{ kind: 'start' }]);
  await expect.poll(() => store.cards[0]!.column).toBe('production');
  expect(store.cards[1]).toBe(untouched);
});

it('a card that another tablet has moved already is not moved twice', async () => {
  const on = shelf(confirmed('17'));
  const store = board(on);
  await store.open();
  on.add('order:17', [{ kind: 'start' }]);
  expect(await store.move('order:17', 'production')).toEqual({ kind: 'none' });
  expect(on.writes).toEqual([[]]);
});

it('nothing is called ready against a doubt without a word of a person', async () => {
  const on = shelf(makeOrder('17', eventsOf(described(), { kind: 'confirm' }, { kind: 'start' })));
  const store = board(on);
  await store.open();
  expect(await store.move('order:17', 'ready')).toEqual({ kind: 'doubt', doubts: ['LENS_NOT_HERE', 'NOT_CHECKED'] });
  expect(on.writes.flat()).toEqual([]);
  expect(await store.move('order:17', 'ready', { sure: true })).toEqual({ kind: 'moved' });
  expect(on.writes.flat()).toEqual([{ kind: 'ready' }]);
});

it('who may not move orders writes nothing', async () => {
  const on = shelf(confirmed('17'));
  const store = board(on, false);
  await store.open();
  expect(await store.move('order:17', 'production')).toEqual({ kind: 'failed', code: 'FORBIDDEN' });
  expect(await store.write('order:17', () => [{ kind: 'start' }])).toBe('FORBIDDEN');
  expect(on.writes).toEqual([]);
});

it('finds an order by its ticket', async () => {
  const store = board(shelf(confirmed('3-017')));
  await store.open();
  expect(store.find('3-017')).toEqual({ id: 'order:3-017', pair: null });
  expect(store.find('3-017-b')).toEqual({ id: 'order:3-017', pair: 'B' });
  expect(store.find('4607000000017')).toBeNull();
});

it('says that the orders could not be read, and reads them when asked again', async () => {
  const on = shelf(confirmed('17'));
  on.all.mockRejectedValueOnce(new Error('IndexedDB'));
  const store = board(on);
  await store.open();
  expect(store.state).toBe('failed');
  await store.open();
  expect(store.state).toBe('ready');
});
