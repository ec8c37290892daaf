import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PRODUCTS } from '../../../design/databases.ts';
import { createCouchEngine } from '../../../sync-server/engine/couchdb.engine.ts';
import type { Engine } from '../../../sync-server/engine/engine.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { backEnds, type BackEnd } from './back-ends.fixture.ts';

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
