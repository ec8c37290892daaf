import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { order as orderShape, type Order } from '../../../design/documents/order.ts';
import { addEvent } from '../../../design/merge/edit.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import { OrderShelf } from '../../../app/lib/orders/order-shelf.ts';
import { createChangeHub } from '../../../app/lib/storage/change-hub.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { createMemoryStore } from '../../../app/lib/storage/local-store.ts';
import { makeOrder, pairOf } from '../../factories/order-events.ts';

const Pouch = PouchDB.plugin(leveldbAdapter);
const STORE = 'store-demo-1';
const NOW = Date.UTC(2026, 10, 21, 9);
const PAIR = { kind: 'pair', pair: 'A', over: null, set: pairOf() } as const;

let folder: string;
let databases: Databases;
let shelf: OrderShelf;
let following: Promise<unknown>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-orders-'));
  const hub = createChangeHub();
  const store = createMemoryStore();
  databases = new Databases((name) => new Pouch(join(folder, name), { adapter: 'leveldb', auto_compaction: true }), store, hub);
  let now = NOW;
  const stamps = createStamps({ now: () => (now += 1) }, () => 7, store);
  shelf = new OrderShelf({
    databases,
    documents: new Documents(databases, stamps),
    place: () => ({ store: 'demo-1' }),
    who: () => ({ by: 'staff:1', pos: 'POS-001' }),
    now: () => now,
  });
  following = Promise.resolve();
  hub.on((change) => void (following = shelf.changed(change)));
});
afterEach(async () => {
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('orders of the shop', () => {
  it('are taken down under a number of the device, with all their first events in one write', async () => {
    const first = await shelf.create('client:1', [PAIR, { kind: 'promise', day: '2026-11-24' }, { kind: 'confirm' }]);
    const second = await shelf.create(null, []);
    expect([first.order.number, second.order.number]).toEqual(['7-001', '7-002']);
    expect(first.view).toMatchObject({ state: 'confirmed', promised: '2026-11-24', illegal: [] });
    expect(orderShape.safeParse(first.order).success).toBe(true);
    expect(first.order._rev).toMatch(/^1-/);
    expect(await shelf.byNumber(' 7-001 ')).toMatchObject({ order: { _id: first.order._id } });
  });

  it('say what they are by whoever wrote last: a step written after three at once stands after them', async () => {
    const { order } = await shelf.create('client:1', [PAIR, { kind: 'confirm' }, { kind: 'step', step: 'received' }]);
    const { view } = await shelf.write(order._id, [{ kind: 'start' }, { kind: 'location', place: 'Лоток 4' }]);
    expect(view).toMatchObject({ state: 'production', illegal: [] });
    expect(view.pairs[0]).toMatchObject({ place: 'Лоток 4', step: 'received' });
    const written = (await databases.get<Order>(STORE, order._id))!;
    expect(new Set(written.events.map(({ id }) => id)).size).toBe(5);
  });

  it('are not written at all where the moment of writing finds nothing to do', async () => {
    const { order } = await shelf.create(null, [PAIR]);
    const before = (await databases.get<Order>(STORE, order._id))!._rev;
    await shelf.write(order._id, ({ state }) => (state === 'draft' ? [] : [{ kind: 'confirm' }]));
    expect((await databases.get<Order>(STORE, order._id))!._rev).toBe(before);
  });

  it('are followed: what another device wrote is heard and seen', async () => {
    const { order } = await shelf.create(null, [PAIR]);
    const heard: string[] = [];
    shelf.onChange((ids) => heard.push(...ids));
    expect(await shelf.all()).toHaveLength(1);
    const hlc = formatHlc({ wall: NOW + 60_000, counter: 0, device: 9 });
    const other = addEvent(order, { kind: 'confirm' }, NOW + 60_000, { hlc, by: 'staff:9', pos: null });
    await databases.create(STORE, other);
    await databases.create(STORE, makeOrder('0000000000002-0000-0009', []));
    await following;
    expect((await shelf.get(order._id))!.view.state).toBe('confirmed');
    expect(await shelf.all()).toHaveLength(2);
    expect(heard).toContain(order._id);
  });

  it('of a shop with many are read page by page, the oldest first', async () => {
    const docs = Array.from({ length: 450 }, (_, n) => makeOrder(formatHlc({ wall: NOW + n, counter: 0, device: 1 }), []));
    await databases.open(STORE).bulkDocs(docs.toReversed());
    const all = await shelf.all();
    expect(all.map(({ order }) => order._id)).toEqual(docs.map(({ _id }) => _id));
  });

  it('two versions that no server has brought together are brought together by the next writing', async () => {
    const { order } = await shelf.create(null, [PAIR]);
    const fork = (hash: string, event: Order) => ({
      ...event,
      _rev: `2-${hash}`,
      _revisions: { start: 2, ids: [hash, order._rev!.split('-')[1]] },
    });
    const hand = (device: number) => ({
      ...{ by: `staff:${device}`, pos: null },
      hlc: formatHlc({ wall: NOW + 1_000, counter: 0, device }),
    });
    const left = addEvent(order, { kind: 'promise', day: '2026-11-25' }, NOW + 1_000, hand(8));
    const right = addEvent(order, { kind: 'confirm' }, NOW + 1_000, hand(9));
    await databases
      .open(STORE)
      .bulkDocs([fork('a'.repeat(32), left), fork('b'.repeat(32), right)] as never, { new_edits: false });
    const { view } = await shelf.write(order._id, [{ kind: 'start' }]);
    expect(view).toMatchObject({ state: 'production', promised: '2026-11-25', illegal: [] });
  });
});
