import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSale } from '../../factories/receipts.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice, type TestDevice } from './device.fixture.ts';

const SALES = 'sales-demo-1-202611';
let fixture: ServerFixture;
let devices: TestDevice[] = [];
const device = async (till = 'POS-001'): Promise<TestDevice> => {
  const one = await startDevice(fixture, till);
  devices.push(one);
  return one;
};
/** A sale of that device at the n-th second after the server's noon. */
const saleOf = (of: TestDevice, n: number, change: Record<string, unknown> = {}) => ({
  ...makeSale({ at: fixture.clock.now() + n * 1000, device: of.device }),
  ...change,
});
const onServer = async (id: string) => (await fixture.server.engine.open(SALES)).get(id);

beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(async () => {
  for (const one of devices) await one.end();
  devices = [];
  await fixture.end();
});

describe('the sync loop of a device against the server', () => {
  it('hands a sale in at once, and another device of the shop has it without asking', async () => {
    const [till, tablet] = [await device(), await device()];
    till.start();
    tablet.start();
    await Promise.all([till.until((s) => s.lastSync !== null), tablet.until((s) => s.lastSync !== null)]);
    const sale = saleOf(till, 1);
    const arrived = tablet.arrival(sale._id);
    const stored = await till.facts.write(() => Promise.resolve(sale));
    await arrived;
    expect(await tablet.facts.find(sale._id)).toMatchObject({ _rev: stored._rev, total: sale.total });
    const { unsent, state } = await till.until((s) => s.unsent === 0);
    expect([unsent, state]).toEqual([0, 'synced']);
  });

  it('counts what the server has not acknowledged, across a restart of the app and a server that is away', async () => {
    const till = await device();
    till.start();
    await till.until((s) => s.lastSync !== null);
    await fixture.server.close();
    for (let n = 1; n <= 3; n += 1) await till.facts.write(() => Promise.resolve(saleOf(till, n)));
    await till.until((s) => s.state === 'waiting' && s.unsent === 3 && !s.online);
    till.stop();
    till.start();
    await till.until((s) => s.unsent === 3);
  });

  it('sends what was sold while the server was away', async () => {
    const till = await device();
    const sales = [1, 2, 3].map((n) => saleOf(till, n));
    for (const sale of sales) await till.facts.write(() => Promise.resolve(sale));
    till.start();
    await till.until((s) => s.unsent === 0 && s.state === 'synced');
    for (const sale of sales) expect(await onServer(sale._id)).toMatchObject({ key: sale.key });
  });

  it('keeps a refused document in the ledger, counts it as unsent, and offers it again', async () => {
    const till = await device();
    const good = saleOf(till, 1);
    const bad = saleOf(till, 2, { total: 'a lot' });
    await till.facts.write(() => Promise.resolve(bad));
    await till.facts.write(() => Promise.resolve(good));
    till.start();
    const first = await till.until((s) => s.state === 'refused' && s.unsent === 1);
    expect(first.refusals.map(({ id, code }) => [id, code])).toEqual([[bad._id, 'DOCUMENT_MALFORMED']]);
    expect(await onServer(good._id)).not.toBeNull();
    till.offerAgain();
    const again = await till.until((s) => (s.refusals[0]?.tries ?? 0) > 1);
    expect(again.refusals).toHaveLength(1);
  });

  it('refuses nothing with a token that is no longer valid, and sends once paired again', async () => {
    const till = await device();
    const { token } = till.state;
    till.state.token = 'not a token';
    const sale = saleOf(till, 1);
    await till.facts.write(() => Promise.resolve(sale));
    till.start();
    const locked = await till.until((s) => s.state === 'login');
    expect([locked.unsent, locked.refusals]).toEqual([1, []]);
    till.state.token = token;
    till.stop();
    till.start();
    await till.until((s) => s.unsent === 0 && s.state === 'synced');
    expect(await onServer(sale._id)).not.toBeNull();
  });

  it('does not push back what it pulled', async () => {
    const [till, tablet] = [await device(), await device()];
    const sale = saleOf(till, 1);
    await till.facts.write(() => Promise.resolve(sale));
    till.start();
    await till.until((s) => s.state === 'synced');
    const before = (await (await fixture.server.engine.open(SALES)).info()).seq;
    const arrived = tablet.arrival(sale._id);
    tablet.start();
    await arrived;
    await tablet.until((s) => s.state === 'synced' && s.unsent === 0);
    expect((await (await fixture.server.engine.open(SALES)).info()).seq).toBe(before);
  });

  it('ignores a revision that the gateway or the server wrote already', async () => {
    const till = await device();
    const sale = { ...saleOf(till, 1), _rev: `1-${'a'.repeat(32)}` };
    await (await fixture.server.engine.open(SALES)).bulk([sale], { newEdits: false });
    await till.facts.adopt([sale]);
    till.start();
    const { refusals } = await till.until((s) => s.unsent === 0 && s.state === 'synced');
    expect(refusals).toEqual([]);
    expect(await onServer(sale._id)).toMatchObject({ _rev: sale._rev });
  });
});
