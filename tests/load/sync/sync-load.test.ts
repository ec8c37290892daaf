import { loadavg } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { backEnds, type BackEnd } from '../../integration/couchdb/back-ends.fixture.ts';
import { startLoadedChain, type LoadedChain } from './chain.ts';
import { latenciesOf } from './observations.ts';
import { TENTH, WHOLE } from './plan.ts';
import { watchProcess } from './process-watch.ts';
import { writeSyncReport, type SyncLoadRun } from './sync-report.ts';

/** `npm run soak`: forty tills and twenty tablets for ten minutes with 740 databases; `npm test`: a tenth of the chain for 20 s. `LOAD_SECONDS`: another time. */
const asked = process.env['SOAK'] === '1' ? WHOLE : TENTH;
const plan = { ...asked, lasts: Number(process.env['LOAD_SECONDS'] ?? asked.lasts / 1_000) * 1_000 };
const runs: SyncLoadRun[] = [];
/** The embedded engine, and CouchDB where COUCHDB_URL names one; its double is not a thing to measure. */
const loaded = backEnds.filter(({ name }) => name !== 'a CouchDB double');
let chain: LoadedChain | null = null;
let backEnd: BackEnd | null = null;

afterEach(async () => {
  await chain?.stop();
  await backEnd?.end();
  chain = backEnd = null;
});

describe.each(loaded)('a working chain on $name', (kind) => {
  it(
    `${plan.shops * plan.tillsAShop} tills and ${plan.shops * plan.tabletsAShop} tablets: every sale reaches the other devices and the dashboard, none twice, nobody is refused`,
    async () => {
      backEnd = await kind.start();
      chain = await startLoadedChain(plan, backEnd.couchdb);
      const { ready } = chain;
      expect(ready.databases).toBeGreaterThanOrEqual(plan.shops * (1 + plan.months));
      const connected = await chain.connect();

      const server = watchProcess(chain.server.pid);
      const devices = chain.programs.map(({ pid }) => watchProcess(pid));
      await chain.work();
      const watched = server();
      const besides = devices.map((end) => end());
      const others = plan.tillsAShop + plan.tabletsAShop - 1;
      const seen = await chain.arrived(others);

      const sum = (of: (one: (typeof seen)[number]) => number): number => seen.reduce((total, one) => total + of(one), 0);
      const run: SyncLoadRun = {
        ...{ backEnd: kind.name, plan, connected, server: watched, latencies: latenciesOf(seen, others) },
        ...{ databases: ready.databases, started: ready.started, settled: ready.settled },
        devices: {
          cpu: besides.reduce((total, { cpu }) => total + cpu, 0),
          endMb: besides.reduce((total, { endMb }) => total + endMb, 0),
        },
        sales: sum(({ sales }) => sales.length),
        edits: sum(({ edits }) => edits.length),
        refused: sum(({ refused }) => refused),
        unsent: sum(({ unsent }) => unsent),
        waits: sum(({ waits }) => waits),
        gatewayFailures: sum(({ gatewayFailures }) => gatewayFailures),
        complaints: await chain.complaints(),
        load: loadavg()[0] ?? 0,
      };
      runs.push(run);
      writeSyncReport(runs);
      expect(run.sales).toBeGreaterThan(plan.shops);
      expect(run.edits).toBeGreaterThan(0);
      const { refused, unsent, gatewayFailures, complaints } = run;
      const { lost, doubled } = run.latencies;
      expect({ lost, doubled, refused, unsent, gatewayFailures, complaints }).toEqual({
        ...{ lost: 0, doubled: 0, refused: 0, unsent: 0, gatewayFailures: 0 },
        complaints: {},
      });
    },
    plan.lasts + 400_000,
  );
});
