import { SECOND } from '$design/time/clock.ts';
import { TickingClock } from '../clock.svelte.ts';
import { DeviceStore } from '../device/device.store.svelte.ts';
import { HomeMap } from '../months/home-map.ts';
import { createChangeHub } from '../storage/change-hub.ts';
import { onConnectionClosed } from '../storage/connections.ts';
import { Databases } from '../storage/databases.ts';
import { createStamps, ServerClock } from '../storage/device-clock.ts';
import { createDeviceMirror } from '../storage/device-mirror.ts';
import { Facts } from '../storage/facts.ts';
import { createLocalStore } from '../storage/local-store.ts';
import { databaseName, openLocal } from '../storage/pouch.ts';
import { StorageStore } from '../storage/storage.store.svelte.ts';
import { createServerClient } from '../sync/server.client.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

export interface GroundEvents {
  /** So much this PC's clock is ahead of the server's, ms. */
  readonly onAhead: (ms: number) => void;
  /** The time has moved by a second or more. */
  readonly onCorrected: () => void;
  /** This device is paired: at its start, or anew. */
  readonly onPaired: () => void;
}

export type Ground = ReturnType<typeof createGround>;

/** What everything else stands on: this device and what it keeps, the server's clock and its client. Browser, clock and chance come in here. */
export function createGround({ onAhead, onCorrected, onPaired }: GroundEvents) {
  const kept = createDeviceMirror();
  const store = createLocalStore(localStorage, kept.mirror);
  const hub = createChangeHub(new BroadcastChannel('optics-data'));
  const storage = new StorageStore();
  const databases = new Databases(openLocal, store, hub, (fault) => fault === 'full' && storage.noteFull());
  onConnectionClosed((name) => databases.lost(databaseName(name)));
  let correctedAt = 0;
  const serverClock = new ServerClock({ now: () => Date.now() }, store, (ahead) => {
    onAhead(ahead);
    // Every answer of the server narrows it by some ms: no price comes into force by that.
    if (Math.abs(ahead - correctedAt) < SECOND) return;
    correctedAt = ahead;
    onCorrected();
  });
  const now = () => serverClock.now();
  const isLoopback = LOOPBACK.includes(location.hostname);
  const browserName = `Browser (${navigator.platform})`;

  const server = createServerClient(
    location.origin,
    () => thisDevice.token,
    (input, init) => fetch(input, init),
    { onDate: (date, sentAt, receivedAt) => serverClock.hear(date, sentAt, receivedAt) },
  );
  const thisDevice: DeviceStore = new DeviceStore({
    store,
    client: () => server,
    name: browserName,
    isLoopback,
    wantedTill: /[?&]till=([\w-]+)/.exec(location.search)?.[1] ?? null,
    onPaired,
    durable: () => kept.settled(),
  });
  const device = () => thisDevice.info;
  const shop = () => device()?.store ?? null;
  const place = () => ({ store: shop() ?? '', timeZone: device()?.timeZone ?? 'Europe/Moscow' });
  const stamps = createStamps(serverClock, () => device()?.device ?? 0, store, navigator.locks);
  const homes = new HomeMap(store);
  return {
    ...{
      kept,
      store,
      hub,
      storage,
      databases,
      serverClock,
      now,
      isLoopback,
      browserName,
      server,
      thisDevice,
      device,
      shop,
      place,
    },
    ...{ stamps, homes },
    facts: new Facts(databases, place, { homes, store }),
    clock: new TickingClock(now),
    uuid: () => crypto.randomUUID(),
    wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
}
