import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CHAIN } from '../../../design/databases.ts';
import { rollupId } from '../../../design/folds/rollup-day.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { startServer, type RunningServer } from '../../../sync-server/start.ts';
import { startDevice, type TestDevice } from '../../integration/app/device.fixture.ts';
import { createSeller, placesAtServer } from '../../integration/app/shop.fixture.ts';
import { backEnds, type BackEnd } from '../../integration/couchdb/back-ends.fixture.ts';
import {
  addShops,
  DEMO_TILLS,
  GATEWAY_TOKENS,
  startFixture,
  type ServerFixture,
} from '../../integration/server/sync-server.fixture.ts';
import { freshRollups, rollupsOf } from './rollups.ts';

const couch = backEnds.find(({ name }) => name !== 'the embedded engine')!;
let backEnd: BackEnd;
let first: ServerFixture;
let second: RunningServer | null = null;
let folder: string;
let devices: TestDevice[] = [];

beforeEach(async () => {
  backEnd = await couch.start();
  folder = mkdtempSync(join(tmpdir(), 'optics-second-'));
  first = await startFixture({ couchdb: backEnd.couchdb });
});
afterEach(async () => {
  for (const one of devices) await one.end();
  devices = [];
  await second?.close();
  second = null;
  await first.end();
  await backEnd.end();
  rmSync(folder, { recursive: true, force: true });
});

const startSecond = (): Promise<RunningServer> =>
  startServer({
    dataDir: folder,
    port: 0,
    clock: first.clock,
    log: silentLog,
    demo: true,
    demoTills: DEMO_TILLS,
    gatewayTokens: GATEWAY_TOKENS,
    appDir: join(folder, 'no-app'),
    couchdb: backEnd.couchdb,
    prepare: (engine) => addShops(engine, ['demo-1', 'demo-2']),
  });
const inStep = (one: TestDevice) => one.until((s) => s.state === 'synced' && s.unsent === 0);

it(`two servers started by mistake on ${couch.name} both serve devices, one does the jobs, and the other takes them over`, async () => {
  const till = await startDevice(first, 'POS-001');
  // Its address is the second server's.
  const at =
    (server: () => RunningServer): typeof fetch =>
    (input, init) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      return fetch(`${server().url}${pathname}${search}`, init);
    };
  const tablet = await startDevice(first, 'POS-001', { fetcher: at(() => second!) });
  devices.push(till, tablet);
  const server = (second = await startSecond());
  await server.jobs.lease.asked;
  expect([first.server.jobs.lease.held(), server.jobs.lease.held()]).toEqual([true, false]);

  const [one, two] = [createSeller(first, till), createSeller(first, tablet)];
  for (let n = 0; n < 3; n += 1) {
    await one.sell();
    await two.sell();
  }
  till.start();
  tablet.start();
  await Promise.all([inStep(till), inStep(tablet)]);
  await first.server.jobs.settled();
  await server.jobs.settled();
  const day = rollupId('demo-1', '2026-11-21');
  const revision = async () => Number.parseInt((await (await server.engine.open(CHAIN)).get(day))!._rev);
  await vi.waitFor(
    async () => expect(await rollupsOf(first.server.engine, CHAIN)).toEqual(await freshRollups(server.engine)),
    120_000,
  );
  expect((await rollupsOf(server.engine, CHAIN))[day]).toMatchObject({ receipts: 6 });
  expect(await (await server.engine.open(CHAIN)).leaves(day)).toHaveLength(1);
  const written = await revision();

  // The holder goes; what comes after is worked through by the other, once.
  const taken = server.jobs.lease.fence();
  await first.server.close();
  const sale = await two.sell();
  await inStep(tablet);
  await vi.waitFor(() => expect(server.jobs.lease.held()).toBe(true), 120_000);
  expect(server.jobs.lease.fence()).toBeGreaterThan(taken);
  await vi.waitFor(async () => expect(await rollupsOf(server.engine, CHAIN)).toEqual(await freshRollups(server.engine)), 120_000);
  expect((await rollupsOf(server.engine, CHAIN))[day]).toMatchObject({ receipts: 7 });
  expect(await revision()).toBeGreaterThan(written);
  expect(await placesAtServer({ ...first, server }, sale._id)).toHaveLength(1);
});
