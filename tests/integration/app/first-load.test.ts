import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice, type TestDevice } from './device.fixture.ts';

const STORE = 'store-demo-1';
let fixture: ServerFixture;
let device: TestDevice;

beforeEach(async () => {
  fixture = await startFixture();
  device = await startDevice(fixture, 'POS-001');
});
afterEach(async () => {
  await device.end();
  await fixture.end();
});

const person = (key: string) => ({
  ...clientOf(key),
  _id: `staff:${key}`,
  type: 'staff',
  role: 'cashier',
  active: true,
  order: 1,
});

it('the people of the shop come before its clients, although somebody’s PIN was changed after all of them', async () => {
  const store = await fixture.server.engine.open(STORE);
  await store.bulk(Array.from({ length: 450 }, (_, n) => clientOf(`c${n}`)));
  await store.bulk([person('anna'), person('boris')]);
  const arrived: string[] = [];
  device.hub.on(({ database, origin, ids }) => {
    if (database === STORE && origin === 'pulled') arrived.push(...ids);
  });
  let most = 0;
  device.start();
  const whole = await device.until(({ loading, lastSync }) => {
    if (loading) most = Math.max(most, loading.done - loading.total);
    return lastSync !== null;
  });
  expect(arrived.slice(0, 2).sort()).toEqual(['staff:anna', 'staff:boris']);
  expect(arrived).toHaveLength(452);
  expect(new Set(arrived).size).toBe(452);
  expect([most <= 0, whole.unsent]).toEqual([true, 0]);
  expect(await device.databases.get(STORE, 'staff:anna')).toMatchObject({ role: 'cashier' });
});
