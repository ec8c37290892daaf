import { afterEach, beforeEach, expect, it } from 'vitest';
import { CHAIN } from '../../../design/databases.ts';
import { rollupId } from '../../../design/folds/rollup-day.ts';
import { instantOf } from '../../../design/time/day-range.ts';
import { startDevice, type TestDevice } from '../../integration/app/device.fixture.ts';
import { createSeller, placesAtServer, placesAtTill } from '../../integration/app/shop.fixture.ts';
import { startFixture, type ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { freshRollups, rollupsOf } from './rollups.ts';

const NOVEMBER = 'sales-demo-1-202611';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let fixture: ServerFixture;
let till: TestDevice;
beforeEach(async () => {
  fixture = await startFixture();
  till = await startDevice(fixture, 'POS-001');
});
afterEach(async () => {
  await till.end();
  await fixture.end();
});

const at = (local: string): void => fixture.clock.forward(instantOf(local, 'Europe/Moscow') - fixture.clock.now());
const inStep = () => till.until((s) => s.state === 'synced' && s.unsent === 0 && s.lastSync === fixture.clock.now());

it.each([
  ['right', 0],
  ['three hours behind', -3 * HOUR],
  ['eleven hours ahead', 11 * HOUR],
  ['26 years behind', -26 * 365 * DAY],
  ['four years ahead', 4 * 365 * DAY],
])(
  'a shift of 30 November that goes on after midnight, offline, with a clock that is %s and put right on the way, lies in one month, and its days add up',
  async (_, skew) => {
    at('2026-11-30T23:50:00');
    const seller = createSeller(fixture, till);
    seller.clock.skew = skew;
    seller.openShift();
    await seller.sell();
    at('2026-11-30T23:58:00');
    await seller.sell({ settled: false });
    at('2026-12-01T00:05:00');
    await seller.sell();
    // A person sets the clock right in the middle of the shift.
    seller.clock.skew = 0;
    await seller.sell();
    await seller.settle(1);
    at('2026-12-01T10:00:00');
    // Two days later there is a line again, and the gateway's copy comes first.
    at('2026-12-03T12:00:00');
    await seller.sendJournal();
    fixture.clock.forward(60_000);
    await fixture.server.intake.tick();
    till.start();
    await inStep();
    // Months that the session does not name are asked about once a minute.
    fixture.clock.forward(120_000);
    till.stop();
    till.start();
    await inStep();

    const places = new Set<string>();
    for (const { sale, result } of seller.sold) {
      for (const doc of [sale, result!]) {
        const server = await placesAtServer(fixture, doc._id);
        expect(server, doc._id).toHaveLength(1);
        expect(server[0]).toContain(doc._rev);
        expect(await placesAtTill(till, doc._id)).toEqual(server);
        places.add(server[0]!.split(' ')[0]!);
      }
    }
    expect([...places], 'a shift lies in one month').toHaveLength(1);
    if (skew === 0) expect([...places]).toEqual([NOVEMBER]);
    expect(till.state.snapshot!.refusals).toEqual([]);
    await fixture.server.jobs.settled();
    const rollups = await rollupsOf(fixture.server.engine, CHAIN);
    expect(rollups).toEqual(await freshRollups(fixture.server.engine));
    expect(Object.values(rollups).reduce((sum, { receipts }: { receipts?: number }) => sum + (receipts ?? 0), 0)).toBe(4);
    if (skew !== 0) return;
    expect(rollups[rollupId('demo-1', '2026-11-30')]).toMatchObject({ receipts: 1 });
    expect(rollups[rollupId('demo-1', '2026-12-01')]).toMatchObject({ receipts: 3 });
  },
);
