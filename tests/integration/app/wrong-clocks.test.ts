import { afterEach, expect, it } from 'vitest';
import { pick, SEED, seeded, SOAK } from '../../faults/seeded.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice, type TestDevice } from './device.fixture.ts';
import { createSeller, placesAtServer, placesAtTill } from './shop.fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const RUNS = SOAK ? 60 : 3;
const STEPS = 40;
/** What a PC's clock shows beside the server's: a battery that is empty, a zone set wrongly, a hand that slipped. */
const SKEWS = [0, 0, 3 * HOUR, -11 * HOUR, 26 * DAY, -40 * DAY, -26 * YEAR, -3 * YEAR, 4 * YEAR, 30 * YEAR];

let fixture: ServerFixture;
let device: TestDevice;
afterEach(async () => {
  await device.end();
  await fixture.end();
});

it.each(Array.from({ length: RUNS }, (_, run) => SEED + run))(
  'whatever the clock of a till says and whoever comes first, every fact lies once, in one place, at till and server (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    fixture = await startFixture();
    device = await startDevice(fixture, 'POS-001');
    const seller = createSeller(fixture, device);
    const open: number[] = [];
    let online = false;
    const trail: string[] = [];

    const steps = {
      clock: () => void (seller.clock.skew = pick(random, SKEWS)),
      shift: () => seller.openShift(),
      async sell() {
        const settled = random() < 0.7;
        await seller.sell({ settled });
        if (!settled) open.push(seller.sold.length - 1);
      },
      async settle() {
        const n = open.shift();
        if (n !== undefined) await seller.settle(n);
      },
      time: () => fixture.clock.forward(pick(random, [MINUTE, 5 * HOUR, DAY, 9 * DAY])),
      line() {
        online = !online;
        if (online) device.start();
        else device.stop();
      },
      async journal() {
        await seller.sendJournal();
        fixture.clock.forward(MINUTE);
        await fixture.server.intake.tick();
      },
      // Something happens between two steps, or a till that is online has no time to do anything.
      rest: () => (online ? device.until((s) => s.state !== 'checking') : null),
    };
    type Step = keyof typeof steps;
    const often: Step[] = ['clock', 'shift', 'sell', 'sell', 'sell', 'settle', 'time', 'line', 'journal', 'rest'];
    for (let i = 0; i < STEPS; i += 1) {
      const step = pick(random, often);
      trail.push(step);
      await steps[step]();
    }

    for (const n of open) await seller.settle(n);
    await steps.journal();
    for (let round = 0; round < 3; round += 1) {
      fixture.clock.forward(2 * MINUTE);
      device.stop();
      device.start();
      await device.until((s) => s.state === 'synced' && s.unsent === 0);
    }
    const { sold } = seller;
    expect(new Set(sold.map(({ sale }) => sale.hlc)).size, 'no stamp twice').toBe(sold.length);
    expect(
      sold.map(({ sale }) => sale.hlc),
      'stamps go on, whatever the clock does',
    ).toEqual(sold.map(({ sale }) => sale.hlc).sort());
    for (const { sale, result } of sold) {
      for (const doc of [sale, result!]) {
        const [server, till] = [await placesAtServer(fixture, doc._id), await placesAtTill(device, doc._id)];
        expect(server, `${doc._id} after ${trail.join(' ')}`).toHaveLength(1);
        expect(till, doc._id).toEqual(server);
        expect(server[0]).toContain(doc._rev);
      }
    }
  },
);
