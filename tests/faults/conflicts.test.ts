import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storeDatabase } from '../../design/databases.ts';
import { HOUR, MINUTE } from '../../design/time/clock.ts';
import { startFixture, type ServerFixture } from '../integration/server/sync-server.fixture.ts';
import { ShopDay } from './conflicts/shop.ts';
import { homecoming, story, TABLETS } from './conflicts/story.ts';
import { Tablet } from './conflicts/tablet.ts';
import { SEED, SOAK } from './seeded.ts';

const DAYS = SOAK ? 200 : 20;
/** No two clocks agree; one of them is far ahead of what others adopt. */
const SKEWS = [0, -20 * MINUTE, 2 * HOUR];

let fixture: ServerFixture;
let folder: string;
const tablets: Tablet[] = [];
let day = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'optics-conflicts-'));
  fixture = await startFixture({ bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
  // The days start, kill and double the resolver themselves.
  await fixture.server.jobs.stop();
  const { engine, url } = fixture.server;
  for (let n = 0; n < TABLETS; n += 1) {
    const { device, token } = await fixture.pair('POS-001');
    let now = fixture.clock.now() + SKEWS[n]!;
    const clock = { now: () => (now += 7) };
    tablets.push(new Tablet({ number: device, token, url, folder, clock, store: storeDatabase('demo-1'), engine }));
  }
});
afterAll(async () => {
  for (const tablet of tablets) await tablet.databases.close();
  await fixture.end();
  rmSync(folder, { recursive: true, force: true });
});

it(
  `${DAYS} days of three devices that change the same client, contact, order, note and settings apart from each other: equal everywhere, nothing lost (seed ${SEED})`,
  async () => {
    await fc.assert(
      fc.asyncProperty(story, homecoming, async (steps, order) => {
        const shop = new ShopDay(fixture.server.engine, tablets, (day += 1));
        await shop.open();
        for (const step of steps) await shop.take(step);
        await shop.close(order);
        await shop.verify();
      }),
      { numRuns: DAYS, seed: SEED, endOnFailure: process.env['SHRINK'] === undefined },
    );
    expect(day).toBeGreaterThanOrEqual(DAYS);
  },
  SOAK ? 900_000 : 120_000,
);
