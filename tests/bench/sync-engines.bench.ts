import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSale } from '../factories/receipts.ts';
import { startLoadedChain } from '../load/sync/chain.ts';
import { TENTH } from '../load/sync/plan.ts';
import { spread } from './percentiles.ts';
import type { Figure, Section } from './report.ts';

const DOCUMENTS = 5_000;
const ROUNDS = 3;
const BATCH = { batch_size: 500 };

interface Times {
  readonly push: number[];
  readonly pull: number[];
}

/** The same replication by PouchDB, there and back: against the embedded engine, and against CouchDB where COUCHDB_URL names one. */
export async function syncEnginesBench(): Promise<Section> {
  const { default: PouchDB } = await import('pouchdb-core');
  await import('../integration/app/device.fixture.ts');
  const couchdb = process.env['COUCHDB_URL'];
  const chain = await startLoadedChain({ ...TENTH, months: 4 });
  const folder = mkdtempSync(join(tmpdir(), 'optics-engines-'));
  const open = (name: string) => new PouchDB(join(folder, name), { adapter: 'leveldb' });
  const source = open('source');
  const [ours, couch, local]: [Times, Times, Times] = [empty(), empty(), empty()];
  const began = Date.now() - DOCUMENTS * 1_000;

  async function thereAndBack(times: Times, name: string, place: string | null): Promise<void> {
    const target = place === null ? open(name) : new PouchDB(`${place}/${name}`, { adapter: 'http' });
    const back = open(`${name}-back-${place === null ? 'local' : new URL(place).port}`);
    try {
      for (const [took, work] of [
        [times.push, () => source.replicate.to(target, BATCH)],
        [times.pull, () => back.replicate.from(target, BATCH)],
      ] as const) {
        const from = performance.now();
        const { docs_written: written } = await work();
        took.push(performance.now() - from);
        if (written !== DOCUMENTS) throw new Error(`${written} documents arrived`);
      }
    } finally {
      await back.destroy();
      await target.destroy();
    }
  }
  try {
    await source.bulkDocs(
      Array.from({ length: DOCUMENTS }, (_, n) => makeSale({ at: began + n * 1_000, lines: [{}, {}] })) as never[],
    );
    const embedded = new URL('/db', chain.ready.url);
    [embedded.username, embedded.password] = ['admin', chain.ready.adminToken];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const name = `bench-${Date.now().toString(36)}-${round}`;
      await thereAndBack(local, name, null);
      await thereAndBack(ours, name, embedded.href);
      if (couchdb) await thereAndBack(couch, name, couchdb.replace(/\/$/, ''));
    }
  } finally {
    await source.close();
    await chain.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const figures = (['push', 'pull'] as const).flatMap((way): Figure[] => {
    const own = spread(ours[way]).p50;
    const theirs = spread(couch[way]).p50;
    const plain = spread(local[way]).p50;
    return [
      {
        ...{ what: `${way} of ${DOCUMENTS} documents, embedded engine, median`, value: own / 1_000, unit: 's' },
        baseline: { what: 'between two PouchDBs in one process', value: plain / 1_000 },
      },
      ...(couchdb
        ? [
            {
              ...{ what: `${way}: embedded engine against CouchDB`, value: own / theirs, unit: '×' as const, goal: 2 },
              baseline: { what: `CouchDB ${(theirs / 1_000).toFixed(2)} s is`, value: 1 },
            },
          ]
        : []),
    ];
  });
  const compared = couchdb ? 'CouchDB asked directly' : 'CouchDB: not measured here, COUCHDB_URL is not set';
  return {
    name: 'sync-engines',
    figures,
    method: `PouchDB 9 in Node, batches of ${BATCH.batch_size}, ${ROUNDS} rounds in turn, the server in a process of its own; ${compared}`,
  };
}

const empty = (): Times => ({ push: [], pull: [] });
