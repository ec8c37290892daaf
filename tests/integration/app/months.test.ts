import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../../design/time/day-range.ts';
import { settingsOf, startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice, type DeviceOptions, type TestDevice } from './device.fixture.ts';
import { createSeller, placesAtServer, placesAtTill } from './shop.fixture.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const YEARS = 26 * 365 * DAY;
let fixture: ServerFixture;
let devices: TestDevice[] = [];
const backup = { verifiedAt: null as number | null };
const device = async (till = 'POS-001', options: DeviceOptions = {}): Promise<TestDevice> => {
  const one = await startDevice(fixture, till, options);
  devices.push(one);
  return one;
};
const inStep = (one: TestDevice) => one.until((s) => s.state === 'synced' && s.unsent === 0);
const flagsOf = async (database: string, id: string) =>
  (await (await fixture.server.engine.open(database)).get(`flag:${id}`))?.['reasons'];
const salesOf = (one: TestDevice) => one.databases.known().filter((name) => name.startsWith('sales-'));
async function begin(timeZone = 'Europe/Moscow'): Promise<void> {
  const { verifiedAt } = backup;
  fixture = await startFixture({
    lastVerifiedBackup: () => (backup.verifiedAt === null ? null : { verifiedAt: backup.verifiedAt }),
    prepare: async (engine) => {
      const settings = ['demo-1', 'demo-2'].map((store) => ({ ...settingsOf(store), timeZone }));
      await (await engine.open('catalog')).bulk(settings);
    },
  });
  expect(verifiedAt).toBeNull();
}

beforeEach(() => begin());
afterEach(async () => {
  for (const one of devices) await one.end();
  devices = [];
  backup.verifiedAt = null;
  await fixture.end();
});

describe('facts of a clock that was wrong', () => {
  it('by 26 years find a home in this month, at the till and at the server, and so does the rest of their shift', async () => {
    const till = await device();
    const seller = createSeller(fixture, till);
    seller.clock.skew = -YEARS;
    const sale = await seller.sell();
    expect(await placesAtTill(till, sale._id)).toEqual([`sales-demo-1-200011 ${sale._rev}`]);
    expect(await till.facts.hasSale(sale.key, fixture.clock.now())).toBe(true);
    till.start();
    await inStep(till);
    const home = `sales-demo-1-202611 ${sale._rev}`;
    expect([await placesAtServer(fixture, sale._id), await placesAtTill(till, sale._id)]).toEqual([[home], [home]]);
    expect(await flagsOf('sales-demo-1-202611', sale._id)).toEqual(['CLOCK_WRONG']);
    expect(salesOf(till)).not.toContain('sales-demo-1-200011');

    seller.clock.skew = 0;
    const next = await seller.sell();
    await inStep(till);
    expect(await placesAtServer(fixture, next._id)).toEqual([`sales-demo-1-202611 ${next._rev}`]);
    expect(salesOf(till)).not.toContain('sales-demo-1-200011');
  });

  it('lie where the journal has put them before the till was heard: every fact once', async () => {
    const till = await device();
    const seller = createSeller(fixture, till);
    seller.clock.skew = 6 * YEARS;
    const sale = await seller.sell();
    await seller.sendJournal();
    fixture.clock.forward(11_000);
    await fixture.server.intake.tick();
    const home = `sales-demo-1-202611 ${sale._rev}`;
    expect(await placesAtServer(fixture, sale._id)).toEqual([home]);
    fixture.clock.forward(45 * DAY);
    till.start();
    await inStep(till);
    expect([await placesAtServer(fixture, sale._id), await placesAtTill(till, sale._id)]).toEqual([[home], [home]]);
  });

  it('of a device that comes back after months go into the month that the server has held, and a person is told', async () => {
    const till = await device();
    const sale = await createSeller(fixture, till).sell();
    fixture.clock.forward(100 * DAY);
    till.start();
    await inStep(till);
    expect(await placesAtServer(fixture, sale._id)).toEqual([`sales-demo-1-202611 ${sale._rev}`]);
    expect(await flagsOf('sales-demo-1-202611', sale._id)).toEqual(['MONTH_LATE']);
  });

  it('of another shop are nobody’s to ask for', async () => {
    const { token } = await device('POS-002');
    const answer = await fixture.call('POST', '/api/homes', { token, body: { database: 'sales-demo-1-200001', shifts: [] } });
    expect(answer.status).toBe(404);
    expect((await fixture.call('GET', '/db/sales-demo-2-200001', { token })).status).toBe(409);
  });
});

describe('a month that ends', () => {
  it.each(['Europe/Kaliningrad', 'Asia/Kamchatka'])(
    'in mid-shift, offline, keeps the shift together: sale after midnight and late result included (%s)',
    async (timeZone) => {
      await fixture.end();
      await begin(timeZone);
      const till = await device('POS-001', { timeZone });
      const seller = createSeller(fixture, till);
      const midnight = instantOf('2026-12-01T00:00:00', timeZone);
      fixture.clock.forward(midnight - fixture.clock.now() - 1_000);
      const before = await seller.sell({ settled: false });
      fixture.clock.forward(2_000);
      const after = await seller.sell();
      const late = await seller.settle(0);
      seller.openShift();
      const morning = await seller.sell();
      till.start();
      await inStep(till);
      const places = async (...ids: string[]) => (await Promise.all(ids.map((id) => placesAtServer(fixture, id)))).flat();
      expect((await places(before._id, after._id, late._id)).map((place) => place.split(' ')[0])).toEqual(
        Array<string>(3).fill('sales-demo-1-202611'),
      );
      expect(await places(morning._id)).toEqual([`sales-demo-1-202612 ${morning._rev}`]);
    },
  );

  it('is no matter to a device that is offline: it writes into the new month before the server has made it', async () => {
    const till = await device();
    const seller = createSeller(fixture, till);
    // The server's clock stands still: on its own time it makes a month whenever it has one to make.
    seller.clock.skew = 100 * DAY;
    const sale = await seller.sell();
    expect(await fixture.server.engine.exists('sales-demo-1-202703')).toBe(false);
    expect(await placesAtTill(till, sale._id)).toEqual([`sales-demo-1-202703 ${sale._rev}`]);
    fixture.clock.forward(100 * DAY);
    seller.clock.skew = 0;
    till.start();
    await inStep(till);
    expect(await placesAtServer(fixture, sale._id)).toEqual([`sales-demo-1-202703 ${sale._rev}`]);
  });

  it('is told by the feed to a device that runs, and another device has a sale of the new month at once', async () => {
    const [till, tablet] = [await device(), await device()];
    till.start();
    tablet.start();
    await Promise.all([inStep(till), inStep(tablet)]);
    fixture.clock.forward(45 * DAY);
    // What the server does every minute.
    await fixture.server.provisioner.upToDate();
    const seller = createSeller(fixture, till);
    // Listening begins before the sale: it may be there before it has been settled here.
    const arrived = new Promise<void>((resolve) => {
      tablet.hub.on(({ database, origin }) => database === 'sales-demo-1-202701' && origin === 'pulled' && resolve());
    });
    const sale = await seller.sell();
    await arrived;
    expect(await tablet.facts.find(sale._id)).toMatchObject({ _rev: sale._rev });
    expect(await placesAtServer(fixture, sale._id)).toEqual([`sales-demo-1-202701 ${sale._rev}`]);
    await tablet.until(() => tablet.state.session?.databases.some(({ name }) => name === 'sales-demo-1-202703') === true);
  });
});

describe('an old month', () => {
  it('is dropped only when server and verified backup hold it, and is not missed afterwards', async () => {
    const till = await device();
    const seller = createSeller(fixture, till);
    const sale = await seller.sell();
    const open = await seller.sell({ settled: false });
    till.start();
    await inStep(till);
    fixture.clock.forward(70 * DAY);
    const held = () => salesOf(till).includes('sales-demo-1-202611');
    /** A day later, with a session of that day. */
    const renewed = async () => {
      fixture.clock.forward(DAY);
      till.stop();
      till.start();
      await till.until(() => till.state.session?.time === fixture.clock.now());
      await inStep(till);
      await till.tidy();
      return held();
    };
    expect(await renewed()).toBe(true);
    backup.verifiedAt = fixture.clock.now() - 30 * DAY;
    expect(await renewed()).toBe(true);
    backup.verifiedAt = fixture.clock.now();
    // A sale without an outcome is still the tray's.
    expect(await renewed()).toBe(true);
    // Months that the session does not name are handed in once a minute.
    fixture.clock.forward(MINUTE);
    await seller.settle(1);
    await inStep(till);
    expect(await renewed()).toBe(true);
    // What was settled now is in no backup yet.
    expect(await renewed()).toBe(true);
    backup.verifiedAt = fixture.clock.now();
    expect(await renewed()).toBe(false);
    expect(await till.facts.find(sale._id)).toBeNull();
    expect(await placesAtServer(fixture, open._id)).toHaveLength(1);
    await inStep(till);
  });

  it('half dropped by a kill is gone after the next start, and does not look like a loss', async () => {
    const till = await device();
    await createSeller(fixture, till).sell();
    till.store.write('databases-dropping', ['sales-demo-1-202611']);
    await till.databases.finishDrops();
    expect(salesOf(till)).toEqual([]);
    expect(till.store.read('databases-dropping')).toEqual([]);
  });
});
