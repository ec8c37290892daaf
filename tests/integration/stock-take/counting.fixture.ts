import type { CatalogueEntry } from '../../../design/documents/catalogue.ts';
import type { Approval } from '../../../app/lib/people/approval.model.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { StockTakeStore } from '../../../app/lib/stock-take/stock-take.store.svelte.ts';
import { startDevice, type DeviceOptions } from '../app/device.fixture.ts';
import type { ServerFixture } from '../server/sync-server.fixture.ts';

export type Counter = Awaited<ReturnType<typeof startCounter>>;

const entry = (sku: string): CatalogueEntry =>
  ({ sku, name: `Оправа ${sku}`, brand: 'Ray-Ban', category: 'Оправы', price: 100_00 }) as CatalogueEntry;

/** A tablet that counts: the app's own loop and store over a real PouchDB. Codes that begin with a letter are articles. */
export async function startCounter(fixture: ServerFixture, options: DeviceOptions = {}) {
  const device = await startDevice(fixture, 'POS-001', options);
  let ticks = 0;
  const now = () => fixture.clock.now() + (ticks += 1);
  const stamps = createStamps({ now }, () => device.device, device.store);
  const signed: Approval = { by: `staff:${device.device}`, name: 'Иванова А. П.', role: 'manager' };
  const make = () =>
    new StockTakeStore({
      ...{ databases: device.databases, hub: device.hub, stamps, now },
      documents: new Documents(device.databases, stamps),
      catalogue: {
        byBarcode: (code) => Promise.resolve(/^[A-Z]/.test(code) ? entry(code) : null),
        bySkus: (skus) => Promise.resolve(skus.map(entry)),
      },
      approval: { ask: () => Promise.resolve(signed) },
      months: () => device.facts.names(),
      idle: () => Promise.resolve(),
      who: () => ({ by: signed.by, pos: 'POS-001' }),
      store: () => device.shop,
      device: () => device.device,
      can: () => true,
    });
  let desk = make();
  return {
    device,
    get desk() {
      return desk;
    },
    /** The browser was killed and started again: nothing is left but what is in its databases. */
    async killed(): Promise<void> {
      desk.stop();
      desk = make();
      await desk.open();
    },
    online: () => device.start(),
    inStep: () => device.until((s) => s.state === 'synced' && s.unsent === 0),
    offline(): void {
      device.stop();
      device.state.snapshot = null;
    },
    async end() {
      desk.stop();
      await device.end();
    },
  };
}
