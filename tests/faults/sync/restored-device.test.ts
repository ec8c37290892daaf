import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { createLocalStore } from '../../../app/lib/storage/local-store.ts';
import type { Sale } from '../../../design/documents/facts.ts';
import { makeSale } from '../../factories/receipts.ts';
import { startDevice, type TestDevice } from '../../integration/app/device.fixture.ts';
import { placesAtServer, placesAtTill } from '../../integration/app/shop.fixture.ts';
import { startFixture, type ServerFixture } from '../../integration/server/sync-server.fixture.ts';

const DAY = 86_400_000;
let fixture: ServerFixture;
let till: TestDevice;
let copy: string;
let keys = 0;
/** What a browser keeps in `localStorage`, in the same profile as its databases. */
const kept = new Map<string, string>();
beforeEach(async () => {
  kept.clear();
  copy = mkdtempSync(join(tmpdir(), 'optics-profile-'));
  fixture = await startFixture();
  const store = createLocalStore({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
  till = await startDevice(fixture, 'POS-001', { store });
});
afterEach(async () => {
  await till.end();
  await fixture.end();
  rmSync(copy, { recursive: true, force: true });
});

const inStep = (at: number) => till.until((s) => s.state === 'synced' && s.unsent === 0 && s.lastSync === at);
async function online(): Promise<void> {
  fixture.clock.forward(1_000);
  till.stop();
  till.start();
  await inStep(fixture.clock.now());
}

/** The page as it starts: nothing of an earlier page's memory is left. */
function register(skew = 0) {
  const clock = { now: () => fixture.clock.now() + skew };
  const stamps = createStamps(clock, () => till.device, till.store);
  return (): Promise<Sale & { _rev: string }> =>
    till.facts.write(async () => {
      const stamp = await stamps.next();
      const body = makeSale({ at: clock.now(), device: till.device });
      return {
        ...body,
        _id: `sale:${stamp}`,
        hlc: stamp,
        key: `11111111-1111-4111-8111-${String((keys += 1)).padStart(12, '0')}`,
      };
    }) as Promise<Sale & { _rev: string }>;
}

async function shut(): Promise<void> {
  till.stop();
  await till.databases.close();
}

it('a till whose browser profile was put back to yesterday’s copy uses no id again, and pulls back what it has sold since', async () => {
  const sell = register();
  const sold = [await sell(), await sell()];
  await online();
  await shut();
  cpSync(till.folder, copy, { recursive: true });
  const yesterday = new Map(kept);
  const copied = fixture.clock.now();

  fixture.clock.forward(DAY);
  const today = register();
  for (let n = 0; n < 3; n += 1) sold.push(await today());
  await online();
  await shut();
  rmSync(till.folder, { recursive: true });
  cpSync(copy, till.folder, { recursive: true });
  kept.clear();
  for (const [key, value] of yesterday) kept.set(key, value);

  // Sells at once, before it has heard of what it did today.
  const after = register();
  sold.push(await after(), await after());
  await online();
  // The PC was put back whole, its clock with it: it stamps the very millisecond in which it has sold already.
  const again = register(copied + DAY - fixture.clock.now());
  sold.push(await again(), await again());
  await online();
  expect(new Set(sold.map(({ _id }) => _id)).size).toBe(sold.length);
  expect(till.state.snapshot!.refusals).toEqual([]);
  for (const { _id, _rev } of sold) {
    expect(await placesAtServer(fixture, _id), _id).toEqual([`sales-demo-1-202611 ${_rev}`]);
    expect(await placesAtTill(till, _id)).toEqual([`sales-demo-1-202611 ${_rev}`]);
  }
});
