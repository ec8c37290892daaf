import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeResult, makeSale, stampOf } from '../../tests/factories/receipts.ts';
import { makePaper } from '../../tests/factories/stock.ts';
import { CHAIN, CONTROL, salesDatabaseOf } from '../../design/databases.ts';
import type { Report } from '../../design/documents/chain.ts';
import type { StockMovement } from '../../design/documents/facts.ts';
import { device } from '../../design/documents/people.ts';
import { movementOf, type BalanceFact } from '../../design/folds/movement.ts';
import { DAY, HOUR } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { startDailyStock, type DailyStock } from './daily-stock.ts';
import { startStockWatch } from './stock-watch.ts';

const ZONE = 'Europe/Moscow';
const EVENING = Date.UTC(2026, 10, 20, 17);
const [sku, other] = ['RB-1001', 'RB-1002'];
let engine: Engine;
let now = EVENING;
let daily: DailyStock;
const options = { clock: { now: () => now }, timeZoneOf: () => ZONE, log: () => undefined };

beforeEach(async () => {
  now = EVENING;
  engine = createMemoryEngine();
  await engine.open('store-demo-1');
  daily = startDailyStock(engine, options);
});
afterEach(() => daily.stop());

type Fact = { _id: string; store: string; hlc: string; shift?: { openedAt: number } };
async function put(...facts: Fact[]): Promise<void> {
  for (const fact of facts)
    await (await engine.open(salesDatabaseOf(fact, ZONE))).bulk([{ ...fact, _rev: '1-a' }], { newEdits: false });
}
const receipt = (qty: number, article = sku, at = EVENING - 5 * HOUR): StockMovement =>
  makePaper({ kind: 'receipt', from: 'supplier', to: 'floor', lines: [{ sku: article, qty }] }, { at });
const count = (qty: number, article = sku, at = EVENING): StockMovement =>
  makePaper({ kind: 'count', from: 'floor', to: 'floor', lines: [{ sku: article, qty }] }, { at });
const night = async (): Promise<void> => {
  now = Math.floor(now / DAY) * DAY + DAY + 10 * 60_000;
  await daily.run();
};
const report = async (id: string): Promise<Report | null> =>
  (await (await engine.open(CHAIN)).get(id)) as unknown as Report | null;
async function allFacts(): Promise<BalanceFact[]> {
  const facts: BalanceFact[] = [];
  for (const name of (await engine.list()).filter((one) => one.startsWith('sales-')))
    facts.push(...((await (await engine.open(name)).range({})) as unknown as BalanceFact[]));
  return facts;
}
async function floor(article = sku): Promise<number> {
  return (movementOf(await allFacts()).stock['floor']?.[article] ?? 0) / 1_000;
}

it('C-40: at 03:00 of the shop a small difference is put right, a large one waits for a person; once a day, whatever is repeated', async () => {
  await put(receipt(20), receipt(30, other), count(15), count(20, other));
  await daily.run();
  expect(await report('report:c40:demo-1:2026-11-20')).toMatchObject({ found: 1 });
  expect([await floor(), await floor(other)]).toEqual([15, 30]);
  now += HOUR;
  await daily.run();
  await night();
  const next = await report('report:c40:demo-1:2026-11-21');
  expect(next).toMatchObject({ job: 'c40', found: 1, items: [{ what: 'count-differs', sku: other, qty: -10 }] });
  expect([await floor(), await floor(other)]).toEqual([15, 30]);
});

it('C-40: nothing is done before 03:00', async () => {
  now = Date.UTC(2026, 10, 20, 23, 59);
  await put(receipt(20), count(19));
  await daily.run();
  expect(await floor()).toBe(20);
  now += HOUR / 2;
  await daily.run();
  expect(await floor()).toBe(19);
});

it('C-40: 10 % of a large stock is small, and what was sold after the count is no difference', async () => {
  const sale = makeSale({ at: EVENING + HOUR });
  await put(receipt(100), count(92), sale, makeResult(sale));
  const sold = sale.lines.find((line) => line.sku === sku)!.qty;
  now += 2 * HOUR;
  await daily.run();
  expect(await floor()).toBe(92 - sold);
});

it('C-40: a count waits for a till that was away when it was made: what that till had sold is no difference', async () => {
  const known = {
    ...{ _id: 'device:0001', type: 'device', schema: 1, hlc: stampOf({ at: EVENING - DAY }), by: null, pos: null },
    ...{ number: 1, store: 'demo-1', till: 'POS-001', name: 'Касса', scopes: ['till'], tokens: [], paired: EVENING - DAY },
    ...{ seen: EVENING - DAY, revoked: null },
  };
  expect(device.safeParse(known).error).toBeUndefined();
  const control = await engine.open(CONTROL);
  await control.put(known);
  await put(receipt(20), count(19));
  await daily.run();
  expect(await floor()).toBe(20);
  expect(await report('report:c40:demo-1:2026-11-20')).toMatchObject({ waiting: 1, found: 0 });
  // It comes back with the sale of that afternoon: the books say 19, as the shelf did.
  const sale = makeSale({ at: EVENING - HOUR });
  await put(sale, makeResult(sale));
  await control.put({ ...(await control.get('device:0001'))!, seen: EVENING + DAY });
  await night();
  expect(await floor()).toBe(19);
  expect(await report('report:c40:demo-1:2026-11-21')).toMatchObject({ waiting: 0, found: 0, items: [] });
});

const heldWithin60Days = 59 * DAY;
const sold = makeSale({ at: EVENING - HOUR, lines: [{ sku, qty: 2 }] });

it('C-40: a till that was away for weeks brings a sale of before the count: what the night had put right is right again, once', async () => {
  await put(receipt(20), count(18));
  await daily.run();
  expect(await floor()).toBe(18);
  now += heldWithin60Days - DAY;
  // The month has turned: an opening knows everything but this sale, and its correction will.
  await put(sold, makeResult(sold));
  expect(await floor()).toBe(16);
  await night();
  expect(await floor()).toBe(18);
  await night();
  expect(await floor()).toBe(18);
  const papers = (await allFacts()).filter((fact) => fact.type === 'stock-movement' && fact.because === 'late_sale');
  expect(papers).toMatchObject([{ sku, qty: 2, from: 'count', to: 'floor', document: { of: expect.any(String) as string } }]);
});

it('C-40: a count that the books agreed with, too; one of longer than 60 days ago is over', async () => {
  await put(receipt(20), count(20));
  await daily.run();
  now += 20 * DAY;
  await put(sold, makeResult(sold));
  await night();
  expect(await floor()).toBe(20);
  await put(receipt(5, other), count(5, other));
  now += 61 * DAY;
  const late = makeSale({ at: EVENING - HOUR, counter: 7, lines: [{ sku: other, qty: 1 }] });
  await put(late, makeResult(late));
  await night();
  expect(await floor(other)).toBe(4);
});

it('C-40: what the night puts right bears the instant of its count: a stock-take of before that night sees it', async () => {
  const shelf = count(18);
  await put(receipt(20), shelf);
  now += 8 * HOUR;
  await daily.run();
  const written = (await allFacts()).find((fact) => fact.type === 'stock-movement' && fact.document?.kind === 'adjustment');
  expect(written).toMatchObject({ at: shelf.at });
});

it('C-40: the newest count of an article holds, and a stock-take or a hand that came after it is left alone', async () => {
  await put(receipt(20), count(18));
  await daily.run();
  const later = count(17, sku, EVENING + 2 * DAY);
  now += 3 * DAY;
  await put(later);
  await daily.run();
  expect(await floor()).toBe(17);
  const byHand = makePaper({ kind: 'adjustment', from: 'floor', to: 'count', lines: [{ sku, qty: 3 }] }, { at: now });
  await put(byHand, sold, makeResult(sold));
  await night();
  expect(await floor()).toBe(12);
});

it('C-20, C-21, C-22: the report says what fell below zero and why, is new again with another article, and ends when it is counted', async () => {
  const watch = startStockWatch(engine, options);
  const sale = makeSale({ at: EVENING });
  await put(receipt(0, sku), sale, makeResult(sale));
  await watch.settled();
  const first = await report('report:stock:demo-1');
  expect(first).toMatchObject({ found: 1, seen: null, items: [{ what: 'sold-from-none', sku, id: sale._id }] });
  const chain = await engine.open(CHAIN);
  await chain.put({ ...(await chain.get('report:stock:demo-1'))!, seen: now });
  await put(makePaper({ kind: 'write-off', from: 'floor', to: 'write-off', lines: [{ sku: other, qty: 1 }] }, { at: EVENING }));
  await watch.settled();
  expect(await report('report:stock:demo-1')).toMatchObject({ found: 2, seen: null });
  await put(receipt(5, sku), receipt(5, other));
  await watch.settled();
  expect(await report('report:stock:demo-1')).toMatchObject({ found: 0, items: [] });
  await watch.stop();
});
