import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { storeDatabase } from '../../../design/databases.ts';
import type { Conflict } from '../../../design/documents/conflict.ts';
import { rangeOf } from '../../../design/ids.ts';
import type { PurchaseDraft } from '../../../design/stock/purchases.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { PurchasesStore } from '../../../app/lib/stock/purchases.store.svelte.ts';
import { startDevice } from '../app/device.fixture.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const DRAFT: PurchaseDraft = { supplier: 'Оптик-А', lines: [{ sku: 'A', qty: 5, price: 100_00 }], note: '', due: null };
const MORE: PurchaseDraft = { ...DRAFT, lines: [{ sku: 'A', qty: 50, price: 100_00 }], note: 'срочно' };
const PATIENT = { timeout: 90_000 };
let fixture: ServerFixture;
let tablets: Tablet[] = [];
/** One time line for all. */
let ticks = 0;

type Tablet = Awaited<ReturnType<typeof startTablet>>;

/** A tablet at the stock desk: the app's own loop, documents and orders over a real PouchDB. */
async function startTablet() {
  const device = await startDevice(fixture, 'POS-001');
  const now = () => fixture.clock.now() + (ticks += 1);
  const stamps = createStamps({ now }, () => device.device, device.store);
  const look = async (): Promise<void> => void (await purchases.look([]));
  const purchases: PurchasesStore = new PurchasesStore({
    ...{ now, databases: device.databases, documents: new Documents(device.databases, stamps), onChange: look },
    ...{ place: () => ({ store: device.shop, timeZone: 'Europe/Moscow' }), device: () => ({ till: 'POS-001' }) as never },
    ...{ by: () => `staff:${device.device}`, can: () => true },
  });
  return { device, purchases, look };
}

/** Everybody hands in and learns: what the server makes of it, too. */
async function together(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    apart();
    for (const { device } of tablets) {
      device.start();
      await device.until((s) => s.state === 'synced' && s.unsent === 0);
    }
    await fixture.server.jobs.settled();
    await fixture.server.jobs.settled();
  }
  for (const { look } of tablets) await look();
}
function apart(): void {
  for (const { device } of tablets) {
    device.stop();
    device.state.snapshot = null;
  }
}
async function begun(): Promise<string> {
  const made = await tablets[0]!.purchases.save(null, DRAFT);
  if (typeof made === 'string') throw new Error(made);
  await together();
  apart();
  return made.id;
}
const shown = ({ purchases }: Tablet) =>
  purchases.orders.map(({ order, view }) => [order.number.replace(/^.*-/u, ''), view.state, order.lines[0]!.qty]).sort();
/** Sooner or later every tablet shows the same: what one program of the server makes is news for the next one. */
const comeTo = (expected: unknown) =>
  expect
    .poll(async () => {
      await together();
      return tablets.map(shown);
    }, PATIENT)
    .toEqual([expected, expected]);
const conflicts = async (): Promise<Conflict[]> =>
  (await (await fixture.server.engine.open(storeDatabase('demo-1'))).range(rangeOf('conflict'))) as unknown as Conflict[];

beforeEach(async () => {
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  ticks = 0;
  tablets = [await startTablet(), await startTablet()];
});
afterEach(async () => {
  for (const { device } of tablets) await device.end();
  tablets = [];
  await fixture.end();
});

it.each([0, 1])(
  'one tablet hands a draft over, the other writes on in it, both offline: the order is what was handed over, the other text a draft (hands in first: %i)',
  async (first) => {
    const [one, other] = tablets as [Tablet, Tablet];
    const id = await begun();
    expect(await one.purchases.place(id, DRAFT)).toBeNull();
    expect(await other.purchases.save(id, MORE, DRAFT)).toEqual({ id });
    if (first === 1) tablets.reverse();
    const expected = [
      ['001', 'placed', 5],
      ['001/2', 'draft', 50],
    ];
    await comeTo(expected);
    for (const tablet of tablets) {
      expect(tablet.purchases.orders.find(({ view }) => view.state === 'draft')!.order).toMatchObject({
        ...{ note: 'срочно', apart: { order: id, handed: null } },
      });
    }
    expect(await conflicts()).toEqual([]);
    // The draft is one like any other, and is made once.
    const draft = other.purchases.orders.find(({ view }) => view.state === 'draft')!.order;
    expect(await other.purchases.place(draft._id, MORE)).toBeNull();
    await comeTo([
      ['001', 'placed', 5],
      ['001/2', 'placed', 50],
    ]);
  },
);

it('both hand the same draft over offline: one order, and people are told of it', async () => {
  const [one, other] = tablets as [Tablet, Tablet];
  const id = await begun();
  expect(await one.purchases.place(id, DRAFT)).toBeNull();
  expect(await other.purchases.place(id, DRAFT)).toBeNull();
  await comeTo([['001', 'placed', 5]]);
  await expect
    .poll(async () => {
      await together();
      return tablets.map(({ purchases }) => purchases.orders[0]!.order.handed?.length);
    }, PATIENT)
    .toEqual([2, 2]);
  await comeTo([['001', 'placed', 5]]);
  expect(await conflicts()).toMatchObject([{ document: id, differences: [{ field: 'placed' }] }]);
});
