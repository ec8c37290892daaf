import { afterEach, beforeEach, expect, it } from 'vitest';
import { purchaseOrder, type PurchaseOrder } from '../../design/documents/purchase-order.ts';
import { purchaseView } from '../../design/stock/purchases.ts';
import { rangeOf } from '../../design/ids.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startPurchases } from './purchases.ts';

const AT = Date.UTC(2026, 8, 10, 9);
const KEY = formatHlc({ wall: AT, counter: 0, device: 3 });
const ID = `purchase-order:${KEY}`;
const STORE = 'store-demo-1';
const clock = { now: () => Date.UTC(2026, 10, 21, 12) };
let engine: Engine;
let follower: Follower;

const order: PurchaseOrder = {
  ...{ _id: ID, type: 'purchase-order', schema: 1, hlc: KEY, by: 'staff:1', pos: null, store: 'demo-1', number: 'П-3-1' },
  ...{ supplier: 'Оптик-А', lines: [{ sku: 'A', qty: 5, price: null }], note: '', due: null, placed: { at: AT, by: null } },
  ...{ closed: null, receipts: [], stamps: {} },
};
const came = (month: number, qty: number) =>
  makePaper(
    { kind: 'receipt', number: `n-${month}`, from: 'supplier', to: 'floor', of: ID, lines: [{ sku: 'A', qty }] },
    { at: Date.UTC(2026, month, 12) },
  );
const put = async (name: string, doc: object) =>
  expect(await (await engine.open(name)).put(doc as DocumentInput)).toMatchObject({ ok: true });
const held = async (): Promise<PurchaseOrder> => purchaseOrder.parse(await (await engine.open(STORE)).get(ID));
const start = async () => {
  follower = startPurchases(engine, { clock, timeZoneOf: () => 'Europe/Moscow', log: () => undefined });
  await follower.settled();
};

beforeEach(async () => {
  engine = createMemoryEngine();
  for (const name of ['control', STORE, 'sales-demo-1-202609', 'sales-demo-1-202611']) await engine.open(name);
  await start();
});
afterEach(() => follower.stop());

it('what came in parts over months is told to the order, each paper once, whichever of the two comes first', async () => {
  await put('sales-demo-1-202609', came(8, 2));
  await follower.settled();
  await put(STORE, order);
  await follower.settled();
  expect(purchaseView(await held())).toMatchObject({ state: 'partial', lines: [{ came: 2, left: 3 }] });
  await put('sales-demo-1-202611', came(10, 3));
  await follower.settled();
  const done = await held();
  expect(purchaseView(done)).toMatchObject({ state: 'done', lines: [{ came: 5, left: 0 }] });
  await follower.stop();
  await start();
  expect(await held()).toEqual(done);
});

it('a tablet that edits the order meanwhile loses nothing of what came', async () => {
  await put(STORE, order);
  await put('sales-demo-1-202611', came(10, 1));
  await follower.settled();
  const stored = (await (await engine.open(STORE)).get(ID))!;
  await put(STORE, { ...stored, note: 'позвонить', receipts: [] });
  await follower.settled();
  expect(await held()).toMatchObject({ note: 'позвонить', receipts: [{ number: 'n-10' }] });
});

const text = { supplier: 'Оптик-А', lines: [{ sku: 'A', qty: 5, price: null }], note: '', due: null };
const [handedAt, writtenAt] = [1, 2].map((n) => formatHlc({ wall: AT + n, counter: 0, device: 3 })) as [string, string];
const writtenApart: PurchaseOrder = {
  ...order,
  ...{ handed: [{ ...text, hlc: handedAt, at: AT, by: null, stamps: {} }], note: 'срочно', stamps: { note: writtenAt } },
};
const drafts = async (): Promise<PurchaseOrder[]> =>
  (await (await engine.open(STORE)).range(rangeOf('purchase-order'))).flatMap((doc) => {
    const one = purchaseOrder.parse(doc);
    return one.apart ? [one] : [];
  });

it('what was written in a draft that had gone to the supplier becomes a draft of its own, once, wherever the server is killed', async () => {
  await put(STORE, writtenApart);
  await follower.settled();
  expect(await drafts()).toMatchObject([
    { number: 'П-3-1/2', note: 'срочно', placed: null, apart: { order: ID, number: 'П-3-1', handed: null } },
  ]);
  // Killed before the word that it is kept.
  const { kept, ...before } = (await (await engine.open(STORE)).get(ID))!;
  expect(kept).toHaveLength(1);
  await put(STORE, before);
  await follower.settled();
  expect([(await drafts()).length, (await held()).kept]).toEqual([1, kept]);
  // Somebody who was away for longer wrote more.
  const later = formatHlc({ wall: AT + 9, counter: 0, device: 4 });
  await put(STORE, { ...(await (await engine.open(STORE)).get(ID))!, note: 'нет, не срочно', stamps: { note: later } });
  await follower.settled();
  expect((await drafts()).map(({ number, note }) => [number, note])).toEqual([
    ['П-3-1/2', 'срочно'],
    ['П-3-1/3', 'нет, не срочно'],
  ]);
});

it('a draft bears the name of its text; where another order has that name, the next one', async () => {
  await put(STORE, { ...order, _id: `purchase-order:${writtenAt}`, number: 'П-3-9' });
  await put(STORE, writtenApart);
  await follower.settled();
  expect((await drafts()).map(({ _id }) => _id)).toEqual([
    `purchase-order:${formatHlc({ wall: AT + 2, counter: 1, device: 3 })}`,
  ]);
  expect((await (await engine.open(STORE)).get(`purchase-order:${writtenAt}`))?.['number']).toBe('П-3-9');
});
