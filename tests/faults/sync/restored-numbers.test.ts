import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDevice, type TestDevice } from '../../integration/app/device.fixture.ts';
import { createSeller, placesAtServer } from '../../integration/app/shop.fixture.ts';
import { startFixture, type ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { copyServer, putBack, shopLine } from './restored.ts';

let fixture: ServerFixture;
let devices: TestDevice[] = [];
const device = async (till = 'POS-001'): Promise<TestDevice> => {
  const one = await startDevice(fixture, till, { fetcher: shopLine(fixture) });
  devices.push(one);
  return one;
};
const inStep = (one: TestDevice) => one.until((s) => s.state === 'synced' && s.unsent === 0);

beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(async () => {
  for (const one of devices) await one.end();
  devices = [];
  await fixture.end();
});

it.each(['POS-001', 'POS-002'])(
  'a device that was paired after the server’s copy was made hands everything in once it is paired again, though its number is another’s now (%s)',
  async (tillOfOther) => {
    const yesterday = await copyServer(fixture);
    fixture.clock.forward(3_600_000);
    const till = await device();
    const seller = createSeller(fixture, till);
    await seller.sell();
    till.start();
    await inStep(till);
    await putBack(fixture, yesterday);
    const unheard = await seller.sell();
    fixture.clock.forward(3_600_000);
    const other = await device(tillOfOther);
    expect(other.device, 'the number was given anew').toBe(till.device);
    till.nudge();
    await till.until((s) => s.state === 'login');
    till.pairedAnew((await fixture.pair('POS-001')).token);
    await inStep(till);
    for (const id of [seller.sold[0]!.sale._id, unheard._id]) expect(await placesAtServer(fixture, id)).toHaveLength(1);
    expect(till.state.snapshot!.refusals).toEqual([]);
  },
);
