import type { Clock } from '../../../design/time/clock.ts';
import { startCatalogue } from '../../integration/app/catalogue.fixture.ts';
import type { ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import type { ImportServer } from './import-server.ts';
import { editionOf, skusUntil } from './price-lists.ts';

/** A till (the app's keeper over a LevelDB replica) that pulls again and again while servers die, and what it showed each time. */
export async function startWatchingTill(server: ImportServer, clock: Clock) {
  const fixture = { server, clock: { ...clock, forward: () => undefined }, pair: (till?: string) => server.pair(till) };
  const device = await startCatalogue(fixture as unknown as ServerFixture);
  await device.start();
  let watching: Promise<void> | null = null;
  let isOver = false;
  const shown: string[] = [];

  async function shows(version: number): Promise<string> {
    const found = await device.keeper.bySkus(skusUntil(version));
    return editionOf(Object.fromEntries(found.map(({ sku, price }) => [sku, price])));
  }
  return {
    device,
    shows,
    /** Pulls once. @throws where the server does not answer */
    pull: () => device.pull(),
    /** Pulls as long as the server answers; `shown` are the catalogues seen, each once in a row. */
    watch(version: number): void {
      isOver = false;
      shown.length = 0;
      watching = (async () => {
        while (!isOver) {
          await device.pull().catch(() => undefined);
          const now = await shows(version);
          if (shown.at(-1) !== now) shown.push(now);
          if (!server.isUp) return;
        }
      })();
    },
    async seen(): Promise<readonly string[]> {
      isOver = true;
      await watching;
      return [...shown];
    },
    end: () => device.end(),
  };
}
