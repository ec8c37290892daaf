import type { Clock } from '../../../design/time/clock.ts';
import type { ServerFixture } from '../../integration/server/sync-server.fixture.ts';

/** A till with the app's own sync loop and catalogue in Node over LevelDB, asked for the price of one article. */
export async function startPricedTill(fixture: ServerFixture, clock: Clock, pos: string) {
  // The app's own names are known only once `app-aliases.ts` has run.
  const { startDevice } = await import('../../integration/app/device.fixture.ts');
  const { directSearch } = await import('../../integration/app/catalogue.fixture.ts');
  const { CatalogueKeeper } = await import('../../../app/lib/catalogue/catalogue-keeper.ts');
  const device = await startDevice({ server: fixture.server, clock, pair: (till) => fixture.pair(till) }, pos);
  const watchers = new Set<() => void>();
  const keeper = new CatalogueKeeper({
    databases: device.databases,
    index: directSearch(),
    // It has a replica: nothing is asked past it.
    remote: { snapshot: offline, document: offline, product: offline },
    now: () => clock.now(),
    shop: () => device.shop,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    onSettings: () => undefined,
    onView: () => [...watchers].forEach((look) => look()),
  });
  await keeper.start();
  device.hub.on(({ database, ids }) => void (database === 'catalog' && keeper.changed(ids)));
  device.start();
  await device.until(({ lastSync }) => lastSync !== null);
  return {
    device,
    /** Resolves when the article is sold at a price here. */
    sells: (sku: string, price: number): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void =>
          void keeper.priceOf(sku).then((now) => {
            if (now !== price) return;
            watchers.delete(look);
            resolve();
          });
        watchers.add(look);
        look();
      }),
    async end() {
      keeper.stop();
      await keeper.settled();
      await device.end();
    },
  };
}
export type PricedTill = Awaited<ReturnType<typeof startPricedTill>>;

const offline = (): Promise<never> => Promise.reject(new Error('not asked'));
