import { afterEach, beforeEach, expect, it } from 'vitest';
import { makePaper } from '../../tests/factories/stock.ts';
import { salesDatabaseOf } from '../../design/databases.ts';
import type { StockMovement } from '../../design/documents/facts.ts';
import type { StockTransfer } from '../../design/documents/stock-transfer.ts';
import { movementOf, type BalanceFact } from '../../design/folds/movement.ts';
import { rangeOf } from '../../design/ids.ts';
import { transferId, transferView } from '../../design/stock/transfers.ts';
import { DAY } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { startTransfers } from './transfers.ts';

const ZONE = 'Europe/Moscow';
const NOW = Date.UTC(2026, 10, 21, 12);
const ID = transferId('demo-1', '3-2611-001');
const WAY = { number: '3-2611-001', of: ID, because: '' } as const;
const SENT = makePaper({
  ...WAY,
  ...{ kind: 'sent', party: 'demo-2', from: 'floor', to: 'transit' },
  lines: [
    { sku: 'A', qty: 10 },
    { sku: 'B', qty: 2 },
  ],
});
const accepted = (qty: number, sku = 'A') =>
  makePaper(
    { ...WAY, kind: 'accepted', party: 'demo-1', from: 'other-shop', to: 'floor', lines: [{ sku, qty }] },
    { store: 'demo-2', device: 4 },
  );

let engine: Engine;
let now = NOW;
const start = () => startTransfers(engine, { clock: { now: () => now }, timeZoneOf: () => ZONE, log: () => undefined });
let job: ReturnType<typeof start>;

beforeEach(async () => {
  now = NOW;
  engine = createMemoryEngine();
  for (const store of ['store-demo-1', 'store-demo-2']) await engine.open(store);
  job = start();
});
afterEach(() => job.stop());

async function put(...facts: StockMovement[]): Promise<void> {
  for (const fact of facts) {
    await (await engine.open(salesDatabaseOf(fact, ZONE))).bulk([{ ...fact, _rev: '1-a' }], { newEdits: false });
    await job.settled();
  }
  await job.settled();
}
const transfer = async (store: string): Promise<StockTransfer | null> =>
  (await (await engine.open(`store-${store}`)).get(ID)) as unknown as StockTransfer | null;
async function stock(store: string): Promise<Readonly<Record<string, Record<string, number>>>> {
  const facts: BalanceFact[] = [];
  for (const name of (await engine.list()).filter((one) => one.startsWith(`sales-${store}-`)))
    facts.push(...((await (await engine.open(name)).range(rangeOf('stock-movement'))) as unknown as BalanceFact[]));
  return movementOf(facts).stock;
}

it('what one shop sends, the other learns; what it accepts leaves the transit of the first, and the rest stays there since then', async () => {
  await put(SENT);
  expect(await transfer('demo-2')).toMatchObject({ from: 'demo-1', to: 'demo-2', number: '3-2611-001', store: 'demo-2' });
  expect((await stock('demo-1'))['transit']).toEqual({ A: 10_000, B: 2_000 });
  await put(accepted(9));
  expect((await stock('demo-1'))['transit']).toEqual({ A: 1_000, B: 2_000 });
  expect((await stock('demo-2'))['floor']).toEqual({ A: 9_000 });
  for (const store of ['demo-1', 'demo-2']) {
    const { lines, open } = transferView((await transfer(store))!);
    expect(open).toBe(true);
    expect(lines).toEqual([
      { sku: 'A', sent: 10, accepted: 9, settled: 0, left: 1 },
      { sku: 'B', sent: 2, accepted: 0, settled: 0, left: 2 },
    ]);
  }
  // A person at the first shop settles what never arrived.
  await put(
    makePaper({ ...WAY, kind: 'write-off', party: null, from: 'transit', to: 'write-off', lines: [{ sku: 'A', qty: 1 }] }),
    makePaper({ ...WAY, kind: 'recalled', party: null, from: 'transit', to: 'floor', lines: [{ sku: 'B', qty: 2 }] }),
  );
  expect((await stock('demo-1'))['transit']).toBeUndefined();
  expect(transferView((await transfer('demo-2'))!).open).toBe(false);
});

it('an acceptance by the number on the paper, before the sender was ever online, ends in the same books', async () => {
  const came = [accepted(9), accepted(1), accepted(2, 'B')];
  await put(...came);
  expect(transferView((await transfer('demo-2'))!).lines[0]).toMatchObject({ sku: 'A', sent: 0, left: -10 });
  expect((await stock('demo-1'))['transit']).toEqual({ A: -10_000, B: -2_000 });
  await put(SENT);
  expect(transferView((await transfer('demo-1'))!).open).toBe(false);
  expect((await stock('demo-1'))['transit']).toBeUndefined();
});

it('a server that forgot how far it was does everything again and changes nothing, the month having turned meanwhile', async () => {
  await put(SENT, accepted(9));
  const [books, there] = [await stock('demo-1'), await transfer('demo-2')];
  await job.stop();
  const control = await engine.open('control');
  for (const doc of await control.range({})) await control.put({ _id: doc._id, _rev: doc._rev, _deleted: true });
  now = NOW + 20 * DAY;
  job = start();
  await job.settled();
  expect(await stock('demo-1')).toEqual(books);
  expect(await transfer('demo-2')).toEqual(there);
});

it('a paper that names a shop that there is not, or a number of another shop, writes into no other shop', async () => {
  await put({ ...accepted(1), document: { kind: 'accepted', number: '3-2611-001', party: 'demo-9', of: ID } });
  await put({ ...accepted(1), document: { kind: 'accepted', number: 'x', party: 'demo-1', of: ID } });
  expect(await stock('demo-1')).toEqual({});
  expect(await transfer('demo-1')).toBeNull();
});
