import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { salesDatabaseOf } from '../../design/databases.ts';
import { SECOND } from '../../design/time/clock.ts';
import { startLoadedChain } from '../load/sync/chain.ts';
import { TENTH, TIME_ZONE, type LoadDevice } from '../load/sync/plan.ts';
import { makeResult, makeSale } from '../factories/receipts.ts';
import { spread } from './percentiles.ts';
import type { Section } from './report.ts';

const SALES = 1_000;
const ROUNDS = 3;

/** Sales and results of a day without internet, `round` keeping them apart. */
function dayOf({ store, device, till: pos }: LoadDevice, round: number) {
  const [began, fn] = [Date.now() - (SALES + 60) * SECOND, String(9_999_000_000_000_000 + device)];
  return Array.from({ length: SALES }, (_, n) => {
    const at = began + n * SECOND;
    const lines = Array.from({ length: 1 + (n % 3) }, () => ({}));
    const sale = { ...makeSale({ at, store, device, counter: round, openedAt: began, lines }), by: null, pos, fn };
    return [sale, { ...makeResult(sale, at + 800, round * SALES + n + 1), by: null, pos, fn }];
  }).flat();
}

/** A day's sales handed in when the line comes back: the app's loop, and PouchDB's own replication of the same beside it. */
export async function syncOfflineDayBench(): Promise<Section> {
  const { startDevice } = await import('../integration/app/device.fixture.ts');
  const { default: PouchDB } = await import('pouchdb-core');
  const chain = await startLoadedChain({ ...TENTH, months: 4 });
  const folder = mkdtempSync(join(tmpdir(), 'optics-plain-'));
  const [mine, other] = chain.ready.devices.filter(({ kind }) => kind === 'till') as [LoadDevice, LoadDevice];
  const clock = { now: () => Date.now() };
  const host = { server: chain.ready, clock, pair: () => Promise.resolve(mine) };
  const device = await startDevice(host, mine.till, { timeZone: TIME_ZONE });
  const [ours, plain]: [number[], number[]] = [[], []];
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      device.start();
      const before = await device.until(({ state, lastSync }) => state === 'synced' && lastSync !== null);
      if (before.unsent > 0) throw new Error('the device was not in step');
      device.stop();
      const facts = dayOf(mine, round);
      const name = salesDatabaseOf(facts[0]!, TIME_ZONE);
      for (const fact of facts) await device.facts.write(() => Promise.resolve(fact));
      const from = performance.now();
      device.start();
      await device.until(({ unsent }) => unsent === facts.length);
      await device.until(({ unsent }) => unsent === 0);
      ours.push(performance.now() - from);
      const answer = await device.everythingSent(name);
      if (!answer.sent) throw new Error(`${answer.missing.length} documents did not arrive`);
      device.stop();

      const local = new PouchDB(join(folder, String(round)), { adapter: 'leveldb' });
      for (const fact of dayOf(other, round)) await local.put(fact);
      const start = performance.now();
      const remote = new PouchDB(`${chain.ready.url}/db/${name}`, {
        adapter: 'http',
        skip_setup: true,
        fetch: (url, init) => {
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${other.token}`);
          return fetch(url, { ...init, headers });
        },
      });
      const { docs_written: written } = await local.replicate.to(remote);
      plain.push(performance.now() - start);
      if (written !== facts.length) throw new Error(`plain replication wrote ${written}`);
      await local.close();
    }
  } finally {
    await device.end();
    await chain.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const perSecond = (2 * SALES) / (spread(ours).p50 / 1_000);
  return {
    name: 'sync-offline-day',
    figures: [
      {
        ...{ what: `${SALES} sales and their results sent after a day offline, median`, value: spread(ours).p50 / 1_000 },
        ...{ unit: 's', goal: 5 },
        baseline: { what: 'plain PouchDB replicate.to', value: spread(plain).p50 / 1_000 },
      },
      { what: 'the slowest round', value: spread(ours).max / 1_000, unit: 's' },
      { what: 'documents a second', value: perSecond, unit: '/s' },
    ],
    method: `${ROUNDS} rounds, taking turns with the baseline; from the start of the loop, session included, to nothing unsent; Node and LevelDB against the server in a process of its own`,
  };
}
