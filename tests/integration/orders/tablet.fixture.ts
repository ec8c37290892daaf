import type { Order, OrderEvent } from '../../../design/documents/order.ts';
import type { OpticsDeps } from '../../../app/lib/optics/optics.deps.ts';
import { OrdersStore } from '../../../app/lib/orders/orders.store.svelte.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { WorkshopStore } from '../../../app/lib/workshop/workshop.store.svelte.ts';
import type { ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice, type TestDevice } from '../app/device.fixture.ts';
import { canonicalJson } from '../../../design/canonical-json.ts';

export const STORE = 'store-demo-1';
const nothing = () => () => undefined;

export type Tablet = Awaited<ReturnType<typeof startTablet>>;

/** A tablet of the shop: the app's own loop, orders and board over a real PouchDB. `skew`: ms that its clock is ahead of the server's. */
export async function startTablet(fixture: ServerFixture, skew = 0) {
  const device: TestDevice = await startDevice(fixture, 'POS-001');
  let ticks = 0;
  const now = () => fixture.clock.now() + skew + (ticks += 1);
  const stamps = createStamps({ now }, () => device.device, device.store);
  const documents = new Documents(device.databases, stamps);
  const lent = {
    ...{ databases: device.databases, facts: device.facts, hub: device.hub, documents, now },
    place: () => ({ store: device.shop, timeZone: 'Europe/Moscow' }),
    device: () => ({ till: null }),
    by: () => `staff:${device.device}`,
    can: () => true,
    catalogue: { bySkus: () => new Map() },
    stock: { of: () => null },
    ...{ store: device.store, uuid: () => crypto.randomUUID() },
  };
  const orders = new OrdersStore(lent as unknown as OpticsDeps & { documents: Documents });
  const photos = { keep: () => Promise.reject(new Error('no camera')), waiting: 0, onChange: nothing };
  const board = new WorkshopStore({
    ...{ shelf: orders.shelf, nameOf: () => Promise.resolve(null), mayMove: () => true, photos },
  });
  /** Whatever was written here, as it was written. */
  const written = new Map<string, OrderEvent>();

  return {
    ...{ device, documents, orders, board, written },
    /** Does something to an order and notes the events that came of it. */
    async doing(id: string, work: () => Promise<unknown>): Promise<void> {
      const before = new Set(((await documents.read<Order>(STORE, id))?.events ?? []).map(canonicalJson));
      await work();
      for (const event of (await documents.read<Order>(STORE, id))!.events)
        if (!before.has(canonicalJson(event))) written.set(canonicalJson(event), event);
    },
    doc: (id: string) => device.databases.get<Order>(STORE, id),
    online: () => device.start(),
    inStep: () => device.until((s) => s.state === 'synced' && s.unsent === 0),
    offline(): void {
      device.stop();
      // The next word of the loop is of the next exchange.
      device.state.snapshot = null;
    },
    async end() {
      board.stop();
      orders.stop();
      await device.end();
    },
  };
}

/** What the server holds and every tablet: resolved, exchanged, nothing under way. */
export async function settled(fixture: ServerFixture, tablets: readonly Tablet[], ids: readonly string[]): Promise<void> {
  const database = await fixture.server.engine.open(STORE);
  const isEqual = async (): Promise<boolean> => {
    await fixture.server.jobs.settled();
    for (const id of ids) {
      const leaves = (await database.leaves(id)).filter(({ _deleted }) => _deleted !== true);
      if (leaves.length !== 1) return false;
      for (const tablet of tablets) if ((await tablet.doc(id))?._rev !== leaves[0]!._rev) return false;
    }
    return true;
  };
  // The feed tells the tablets.
  const limit = Date.now() + 120_000;
  while (!(await isEqual())) {
    if (Date.now() > limit) throw new Error('the tablets and the server did not come to the same');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
