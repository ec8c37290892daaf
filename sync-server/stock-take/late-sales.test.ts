import { afterEach, beforeEach, expect, it } from 'vitest';
import { naiveStock } from '../../tests/factories/naive-stock.ts';
import { makeResult, makeSale } from '../../tests/factories/receipts.ts';
import { pick, SEED, seeded, SOAK } from '../../tests/faults/seeded.ts';
import type { FiscalResult, Receipt, StockMovement } from '../../design/documents/facts.ts';
import type { StockTake } from '../../design/documents/stock-take.ts';
import { rangeOf } from '../../design/ids.ts';
import { HOUR, MINUTE } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startLateSales } from './late-sales.ts';
import { startStockTakes } from './poster.ts';

const BEGUN = Date.UTC(2026, 10, 21, 9);
const SALES = 'sales-demo-1-202611';
const ROUNDS = SOAK ? 400 : 25;
const SKUS = ['A', 'B'];
const minute = (n: number): number => BEGUN + n * MINUTE;
const stamp = (at: number): string => formatHlc({ wall: at, counter: 0, device: 3 });
const clock = { at: minute(24 * 60), now: () => clock.at };
let engine: Engine;
let followers: Follower[];

const signed = { by: 'staff:1', name: 'Иванова А. П.', role: 'manager' as const };
interface Count {
  readonly sku: string;
  readonly counted: number;
  readonly at: number;
}
const take = (begun: number, counts: readonly Count[]): StockTake => ({
  ...{ _id: `stock-take:${stamp(begun)}`, type: 'stock-take', schema: 1, hlc: stamp(begun + HOUR), by: 'staff:1', pos: null },
  ...{ store: 'demo-1', number: '3-001', name: 'Весь магазин', place: 'floor', scope: { kind: 'all' }, blind: true, begun },
  ...{ review: null, missingAreNone: false, cancelled: null, posted: null, stamps: { approved: stamp(begun + HOUR) } },
  approved: {
    ...{ at: begun + HOUR, by: 'staff:1', signed },
    lines: counts.map((count) => ({ ...count, expected: 0, price: null })),
  },
});
const delivery = (sku: string, qty: number): StockMovement => ({
  ...{ _id: `stock-movement:${stamp(BEGUN - HOUR)}-${sku}`, type: 'stock-movement', schema: 1, hlc: stamp(BEGUN - HOUR) },
  ...{ by: null, pos: null, store: 'demo-1', sku, qty, from: 'supplier', to: 'floor', at: BEGUN - HOUR, because: '' },
});
const put = async (name: string, ...docs: object[]) => {
  for (const doc of docs) expect(await (await engine.open(name)).put(doc as DocumentInput)).toMatchObject({ ok: true });
};
type Fact = Receipt | FiscalResult | StockMovement;
async function journal(): Promise<Fact[]> {
  const sales = await engine.open(SALES);
  const all = await Promise.all(['sale', 'fiscal-result', 'stock-movement'].map((type) => sales.range(rangeOf(type))));
  return all.flat() as unknown as Fact[];
}
const floor = async (sku: string): Promise<number> => naiveStock(await journal(), 'floor', sku);
const movements = async (): Promise<number> => (await journal()).filter(({ type }) => type === 'stock-movement').length;

const COST = { sku: 'A', cost: 40_00, supplier: null, stamps: {} };
const cost = async () => (await engine.open('chain-cost')).get(`take-cost:demo-1:${stamp(BEGUN)}`);

function start(): void {
  const options = { clock, timeZoneOf: () => 'Europe/Moscow', log: () => undefined };
  followers = [startStockTakes(engine, options), startLateSales(engine, options)];
}
async function settled(): Promise<void> {
  // What one of them writes is news for the other.
  for (let round = 0; round < 6; round += 1) for (const follower of followers) await follower.settled();
}
async function restart(): Promise<void> {
  for (const follower of followers) await follower.stop();
  start();
  await settled();
}
const open = async () => {
  engine = createMemoryEngine();
  for (const name of ['control', 'journal', 'store-demo-1', SALES]) await engine.open(name);
};

beforeEach(open);
afterEach(async () => {
  for (const follower of followers) await follower.stop();
});

it('a sale of before the count comes in after it was posted: what was called a shortage is put back, once', async () => {
  await put('costs', { _id: 'cost:A', type: 'cost', schema: 1, hlc: stamp(BEGUN - HOUR), by: null, pos: null, ...COST });
  await put(SALES, delivery('A', 10));
  await put('store-demo-1', take(BEGUN, [{ sku: 'A', counted: 9, at: minute(30) }]));
  start();
  await settled();
  expect(await floor('A')).toBe(9);
  expect(await cost()).toMatchObject({ shortage: 40_00, surplus: 0, uncosted: 0 });
  // The other till was cut off since the morning: it had sold the piece that was missing, and one more after the count.
  const [before, after] = [minute(10), minute(40)].map((at, n) => makeSale({ at, device: 2, counter: n, lines: [{ sku: 'A' }] }));
  await put(SALES, before!, makeResult(before!), after!, makeResult(after!));
  await settled();
  expect(await floor('A')).toBe(8);
  // At 40 roubles a piece: one was missing by the first word, none by the last.
  expect(await cost()).toMatchObject({ shortage: 0, surplus: 0, uncosted: 0 });
  const facts = await movements();
  await restart();
  expect([await floor('A'), await movements()]).toEqual([8, facts]);
  const correction = (await journal()).find((fact) => fact.type === 'stock-movement' && fact.because === 'late_sale');
  expect(correction).toMatchObject({ qty: 1, from: 'count', to: 'floor', at: minute(30), document: { kind: 'adjustment' } });
});

it('a sale whose fiscal result comes days later counts from then on, and the take is right again', async () => {
  await put(SALES, delivery('A', 10));
  const sale = makeSale({ at: minute(10), device: 2, lines: [{ sku: 'A' }] });
  await put(SALES, sale);
  await put('store-demo-1', take(BEGUN, [{ sku: 'A', counted: 9, at: minute(30) }]));
  start();
  await settled();
  await put(SALES, makeResult(sale));
  await settled();
  expect(await floor('A')).toBe(9);
});

it('a later count of the same shelf sees the books as they were: nothing is put right twice', async () => {
  await put(SALES, delivery('A', 10));
  await put('store-demo-1', take(BEGUN, [{ sku: 'A', counted: 9, at: minute(30) }]));
  await put('store-demo-1', take(BEGUN + 6 * HOUR, [{ sku: 'A', counted: 9, at: minute(400) }]));
  start();
  await settled();
  const sale = makeSale({ at: minute(10), device: 2, lines: [{ sku: 'A' }] });
  await put(SALES, sale, makeResult(sale));
  await settled();
  expect(await floor('A')).toBe(9);
});

it('a sale that comes in while the take is being posted is in its books, too: the poster had looked, the take was not yet told', async () => {
  const sale = makeSale({ at: minute(10), device: 2, lines: [{ sku: 'A' }] });
  await put(SALES, delivery('A', 10), sale, makeResult(sale));
  // The sale has been seen, and no posted take was there.
  followers = [startLateSales(engine, { clock, timeZoneOf: () => 'Europe/Moscow', log: () => undefined })];
  await settled();
  const counted = take(BEGUN, [{ sku: 'A', counted: 9, at: minute(30) }]);
  const paper = { kind: 'adjustment', number: '3-001', of: counted._id } as const;
  const shortage = { ...delivery('A', 1), from: 'floor', to: 'count', at: minute(30), because: 'stock_take', document: paper };
  await put(SALES, { ...shortage, _id: `${counted._id.replace('stock-take', 'stock-movement')}:floor:A` });
  await put('store-demo-1', { ...counted, posted: { at: minute(60), facts: 1, complete: true } });
  await settled();
  expect(await floor('A')).toBe(9);
});

it(`two tills, two counts, sales that come in any order and late: in the end there lies what the last count said, less what was sold since, over ${ROUNDS} days (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const int = (most: number): number => Math.floor(random() * most);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) for (const follower of followers) await follower.stop();
    await open();
    await put(SALES, ...SKUS.map((sku) => delivery(sku, 20)));
    // The second count begins while the first one is not signed yet; they may count an article at the very same minute.
    const counts = [0, 20].map((from) => SKUS.map((sku) => ({ sku, counted: int(20), at: minute(from + int(30)) })));
    const sales = Array.from({ length: 8 }, (_, n) =>
      makeSale({ at: minute(int(90)), device: 1 + int(2), counter: round * 10 + n, lines: [{ sku: pick(random, SKUS) }] }),
    );
    start();
    const steps: (() => Promise<void>)[] = [
      () => put('store-demo-1', take(BEGUN, counts[0]!)),
      () => put('store-demo-1', take(BEGUN + 20 * MINUTE, counts[1]!)),
      ...sales.map((sale) => () => put(SALES, sale, makeResult(sale))),
    ];
    while (steps.length > 0) {
      await steps.splice(int(steps.length), 1)[0]!();
      if (random() < 0.4) await settled();
    }
    await settled();
    const settledAt = await movements();
    await settled();
    expect(await movements()).toBe(settledAt);
    for (const sku of SKUS) {
      const [first, second] = counts.map((all) => all.find((one) => one.sku === sku)!);
      const last = second!.at >= first!.at ? second! : first!;
      const since = sales.filter(({ at, lines }) => at > last.at && lines[0]!.sku === sku).length;
      expect([round, sku, await floor(sku)]).toEqual([round, sku, last.counted - since]);
    }
  }
});
