import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PRODUCTS } from '../../../design/databases.ts';
import { createCouchEngine } from '../../../sync-server/engine/couchdb.engine.ts';
import type { Engine } from '../../../sync-server/engine/engine.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { backEnds, type BackEnd } from './back-ends.fixture.ts';
import { startCouchDouble } from './double/couch.double.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const couch = backEnds.find(({ name }) => name !== 'the embedded engine')!;
const product = (n: number) => ({ _id: `product:${n}`, type: 'product', schema: 1, hlc: '', by: null, pos: null });

describe(`a job that reads changes page by page from ${couch.name}`, () => {
  let backEnd: BackEnd;
  let engine: Engine;
  beforeEach(async () => {
    backEnd = await couch.start();
    engine = createCouchEngine({ ...backEnd.couchdb!, log: silentLog });
  });
  afterEach(async () => {
    await engine.close();
    await backEnd.end();
  });

  it('sees all of them, though the design document is taken out of its first page', async () => {
    const products = await engine.open(PRODUCTS);
    await products.bulk([1, 2, 3, 4, 5].map(product));
    const seen: string[] = [];
    let since: string | number = 0;
    for (;;) {
      const { rows, lastSeq } = await products.changes({ since, limit: 2 });
      since = lastSeq;
      seen.push(...rows.map(({ id }) => id));
      if (rows.length < 2) break;
    }
    expect(seen.sort()).toEqual([1, 2, 3, 4, 5].map((n) => `product:${n}`));
  });
});

it('hears of what another server wrote also where CouchDB has no _global_changes, from the first moment on', async () => {
  const double = await startCouchDouble({ updates: false });
  const [here, there] = [1, 2].map(() => createCouchEngine({ url: double.url, prefix: 'test-', log: silentLog }));
  try {
    const heard = new Promise<string>((resolve) => here!.watch((name) => resolve(name)));
    // It has found that there is no feed, and has compared what it had open then: nothing.
    for (let turn = 0; turn < 5; turn += 1) await here!.exists('nobody');
    await here!.open(PRODUCTS);
    // Before this database was compared for the first time: nothing later would tell of it.
    await (await there!.open(PRODUCTS)).put(product(1));
    expect(await heard).toBe(PRODUCTS);
  } finally {
    await Promise.all([here!.close(), there!.close()]);
    await double.close();
  }
});
