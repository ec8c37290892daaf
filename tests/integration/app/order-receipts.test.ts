import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { salesDatabaseOf } from '../../../design/databases.ts';
import type { Refund, Sale, SaleLine } from '../../../design/documents/facts.ts';
import type { OrderLine } from '../../../design/documents/order-pair.ts';
import type { OrderEvent } from '../../../design/documents/order.ts';
import type { NewEvent } from '../../../design/merge/edit.ts';
import { OrdersStore, type OrdersDeps } from '../../../app/lib/orders/orders.store.svelte.ts';
import type { HeldOrder } from '../../../app/lib/orders/order-shelf.ts';
import { createChangeHub, type ChangeHub } from '../../../app/lib/storage/change-hub.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { Facts } from '../../../app/lib/storage/facts.ts';
import { createMemoryStore, type LocalStore } from '../../../app/lib/storage/local-store.ts';
import { described, eventsOf, makeOrder } from '../../factories/order-events.ts';
import { makeRefund, makeResult, makeSale } from '../../factories/receipts.ts';

const Pouch = PouchDB.plugin(leveldbAdapter);
const ZONE = 'Europe/Moscow';
const STORE = 'store-demo-1';
const NOW = Date.UTC(2026, 10, 21, 9);
const LINES: OrderLine[] = [
  {
    ...{ sku: 'FRAME-1', name: 'Оправа', kind: 'frame', qty: 1, price: 12_000_00, discount: 0, amount: 12_000_00 },
    ...{ vat: 'none', pair: 'A', part: 'frame' },
  },
];
const ORDERED = [described(), { kind: 'lines' as const, lines: LINES }, { kind: 'confirm' as const }];

let folder: string;
let hub: ChangeHub;
let local: LocalStore;
let databases: Databases;
let facts: Facts;
let now: number;
let cashier: string;
const stores: OrdersStore[] = [];

/** The program of a till after a start: the databases and what the device keeps are what they were. */
function start(till: string | null = 'POS-001'): OrdersStore {
  const documents = new Documents(
    databases,
    createStamps({ now: () => (now += 1) }, () => 1, local),
  );
  const store = new OrdersStore({
    ...{ databases, documents, facts, hub, now: () => now, by: () => cashier, can: () => true },
    place: () => ({ store: 'demo-1', timeZone: ZONE }),
    device: () => (till === null ? null : { till }),
  } as unknown as OrdersDeps);
  stores.push(store);
  return store;
}
/** The page is gone at once; what was on its way is not written. */
const leave = () => stores.splice(0).forEach((store) => store.stop());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-order-receipts-'));
  now = NOW;
  cashier = 'staff:1';
  hub = createChangeHub();
  local = createMemoryStore();
  databases = new Databases((name) => new Pouch(join(folder, name), { adapter: 'leveldb', auto_compaction: true }), local, hub);
  facts = new Facts(databases, () => ({ store: 'demo-1', timeZone: ZONE }));
});
afterEach(async () => {
  leave();
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

const keep = (doc: Sale | Refund | ReturnType<typeof makeResult>) => databases.create(salesDatabaseOf(doc, ZONE), doc);
/** Document and, as the register answers, its fiscal result. */
async function register<T extends Sale | Refund>(doc: T): Promise<T> {
  await keep(doc);
  await keep(makeResult(doc));
  return doc;
}

interface Paying {
  readonly minute: number;
  readonly pos?: string;
  readonly at?: number;
}
const paid = ({ minute, pos = 'POS-001', at = NOW + minute * 60_000 }: Paying, line: Partial<SaleLine>): Sale => ({
  ...makeSale({ at, counter: minute, lines: [{ sku: 'FRAME-1', ...line }] }),
  pos,
  order: '17',
  by: 'staff:7',
});
const deposit = (amount: number, paying: Paying) => paid(paying, { method: 'prepayment', price: amount });
const advance = (amount: number, paying: Paying) =>
  paid(paying, { sku: 'ADVANCE', subject: 'payment', method: 'advance', price: amount });
function handOver(of: Sale, paying: Paying): Sale {
  const sale = paid(paying, { method: 'full', price: 12_000_00, of: { sale: of._id, line: 0 } });
  const payments = [
    { method: 'prepaid' as const, amount: of.total },
    { method: 'cash' as const, amount: 12_000_00 - of.total },
  ];
  return { ...sale, payments, settles: [{ sale: of._id, amount: of.total, owner: 'client:1' }] };
}
function givenBack(of: Sale, { minute, pos = 'POS-001', at = NOW + minute * 60_000 }: Paying): Refund {
  const lines = of.lines.map((line, n) => ({ ...line, of: { sale: of._id, line: n } }));
  const refund = makeRefund({ at, counter: minute, lines });
  return { ...refund, pos, original: { ...refund.original, sale: of._id } };
}

/** The order as a tablet of the shop wrote it down. */
const order = (...more: Parameters<typeof eventsOf>) => databases.create(STORE, makeOrder('17', eventsOf(...ORDERED, ...more)));
const READY = [{ kind: 'start' }, { kind: 'ready' }] as const;
const stored = async () => (await databases.get<{ events: OrderEvent[] }>(STORE, 'order:17'))!.events;
const money = async () => (await stored()).filter(({ kind }) => kind === 'payment' || kind === 'repayment');
const shown = async (store: OrdersStore): Promise<HeldOrder> => (await store.get('order:17'))!;
const written = (count: number) => vi.waitFor(async () => expect(await money()).toHaveLength(count), { timeout: 120_000 });
const seen = (store: OrdersStore, sum: number) =>
  vi.waitFor(async () => expect((await shown(store)).view.paid).toBe(sum), { timeout: 120_000 });

describe('receipts of this till become events of their order', () => {
  it('a deposit, a second one and the balance are one payment each, and the glasses are handed over', async () => {
    await order(...READY);
    const store = start();
    await store.all();
    const first = await register(deposit(5_000_00, { minute: 10 }));
    await written(1);
    const second = await register(advance(1_000_00, { minute: 11 }));
    await written(2);
    expect((await shown(store)).view).toMatchObject({ paid: 6_000_00, balance: 6_000_00, state: 'ready' });
    const last = await register(handOver({ ...first, total: 6_000_00 }, { minute: 12 }));
    await written(3);
    expect(await money()).toMatchObject([
      { kind: 'payment', sale: first._id, amount: 5_000_00, role: 'deposit' },
      { kind: 'payment', sale: second._id, amount: 1_000_00, role: 'deposit' },
      { kind: 'payment', sale: last._id, amount: 6_000_00, role: 'balance' },
    ]);
    expect((await shown(store)).view).toMatchObject({ paid: 12_000_00, balance: 0, state: 'delivered', illegal: [] });
  });

  it('the refund of the advance of a cancelled order is one repayment of its receipt', async () => {
    await order();
    const store = start();
    await store.all();
    const taken = await register(deposit(5_000_00, { minute: 10 }));
    await written(1);
    await store.write('order:17', [{ kind: 'cancel', reason: 'передумал' }]);
    expect(store.refunds(await shown(store))).toEqual([{ sale: taken._id, amount: 5_000_00 }]);
    const refund = await register(givenBack(taken, { minute: 20 }));
    await written(2);
    expect((await money())[1]).toMatchObject({ kind: 'repayment', refund: refund._id, of: taken._id, amount: 5_000_00 });
    const held = await shown(store);
    expect(held.view.paid).toBe(0);
    expect(store.refunds(held)).toEqual([]);
  });

  it('nothing happened while the register has not said so', async () => {
    await order();
    const store = start();
    await store.all();
    const taken = deposit(5_000_00, { minute: 10 });
    await keep(taken);
    const other = await register(deposit(1_000_00, { minute: 11 }));
    await written(1);
    expect(await money()).toMatchObject([{ sale: other._id }]);
    await keep(makeResult(taken));
    await written(2);
  });

  it('a reload between receipt and event loses nothing: the event says when and by whom the money was taken', async () => {
    await order(...READY);
    const taken = await register(deposit(5_000_00, { minute: 10 }));
    const last = await register(handOver(taken, { minute: 12 }));
    now = NOW + 86_400_000;
    cashier = 'staff:2';
    const store = start();
    expect((await shown(store)).order._id).toBe('order:17');
    await written(2);
    const told = (await stored()).filter(({ kind }) => ['payment', 'deliver'].includes(kind));
    expect(told).toMatchObject([
      { kind: 'payment', by: 'staff:7', at: taken.at, where: 'POS-001' },
      { kind: 'payment', by: 'staff:7', at: last.at, where: 'POS-001' },
      { kind: 'deliver', by: 'staff:7', at: last.at, where: 'POS-001' },
    ]);
    expect((await shown(store)).view.reached.delivered).toBe(last.at);
  });

  it('is told of twice, looked at by two tabs and started again: one event', async () => {
    await order();
    const [one, two] = [start(), start()];
    await Promise.all([one.all(), two.all()]);
    const taken = await register(deposit(5_000_00, { minute: 10 }));
    const change = { database: salesDatabaseOf(taken, ZONE), origin: 'local', ids: [taken._id, makeResult(taken)._id] } as const;
    hub.emit(change);
    hub.emit({ ...change, origin: 'pulled' });
    await written(1);
    leave();
    const again = start();
    await again.all();
    const next = await register(advance(1_000_00, { minute: 11 }));
    await written(2);
    expect((await money()).map((event) => 'sale' in event && event.sale)).toEqual([taken._id, next._id]);
    expect((await shown(again)).view).toMatchObject({ paid: 6_000_00, illegal: [] });
  });

  it('money of another till is seen here at once and written there alone', async () => {
    await order();
    const store = start('POS-002');
    await store.all();
    const taken = await register(deposit(5_000_00, { minute: 10, pos: 'POS-001' }));
    await seen(store, 5_000_00);
    // Its own receipt comes after it: when that is written, the other one would have been.
    const own = await register(advance(1_000_00, { minute: 11, pos: 'POS-002' }));
    await written(1);
    expect(await money()).toMatchObject([{ sale: own._id }]);
    // The other till tells the order what it took: it is the same money.
    const said: NewEvent = { kind: 'payment', amount: 5_000_00, sale: taken._id, role: 'deposit' };
    await store.write('order:17', [said]);
    expect((await shown(store)).view).toMatchObject({ paid: 6_000_00, illegal: [] });
  });

  it('a tablet that takes no money writes none, and shows what was taken', async () => {
    await order();
    const store = start(null);
    await store.all();
    await register(deposit(5_000_00, { minute: 10 }));
    await seen(store, 5_000_00);
    await store.write('order:17', [{ kind: 'promise', day: '2026-11-28' }]);
    expect(await money()).toEqual([]);
    expect((await shown(store)).view.paid).toBe(5_000_00);
  });

  it('what is handed over is not handed over again by the receipts that come after it', async () => {
    await order(...READY);
    const store = start();
    await store.all();
    const taken = await register(deposit(5_000_00, { minute: 10 }));
    await register(handOver(taken, { minute: 12 }));
    await written(2);
    const delivered = () => stored().then((events) => events.filter(({ kind }) => kind === 'deliver').length);
    expect(await delivered()).toBe(1);
    await register(advance(1_000_00, { minute: 13 }));
    await written(3);
    expect(await delivered()).toBe(1);
  });
});

describe('glasses made anew are paid for by the order that they replace', () => {
  const CLAIM = { kind: 'remake', fault: 'workshop', scope: 'lenses', cost: 1_850_00, reason: 'ось' } as const;

  async function madeAnew(store: OrdersStore, of: HeldOrder): Promise<HeldOrder> {
    const written = await store.again(of, CLAIM);
    if (!('order' in written)) throw new Error(written.code);
    const { _id } = written.order.order;
    await store.write(_id, [{ kind: 'confirm' }, { kind: 'start' }]);
    return (await store.get(_id))!;
  }
  const stateOf = async (store: OrdersStore, id: string) => (await store.get(id))!.view.state;

  it('one receipt hands over both, also where the second pair had to be made anew', async () => {
    await order({ kind: 'start' });
    const store = start();
    await store.all();
    const taken = await register(deposit(5_000_00, { minute: 10 }));
    await written(1);
    const second = await madeAnew(store, await shown(store));
    expect(second.view).toMatchObject({ total: 0, balance: 0, links: [{ link: 'remake-of', cost: 1_850_00 }] });
    const third = await madeAnew(store, second);
    await store.write(third.order._id, [{ kind: 'ready' }]);
    const pays = await store.paidBy((await store.get(third.order._id))!);
    expect(pays.order._id).toBe('order:17');
    expect(store.cartForHandOver(pays, 'Анна', [])!.cart.lines.map(({ amount }) => amount)).toEqual([12_000_00]);
    await register(handOver(taken, { minute: 60 }));
    await vi.waitFor(async () => expect(await stateOf(store, third.order._id)).toBe('delivered'), { timeout: 120_000 });
    expect(await stateOf(store, second.order._id)).toBe('delivered');
    expect((await shown(store)).view).toMatchObject({ state: 'delivered', paid: 12_000_00, balance: 0, illegal: [] });
  });

  it('a reload between the receipt and the hand-over of the glasses made anew leaves none behind', async () => {
    await order({ kind: 'start' });
    const before = start();
    await before.all();
    const second = await madeAnew(before, await shown(before));
    await before.write(second.order._id, [{ kind: 'ready' }]);
    leave();
    await register(handOver(await register(deposit(5_000_00, { minute: 10 })), { minute: 60 }));
    const store = start();
    await store.all();
    await vi.waitFor(async () => expect(await stateOf(store, second.order._id)).toBe('delivered'), { timeout: 120_000 });
    expect((await shown(store)).view).toMatchObject({ state: 'delivered', illegal: [] });
  });

  it('a client who took the first pair after all gets the second one later by itself', async () => {
    await order({ kind: 'start' });
    const store = start();
    await store.all();
    const second = await madeAnew(store, await shown(store));
    await store.write('order:17', [{ kind: 'ready' }]);
    await register(handOver(await register(deposit(5_000_00, { minute: 1 })), { minute: 2 }));
    await vi.waitFor(async () => expect(await stateOf(store, 'order:17')).toBe('delivered'), { timeout: 120_000 });
    now = NOW + 3 * 3_600_000;
    await store.write(second.order._id, [{ kind: 'ready' }]);
    await register(advance(1_00, { minute: 240 }));
    await written(3);
    expect(await stateOf(store, second.order._id)).toBe('ready');
    const ready = (await store.get(second.order._id))!;
    expect((await store.paidBy(ready)).order._id).toBe(second.order._id);
  });
});

describe('receipts are read wherever they lie', () => {
  it('a deposit of last month is given back by a refund of this one', async () => {
    await order();
    const taken = await register(deposit(5_000_00, { minute: 1, at: NOW - 40 * 86_400_000 }));
    await register(givenBack(taken, { minute: 20 }));
    const store = start();
    await store.all();
    await written(2);
    expect((await shown(store)).view.paid).toBe(0);
  });

  it('a refund that comes from the server before its sale counts as soon as the sale is here', async () => {
    await order();
    const store = start();
    await store.all();
    const taken = deposit(5_000_00, { minute: 1, at: NOW - 40 * 86_400_000, pos: 'POS-002' });
    const refund = givenBack(taken, { minute: 20 });
    await register(refund);
    await register(taken);
    await seen(store, 0);
    await written(1);
    expect(await money()).toMatchObject([{ kind: 'repayment', refund: refund._id, of: taken._id }]);
    expect((await shown(store)).view.payments).toMatchObject([{ sale: taken._id, left: 0 }]);
  });

  it('what could not be read is read when somebody asks again', async () => {
    await order();
    await register(deposit(5_000_00, { minute: 10 }));
    const months = vi.spyOn(facts, 'names').mockImplementationOnce(() => {
      throw new Error('IndexedDB');
    });
    const store = start();
    await store.all();
    await expect.poll(() => months.mock.calls.length).toBeGreaterThan(0);
    await vi.waitFor(
      async () => {
        await store.all();
        expect(await money()).toHaveLength(1);
      },
      { timeout: 120_000 },
    );
  });
});
