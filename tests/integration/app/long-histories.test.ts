import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '../../../design/documents/people.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { clientOf } from '../../factories/clients.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { startDevice, type TestDevice } from './device.fixture.ts';

const STORE = 'store-demo-1';
/** More than a client, an order or a note is edited in a day, each save of a note counted. */
const EDITS = 120;
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

it('a document edited a hundred times offline is taken by the server, and is no conflict there', async () => {
  const documents = new Documents(
    device.databases,
    createStamps(fixture.clock, () => device.device, device.store),
  );
  const { _id } = await documents.create(STORE, (hlc) => clientOf(hlc, { hlc }));
  device.start();
  await device.until((s) => s.state === 'synced' && s.unsent === 0);
  device.stop();
  const who = { by: null, pos: null };
  for (let i = 1; i <= EDITS; i += 1) await documents.editFields<Client>(STORE, _id, who, { phone: String(i) });
  device.start();
  await device.until((s) => s.unsent === 1);
  const { refused } = await device.until((s) => s.unsent === 0 || s.refused > 0);
  expect(refused).toBe(0);
  const leaves = await (await fixture.server.engine.open(STORE)).leaves(_id);
  expect(leaves.map((leaf) => leaf['phone'])).toEqual([String(EDITS)]);
});
