import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CHAIN } from '../../../design/databases.ts';
import type { Report } from '../../../design/documents/chain.ts';
import type { FiscalResult, Receipt, Sale, StockMovement } from '../../../design/documents/facts.ts';
import type { StockTransfer } from '../../../design/documents/stock-transfer.ts';
import { rangeOf } from '../../../design/ids.ts';
import { adjustmentFacts } from '../../../design/stock/adjustment.ts';
import { StockBook } from '../../../design/stock/book.ts';
import { paperFact, type StockPaper } from '../../../design/stock/paper.ts';
import { transferId, transferView } from '../../../design/stock/transfers.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { naiveStock } from '../../factories/naive-stock.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { startDevice, type TestDevice } from '../app/device.fixture.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const SKU = 'RB-1001';
const MONTH = '202611';
let fixture: ServerFixture;
let tills: Till[] = [];
/** One time line for all: a till's clock goes on with each thing that happens anywhere. */
let ticks = 0;

type Till = Awaited<ReturnType<typeof startTill>>;

/** A till of a shop over a real PouchDB with the app's own loop. */
async function startTill(pos: string, paired = pos) {
  const device: TestDevice = await startDevice(fixture, paired);
  const now = () => fixture.clock.now() + (ticks += 1);
  const stamps = createStamps({ now }, () => device.device, device.store);
  const journal = async (): Promise<(Receipt | FiscalResult | StockMovement)[]> => {
    const name = `sales-${device.shop}-${MONTH}`;
    const types = ['sale', 'fiscal-result', 'stock-movement'].map(rangeOf);
    return (
      await Promise.all(types.map(({ startkey, endkey }) => device.databases.range(name, startkey, endkey)))
    ).flat() as never;
  };
  return {
    device,
    journal,
    async sell(price = 100_00): Promise<Sale> {
      const at = now();
      const body = makeSale({ at, device: device.device, store: device.shop, lines: [{ sku: SKU, price }] });
      const sale = await device.facts.write(async () => {
        const hlc = await stamps.next();
        return { ...body, _id: `sale:${hlc}`, hlc, by: null, pos };
      });
      await device.facts.write(() => Promise.resolve({ ...makeResult(sale, at), pos }));
      return sale;
    },
    paper: (paper: Partial<StockPaper> & Pick<StockPaper, 'kind' | 'from' | 'to'>, qty = 1): Promise<StockMovement> =>
      device.facts.write(async () => {
        const whole = { number: null, party: null, of: null, because: '', lines: [{ sku: SKU, qty }], ...paper };
        return paperFact(whole, { hlc: await stamps.next(), store: device.shop, by: null, pos: null, at: now() })!;
      }),
    async adjust(difference: number): Promise<void> {
      const hlc = await stamps.next();
      const head = { key: 'count-1', number: null, of: null, because: 'stock_take', store: device.shop, at: now() };
      const facts = adjustmentFacts({ ...head, hlc, by: null, pos: null }, [{ sku: SKU, place: 'floor', difference }]);
      for (const fact of facts) await device.facts.write(() => Promise.resolve(fact));
    },
    async floor(): Promise<number> {
      const facts = await journal();
      const book = new StockBook();
      for (const fact of facts)
        if (fact.type === 'fiscal-result') book.takeResult(fact._id);
        else book.take(fact);
      expect(book.at('floor', SKU)).toBe(naiveStock(facts, 'floor', SKU));
      return book.at('floor', SKU);
    },
  };
}

/** Every till hands in what it has and learns what the others wrote; the server has worked it through. */
async function together(): Promise<void> {
  apart();
  for (const { device } of tills) {
    device.start();
    await device.until((s) => s.state === 'synced' && s.unsent === 0);
  }
  await fixture.server.jobs.settled();
  apart();
  for (const { device } of tills) {
    device.start();
    await device.until((s) => s.state === 'synced' && s.unsent === 0);
  }
}
function apart(): void {
  for (const { device } of tills) {
    device.stop();
    device.state.snapshot = null;
  }
}
const told = async (store = 'demo-1'): Promise<Report | null> => {
  await fixture.server.jobs.settled();
  return (await (await fixture.server.engine.open(CHAIN)).get(`report:stock:${store}`)) as unknown as Report | null;
};

beforeEach(async () => {
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  ticks = 0;
  tills = [await startTill('POS-001'), await startTill('POS-011', 'POS-001')];
});
afterEach(async () => {
  for (const { device } of tills) await device.end();
  tills = [];
  await fixture.end();
});

it('C-20: an offline sale while the books show none stands; stock is −1 everywhere and accountant and manager are told', async () => {
  await tills[0]!.paper({ kind: 'receipt', from: 'supplier', to: 'floor' });
  await tills[0]!.paper({ kind: 'supplier-return', from: 'floor', to: 'supplier' });
  await together();
  apart();
  const sale = await tills[1]!.sell();
  await together();
  for (const till of tills) expect(await till.floor()).toBe(-1);
  expect(await told()).toMatchObject({
    found: 1,
    seen: null,
    items: [{ what: 'sold-from-none', sku: SKU, qty: -1, id: sale._id }],
  });
});

it('C-21: two tills sell the last piece offline: both receipts stand, stock is −1, a count puts it right', async () => {
  await tills[0]!.paper({ kind: 'receipt', from: 'supplier', to: 'floor' });
  await together();
  apart();
  for (const till of tills) {
    await till.sell();
    expect(await till.floor()).toBe(0);
  }
  await together();
  for (const till of tills) expect(await till.floor()).toBe(-1);
  expect(await told()).toMatchObject({ found: 1, items: [{ what: 'last-piece-twice', sku: SKU, qty: -1 }] });
  await tills[0]!.adjust(1);
  await together();
  for (const till of tills) expect(await till.floor()).toBe(0);
  expect(await told()).toMatchObject({ found: 0, items: [] });
});

it('C-22: one till sells what another writes off at the same time: the sale stands, the write-off is told as the mistake', async () => {
  await tills[0]!.paper({ kind: 'receipt', from: 'supplier', to: 'floor' });
  await together();
  apart();
  await tills[0]!.sell();
  await tills[1]!.paper({ kind: 'write-off', from: 'floor', to: 'write-off', because: 'брак' });
  await together();
  for (const till of tills) expect(await till.floor()).toBe(-1);
  expect(await told()).toMatchObject({ found: 1, items: [{ what: 'sold-and-written-off', sku: SKU, qty: -1 }] });
});

it('C-23, C-24: what came late keeps its own time and counts once, however often both sides are told of it', async () => {
  await tills[0]!.paper({ kind: 'receipt', from: 'supplier', to: 'floor' }, 5);
  await together();
  apart();
  const sale = await tills[0]!.sell();
  await tills[1]!.sell();
  await together();
  await together();
  const held = (await tills[1]!.journal()).find(({ _id }) => _id === sale._id) as Sale;
  expect([held.at, held.hlc]).toEqual([sale.at, sale.hlc]);
  for (const till of tills) expect(await till.floor()).toBe(3);
});

it('C-25: a backlog of one till goes up whole, the other sees all of it', async () => {
  await tills[0]!.paper({ kind: 'receipt', from: 'supplier', to: 'floor' }, 30);
  await together();
  apart();
  for (let n = 0; n < 12; n += 1) await tills[0]!.sell();
  await together();
  for (const till of tills) expect(await till.floor()).toBe(18);
});

it('C-26: two tills sold the same article at different prices while they were apart: each receipt keeps its price', async () => {
  await tills[0]!.paper({ kind: 'receipt', from: 'supplier', to: 'floor' }, 5);
  await together();
  apart();
  const sales = [await tills[0]!.sell(100_00), await tills[1]!.sell(120_00)];
  await together();
  for (const till of tills) {
    const held = (await till.journal()).filter((fact): fact is Sale => fact.type === 'sale');
    expect(held.map(({ total }) => total).sort()).toEqual(sales.map(({ total }) => total).sort());
    expect(await till.floor()).toBe(3);
  }
});

it('goods sent to another shop are learnt there through the server; accepted there, they leave the transit here', async () => {
  const [here] = tills;
  const there = await startTill('POS-002');
  tills.push(there);
  await here!.paper({ kind: 'receipt', from: 'supplier', to: 'floor' }, 5);
  const of = transferId('demo-1', 'n-1');
  await here!.paper({ kind: 'sent', number: 'n-1', party: 'demo-2', of, from: 'floor', to: 'transit' }, 3);
  await together();
  const known = await there.device.databases.get<StockTransfer>('store-demo-2', of);
  expect(transferView(known!)).toMatchObject({ open: true, lines: [{ sku: SKU, sent: 3, left: 3 }] });
  apart();
  await there.paper({ kind: 'accepted', number: 'n-1', party: 'demo-1', of, from: 'other-shop', to: 'floor' }, 3);
  await together();
  expect([await here!.floor(), await there.floor()]).toEqual([2, 3]);
  expect(naiveStock(await here!.journal(), 'transit', SKU)).toBe(0);
  const settled = await here!.device.databases.get<StockTransfer>('store-demo-1', of);
  expect(transferView(settled!).open).toBe(false);
});
