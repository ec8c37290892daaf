import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import replication from 'pouchdb-replication';
import type { Clock } from '../../../design/time/clock.ts';
import { createChangeHub } from '../../../app/lib/storage/change-hub.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import { Facts } from '../../../app/lib/storage/facts.ts';
import { LOCAL_OPTIONS } from '../../../app/lib/storage/local-options.ts';
import { createMemoryStore, type LocalStore } from '../../../app/lib/storage/local-store.ts';
import { createMonths } from '../../../app/lib/months/create-months.ts';
import { HomeMap } from '../../../app/lib/months/home-map.ts';
import type { OpenRemote } from '../../../app/lib/storage/database.types.ts';
import { createSentCheck } from '../../../app/lib/sync/everything-sent.ts';
import { createServerClient } from '../../../app/lib/sync/server.client.ts';
import type { Session } from '../../../app/lib/sync/server.client.ts';
import { SyncEngine, type SyncSnapshot } from '../../../app/lib/sync/sync-engine.ts';
import type { LoopTimers } from '../../../app/lib/sync/timers.ts';
import { changesWhole } from '../../../sync-server/engine/whole-changes.ts';

const Pouch = PouchDB.plugin(leveldbAdapter).plugin(httpAdapter);
// The server in this very process may have brought it already, and it cannot be added twice.
if (!('replicate' in Pouch.prototype)) Pouch.plugin(replication);

/** What a device needs of the server it belongs to: a fixture in this process, or a server in another one. */
export interface DeviceHost {
  readonly server: { readonly url: string };
  readonly clock: Clock;
  pair(till?: string): Promise<{ device: number; token: string; till: string; store: string }>;
}

export interface DeviceOptions {
  readonly timeZone?: string;
  /** What stands between the device and the server. */
  readonly fetcher?: typeof fetch;
  readonly timers?: LoopTimers;
  /** What it remembers beside its databases, where a test looks into it. */
  readonly store?: LocalStore;
}

/** A device without a browser: the app's own sync loop and storage over LevelDB, against a real server. */
export async function startDevice(fixture: DeviceHost, till: string, options: DeviceOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'optics-device-'));
  const store = options.store ?? createMemoryStore();
  const hub = createChangeHub();
  const databases = new Databases(
    (name) => changesWhole(new Pouch(join(folder, name), { adapter: 'leveldb', ...LOCAL_OPTIONS })),
    store,
    hub,
  );
  const paired = await fixture.pair(till);
  const place = { store: paired.store, timeZone: options.timeZone ?? 'Europe/Moscow' };
  const state = {
    token: paired.token as string | null,
    snapshot: null as SyncSnapshot | null,
    session: null as Session | null,
  };
  const watchers = new Set<() => void>();
  const homes = new HomeMap(store);
  const facts = new Facts(databases, () => place, { homes, store });
  let engine: SyncEngine | null = null;
  /** Writes of this device that its loop has heard of and not counted yet: until then "nothing unsent" is the word before them. */
  const uncounted = new Set<Promise<void>>();
  const look = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  function countsLast(loop: SyncEngine): void {
    const noteLocal = loop['noteLocal'].bind(loop);
    loop['noteLocal'] = (database) => {
      const counting = noteLocal(database);
      uncounted.add(counting);
      const counted = (): void => void (uncounted.delete(counting), look());
      counting.then(counted, counted);
      return counting;
    };
  }
  const openRemote: OpenRemote = (url, request) => new Pouch(url, { adapter: 'http', skip_setup: true, fetch: request });
  // Another address after each restart of the server.
  const client = () =>
    createServerClient(
      fixture.server.url,
      () => state.token,
      (input, init) => (options.fetcher ?? fetch)(input, init),
      options.timers ? { patience: options.timers.patience } : {},
    );
  const months = () =>
    createMonths({
      ...{ client: client(), openRemote, databases, homes, store },
      place: () => place,
      now: () => fixture.clock.now(),
      refused: (name) => state.snapshot?.databases.find((one) => one.name === name)?.refused ?? 0,
    });

  const device = {
    ...paired,
    /** Where its databases lie. */
    folder,
    shop: paired.store,
    state,
    databases,
    facts,
    store,
    hub,
    start() {
      engine = new SyncEngine({
        client: client(),
        openRemote,
        databases,
        hub,
        store,
        now: () => fixture.clock.now(),
        random: () => 1,
        timeZone: () => place.timeZone,
        onSession: (session) => void (state.session = session),
        rehome: (name) => months().rehome(name),
        ...(options.timers ? { timers: options.timers } : {}),
        onPulled: () => undefined,
        onSnapshot: (snapshot) => {
          state.snapshot = snapshot;
          look();
        },
      });
      countsLast(engine);
      engine.start();
    },
    /** What the app does at most once an hour when everything is in step. */
    tidy: () => months().tidy(state.session!),
    nudge: () => engine?.nudge('ONLINE'),
    offerAgain: () => engine?.offerAgain(null),
    pairedAnew: (token: string) => {
      state.token = token;
      engine?.nudge('PAIRED');
    },
    /** Does the server hold everything of a database, asked anew? */
    everythingSent: (database: string) => createSentCheck({ client: client(), openRemote, databases })(database),
    stop() {
      engine?.stop();
      engine = null;
    },
    /** Resolves when the loop's published state fits, with all counted that was written here. */
    until(fits: (snapshot: SyncSnapshot) => boolean): Promise<SyncSnapshot> {
      return new Promise((resolve) => {
        const watcher = () => {
          if (uncounted.size > 0 || !state.snapshot || !fits(state.snapshot)) return;
          watchers.delete(watcher);
          resolve(state.snapshot);
        };
        watchers.add(watcher);
        watcher();
      });
    },
    /** Resolves when a document has arrived here from the server. */
    arrival(id: string): Promise<void> {
      return new Promise((resolve) => {
        const off = hub.on((change) => {
          if (!change.ids.includes(id)) return;
          off();
          resolve();
        });
      });
    },
    async end() {
      device.stop();
      await databases.close();
      // A look at a database that was on its way may still be closing its files.
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
  return device;
}
export type TestDevice = Awaited<ReturnType<typeof startDevice>>;
