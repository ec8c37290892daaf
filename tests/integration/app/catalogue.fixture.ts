import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import replication from 'pouchdb-replication';
import { expect, vi } from 'vitest';
import { CatalogueKeeper, type CatalogueView } from '../../../app/lib/catalogue/catalogue-keeper.ts';
import { createCatalogueRemote } from '../../../app/lib/catalogue/catalogue-remote.ts';
import { SearchCore } from '../../../app/lib/search/search-core.ts';
import { SEARCH_METHODS, type SearchRemote } from '../../../app/lib/search/search.protocol.ts';
import { sha256 } from '../../../app/lib/search/sha256.ts';
import { createChangeHub } from '../../../app/lib/storage/change-hub.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import type { LocalDatabase } from '../../../app/lib/storage/database.types.ts';
import { createMemoryStore } from '../../../app/lib/storage/local-store.ts';
import { createServerClient } from '../../../app/lib/sync/server.client.ts';
import type { ServerFixture } from '../server/sync-server.fixture.ts';

const Pouch = PouchDB.plugin(leveldbAdapter).plugin(httpAdapter);
// The server in this very process may have brought it already, and it cannot be added twice.
if (!('replicate' in Pouch.prototype)) Pouch.plugin(replication);

/** The worker without a worker: the same calls, answered in turn. */
export function directSearch(): SearchRemote {
  const core = new SearchCore(sha256);
  const call =
    (method: (typeof SEARCH_METHODS)[number]) =>
    (...args: unknown[]) =>
      Promise.resolve().then(() => (core[method] as (...given: unknown[]) => unknown).call(core, ...structuredClone(args)));
  return Object.fromEntries(SEARCH_METHODS.map((method) => [method, call(method)])) as unknown as SearchRemote;
}

/** A till's catalogue over LevelDB against a real server: replica, search and keeper, with timers that a test runs itself. */
export async function startCatalogue(fixture: ServerFixture, till = 'POS-001') {
  const folder = mkdtempSync(join(tmpdir(), 'optics-catalogue-'));
  const paired = await fixture.pair(till);
  const databases = new Databases(
    (name) => new Pouch(join(folder, name), { adapter: 'leveldb', auto_compaction: true }),
    createMemoryStore(),
    createChangeHub(),
  );
  const asked: string[] = [];
  /** `refuses`: a path that nothing answers. */
  const line = { isCut: false, refuses: null as string | null };
  const client = createServerClient(
    fixture.server.url,
    () => paired.token,
    (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      asked.push(pathname);
      return line.isCut || pathname === line.refuses ? Promise.reject(new TypeError('cut')) : fetch(input, init);
    },
  );
  const remote: LocalDatabase = new Pouch(client.databaseUrl('catalog'), {
    adapter: 'http',
    skip_setup: true,
    fetch: client.requestWith(),
  });
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  let keeper: CatalogueKeeper;
  const watchers = new Set<() => void>();
  const state = { view: null as CatalogueView | null };

  const device = {
    paired,
    databases,
    state,
    asked,
    line,
    get keeper() {
      return keeper;
    },
    local: () => databases.open('catalog'),
    /** The app starts (again): nothing of the earlier page's memory remains. */
    async start() {
      device.stop();
      keeper = new CatalogueKeeper({
        databases,
        index: directSearch(),
        remote: createCatalogueRemote(client),
        now: () => fixture.clock.now(),
        shop: () => paired.store,
        after(ms, run) {
          const timer = { at: fixture.clock.now() + ms, run };
          timers.add(timer);
          return () => void timers.delete(timer);
        },
        onSettings: () => undefined,
        onView(view) {
          state.view = view;
          for (const watcher of [...watchers]) watcher();
        },
      });
      await keeper.start();
    },
    stop() {
      keeper?.stop();
      timers.clear();
    },
    /** Pulls everything, or only the first documents, as a cut line would. @param batch documents that are stored in one go */
    async pull(most = Infinity, batch = most === Infinity ? 100 : 1) {
      const running = device.local().replicate.from(remote, { batch_size: batch });
      let left = most;
      void running.on('change', ({ docs }) => {
        left -= docs.length;
        void keeper.take(docs);
        void keeper.changed(docs.map(({ _id }) => _id));
        if (left <= 0) running.cancel();
      });
      await running;
      await keeper.settled();
    },
    /** Resolves when something waits for its next try. */
    paused: () => vi.waitFor(() => expect(timers.size).toBeGreaterThan(0), { timeout: 120_000 }),
    /** Lets time pass; timers that are due run. */
    async pass(ms: number) {
      fixture.clock.forward(ms);
      for (const timer of [...timers].filter(({ at }) => at <= fixture.clock.now())) {
        timers.delete(timer);
        timer.run();
      }
      await keeper.settled();
    },
    until(fits: (view: CatalogueView) => boolean): Promise<CatalogueView> {
      return new Promise((resolve) => {
        const look = () => {
          if (!state.view || !fits(state.view)) return;
          watchers.delete(look);
          resolve(state.view);
        };
        watchers.add(look);
        look();
      });
    },
    price: async (sku: string) => (await keeper.byBarcode(sku))?.price ?? null,
    async end() {
      device.stop();
      await keeper.settled();
      await databases.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
  return device;
}
export type CatalogueDevice = Awaited<ReturnType<typeof startCatalogue>>;
