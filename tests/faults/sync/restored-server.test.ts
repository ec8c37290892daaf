import { afterEach, beforeEach, expect, it } from 'vitest';
import { CATALOG, CHAIN, storeDatabase } from '../../../design/databases.ts';
import type { Client } from '../../../design/documents/people.ts';
import { typeOfId } from '../../../design/ids.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { startDevice, type TestDevice } from '../../integration/app/device.fixture.ts';
import { createSeller, placesAtServer, placesAtTill } from '../../integration/app/shop.fixture.ts';
import { startFixture, type ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { makeSale } from '../../factories/receipts.ts';
import { rollupsOf } from './rollups.ts';
import { copyServer, lineWithALateFeed, putBack, shopLine } from './restored.ts';

const SALES = 'sales-demo-1-202611';
const STORE = storeDatabase('demo-1');
const DAY = 86_400_000;
let fixture: ServerFixture;
let devices: TestDevice[] = [];
const device = async (till = 'POS-001'): Promise<TestDevice> => {
  const one = await startDevice(fixture, till, { fetcher: shopLine(fixture) });
  devices.push(one);
  return one;
};
const inStep = (one: TestDevice) => one.until((s) => s.state === 'synced' && s.unsent === 0);
/** Everything has been compared since the call: two whole rounds of each. */
async function settled(...some: readonly TestDevice[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    fixture.clock.forward(1_000);
    const { clock } = fixture;
    const from = clock.now();
    for (const one of some) {
      one.stop();
      one.start();
    }
    await Promise.all(some.map((one) => one.until((s) => s.lastSync === from)));
  }
  // A version pulled beside one's own is asked about in the second round.
  for (const one of some) expect(one.state.snapshot).toMatchObject({ refusals: [], unsent: 0, state: 'synced' });
}
const onServer = async (database: string, id: string) => (await fixture.server.engine.open(database)).get(id);

beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(async () => {
  for (const one of devices) await one.end();
  devices = [];
  await fixture.end();
});

it('a server restored to yesterday gets every fact back from its devices, also those of a till that is gone', async () => {
  const [till, tablet] = [await device(), await device()];
  const seller = createSeller(fixture, till);
  for (let n = 0; n < 3; n += 1) await seller.sell();
  till.start();
  tablet.start();
  await Promise.all([inStep(till), inStep(tablet)]);
  await seller.sendJournal();
  const yesterday = await copyServer(fixture);
  await settled(till, tablet);

  fixture.clock.forward(DAY);
  seller.openShift();
  for (let n = 0; n < 4; n += 1) await seller.sell();
  // The server flags it: what it says of it is lost with it, and is not the device's to bring back.
  const odd = { ...makeSale({ at: fixture.clock.now() + 5_000, device: till.device }), by: 'staff:nobody' };
  await till.facts.write(() => Promise.resolve(odd));
  await settled(till, tablet);
  await seller.sendJournal();
  await fixture.server.jobs.settled();
  const before = await rollupsOf(fixture.server.engine, CHAIN);
  expect(await onServer(SALES, `flag:${odd._id}`)).not.toBeNull();
  // The till is stolen in the night in which the server's disk dies: only the tablet holds what it sold.
  till.stop();
  await putBack(fixture, yesterday);
  expect(await placesAtServer(fixture, odd._id)).toEqual([]);
  tablet.nudge();
  await settled(tablet);
  for (const { sale, result } of seller.sold) {
    for (const doc of [sale, result!]) {
      expect(await placesAtServer(fixture, doc._id)).toEqual([`${SALES} ${doc._rev}`]);
      expect(await placesAtTill(tablet, doc._id)).toEqual([`${SALES} ${doc._rev}`]);
    }
  }
  expect(tablet.state.snapshot!.refusals).toEqual([]);
  expect((await onServer(SALES, `flag:${odd._id}`))?.['reasons']).toEqual(['STAFF_UNKNOWN']);
  expect(await tablet.everythingSent(SALES)).toMatchObject({ sent: true });
  await fixture.server.jobs.settled();
  expect(await rollupsOf(fixture.server.engine, CHAIN)).toEqual(before);
});

it('a running app notices by itself that the server was restored under it', async () => {
  const till = await device();
  const seller = createSeller(fixture, till);
  await seller.sell();
  till.start();
  await inStep(till);
  const yesterday = await copyServer(fixture);
  till.nudge();
  const second = await seller.sell();
  await inStep(till);
  await putBack(fixture, yesterday);
  expect(await placesAtServer(fixture, second._id)).toEqual([]);
  // Another device must be told of it by the feed: nobody restarts anything here.
  const tablet = await device();
  const arrived = tablet.arrival(second._id);
  tablet.start();
  till.nudge();
  await arrived;
  expect(await placesAtServer(fixture, second._id)).toHaveLength(1);
  await inStep(till);
  const third = await seller.sell();
  await tablet.until((s) => s.state === 'synced');
  await settled(till, tablet);
  expect(await placesAtTill(tablet, third._id)).toHaveLength(1);
});

it('a round that was under way when the restored server was first heard of does not vouch for what that lost', async () => {
  const { late, fetcher } = lineWithALateFeed(fixture);
  const till = await startDevice(fixture, 'POS-001', { fetcher });
  devices.push(till);
  const seller = createSeller(fixture, till);
  await seller.sell();
  till.start();
  await inStep(till);
  const yesterday = await copyServer(fixture);
  till.nudge();
  const second = await seller.sell();
  await inStep(till);
  late.armed = true;
  await putBack(fixture, yesterday);
  expect(await placesAtServer(fixture, second._id)).toEqual([]);
  const tablet = await device();
  const arrived = tablet.arrival(second._id);
  tablet.start();
  till.nudge();
  await arrived;
  expect(late.heard).toBe(true);
  expect(await placesAtServer(fixture, second._id)).toHaveLength(1);
});

it('sequences that begin again lower than what a device has pulled hide nothing from it', async () => {
  const [till, tablet] = [await device(), await device()];
  const seller = createSeller(fixture, till);
  await seller.sell();
  till.start();
  tablet.start();
  await Promise.all([inStep(till), inStep(tablet)]);
  const yesterday = await copyServer(fixture);
  for (let n = 0; n < 5; n += 1) await seller.sell();
  await settled(till, tablet);
  tablet.stop();
  till.stop();
  await putBack(fixture, yesterday);
  // As many new facts as were lost, by a device that was paired after: the sequence is what the tablet pulled to, with other documents in it.
  const other = await device();
  const theirs = [];
  for (let n = 0; n < 10; n += 1) {
    const sale = makeSale({ at: fixture.clock.now() + 100_000 + n, device: other.device });
    theirs.push(await other.facts.write(() => Promise.resolve(sale)));
  }
  await settled(other);
  await settled(tablet);
  for (const sale of theirs) expect(await placesAtTill(tablet, sale._id)).toHaveLength(1);
  for (const { sale } of seller.sold) expect(await placesAtServer(fixture, sale._id)).toHaveLength(1);
});

it('what people changed since is given back, and what they deleted stays deleted', async () => {
  const till = await device();
  const documents = new Documents(
    till.databases,
    createStamps(fixture.clock, () => till.device, till.store),
  );
  const who = { by: null, pos: null };
  const client = (name: string) =>
    documents.create(STORE, (hlc) => ({
      ...who,
      ...{ _id: `client:${hlc}`, type: 'client', schema: 1, hlc, store: 'demo-1' },
      ...{ name, phone: null, email: null, birth: null, consent: null, stamps: { name: hlc } },
    }));
  const [anna, pyotr] = [await client('Анна'), await client('Пётр')];
  till.start();
  await inStep(till);
  const yesterday = await copyServer(fixture);
  await settled(till);
  const changed = await documents.editFields<Client>(STORE, anna._id, who, { name: 'Анна Ивановна' });
  await documents.remove(STORE, pyotr._id, who);
  const born = await client('Олег');
  await settled(till);
  await putBack(fixture, yesterday);
  expect(await onServer(STORE, pyotr._id)).not.toBeNull();
  // Meanwhile somebody else works on what the copy says.
  const tablet = await device();
  const theirs = new Documents(
    tablet.databases,
    createStamps(fixture.clock, () => tablet.device, tablet.store),
  );
  await settled(tablet);
  await theirs.editFields<Client>(STORE, anna._id, who, { phone: '+79990000000' });
  await settled(tablet);
  await settled(till);
  await fixture.server.jobs.settled();
  await settled(till, tablet);
  const [held, gone] = [await onServer(STORE, anna._id), await onServer(STORE, pyotr._id)];
  expect([held, gone]).toMatchObject([{ name: 'Анна Ивановна', phone: '+79990000000' }, null]);
  expect(changed._rev).toMatch(/^2-/);
  for (const one of [till, tablet]) {
    expect(await one.databases.get(STORE, anna._id)).toEqual(held);
    expect(await one.databases.get(STORE, pyotr._id)).toBeNull();
    expect(await one.databases.get(STORE, born._id)).toMatchObject({ name: 'Олег' });
  }
});

it('what only the server says is true again as soon as it says it: names, rights and figures of before the restore do not stay', async () => {
  const till = await device();
  const server = {
    settings: [CATALOG, 'settings:store-demo-1'],
    staff: [STORE, 'staff:1'],
    rollup: [CHAIN, 'report:test:1'],
  } as const;
  const stored = (of: keyof typeof server) => onServer(server[of][0], server[of][1]);
  const held = (of: keyof typeof server) => till.databases.get<{ name: string }>(server[of][0], server[of][1]);
  async function say(name: string): Promise<void> {
    for (const [database, _id] of Object.values(server)) {
      const before = (await onServer(database, _id)) ?? { _id, type: typeOfId(_id), schema: 1, store: 'demo-1' };
      expect(await (await fixture.server.engine.open(database)).put({ ...before, name })).toMatchObject({ ok: true });
    }
  }
  const everywhere = async () =>
    Promise.all((['settings', 'staff', 'rollup'] as const).map(async (of) => (await held(of))?.name));
  await say('вчера');
  till.start();
  await inStep(till);
  const yesterday = await copyServer(fixture);
  for (const name of ['утром', 'днём', 'вечером']) await say(name);
  await settled(till);
  await putBack(fixture, yesterday);
  await settled(till);
  // Nothing new is said: what was known last stands, as it does offline.
  expect(await everywhere()).toEqual(['вечером', 'вечером', 'вечером']);
  await say('после');
  await settled(till);
  expect(await everywhere()).toEqual(['после', 'после', 'после']);
  for (const of of ['settings', 'staff', 'rollup'] as const) expect(await held(of)).toEqual(await stored(of));
  await say('и ещё раз');
  await settled(till);
  expect(await everywhere()).toEqual(['и ещё раз', 'и ещё раз', 'и ещё раз']);
});
