import { createStamps, type Stamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { LEDGER, readLedger, type Refusal } from '../../../app/lib/sync/ledger.ts';
import type { SyncSnapshot } from '../../../app/lib/sync/sync-engine.ts';
import { startDevice, type TestDevice } from '../../integration/app/device.fixture.ts';
import { createSeller, type Seller } from '../../integration/app/shop.fixture.ts';
import type { ServerFixture } from '../../integration/server/sync-server.fixture.ts';
import { Line } from './line.ts';
import { TestTimers } from './test-timers.ts';
import { Traffic } from './traffic.ts';

/** A device with a line of its own. */
export interface Member {
  readonly device: TestDevice;
  readonly line: Line;
  readonly timers: TestTimers;
  readonly traffic: Traffic;
  readonly seller: Seller;
  readonly stamps: Stamps;
  readonly documents: Documents;
  end(): Promise<void>;
}

export async function startMember(fixture: ServerFixture, till: string): Promise<Member> {
  const timers = new TestTimers();
  const traffic = new Traffic();
  const line = await Line.start(fixture.server.url, {
    onSilence: () => timers.losePatience(),
    onPassed: (passed) => traffic.note(passed),
  });
  const fetcher: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(`${line.origin}${pathname}${search}`, init);
  };
  const device = await startDevice(fixture, till, { fetcher, timers });
  const stamps = createStamps(fixture.clock, () => device.device, device.store);
  return {
    device,
    line,
    timers,
    traffic,
    stamps,
    seller: createSeller(fixture, device),
    documents: new Documents(device.databases, stamps),
    async end() {
      await device.end();
      await line.close();
    },
  };
}

export const ledgerOf = async ({ device }: Member): Promise<Refusal[]> =>
  (await readLedger(device.databases.open(LEDGER))).map(({ refusal }) => refusal);

/** The loop has done what it can: all is sent but what is refused, and it waits for nothing. */
export const isAtRest = (s: SyncSnapshot): boolean =>
  (s.state === 'synced' || s.state === 'refused') &&
  s.unsent === s.refused &&
  s.loading === null &&
  s.why === null &&
  s.databases.every(({ behind }) => !behind);

/** Resolves when `holds` does; looked at again whenever the device's loop or data moves. Rejects never: a test's time limit does. */
export async function eventually(device: TestDevice, holds: () => Promise<boolean>): Promise<void> {
  for (;;) {
    const moved = Promise.withResolvers<void>();
    const off = device.hub.on(() => moved.resolve());
    // Any word of the loop after this one.
    let first = true;
    void device.until(() => {
      if (!first) moved.resolve();
      const isOver = !first;
      first = false;
      return isOver;
    });
    try {
      if (await holds()) return;
      await moved.promise;
    } finally {
      off();
    }
  }
}
