import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { startServer, type RunningServer } from '../../../sync-server/start.ts';
import { backEnds, type BackEnd } from '../../integration/couchdb/back-ends.fixture.ts';
import {
  addShops,
  DEMO_TILLS,
  GATEWAY_TOKENS,
  startFixture,
  type ServerFixture,
} from '../../integration/server/sync-server.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const couch = backEnds.find(({ name }) => name !== 'the embedded engine')!;
let backEnd: BackEnd;
let first: ServerFixture;
let second: RunningServer;
let folder: string;
beforeEach(async () => {
  backEnd = await couch.start();
  folder = mkdtempSync(join(tmpdir(), 'optics-second-'));
  first = await startFixture({ couchdb: backEnd.couchdb });
  second = await startServer({
    ...{ dataDir: folder, port: 0, clock: first.clock, log: silentLog, demo: true, demoTills: DEMO_TILLS },
    ...{ gatewayTokens: GATEWAY_TOKENS, appDir: join(folder, 'no-app'), couchdb: backEnd.couchdb },
    prepare: (engine) => addShops(engine, ['demo-1', 'demo-2']),
  });
  await second.jobs.lease.asked;
});
afterEach(async () => {
  await second.close();
  await first.end();
  await backEnd.end();
  rmSync(folder, { recursive: true, force: true });
});

it(`a file uploaded at one of two servers on ${couch.name} is checked and applied by the one that does the jobs`, async () => {
  expect([first.server.jobs.lease.held(), second.jobs.lease.held()]).toEqual([true, false]);
  const text = 'Артикул;Наименование;Категория;НДС;Цена\nRB-77;Оправа Ray-Ban;Оправы;22;4900\n';
  const file = await second.imports.upload(Readable.from([Buffer.from(text)]), 'цены.csv');
  const { _id } = await second.imports.start({
    file: file.id,
    profile: { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: 'OptMarket' },
    dryRun: false,
    ahead: { name: 'Петрова', at: null },
  });
  await first.server.jobs.settled();
  expect(await second.imports.settled(_id)).toMatchObject({ state: 'done', failure: null, outcome: { created: 1 } });
  expect(await (await second.engine.open('products')).get('product:RB-77')).toMatchObject({ price: 4_900_00 });
});
