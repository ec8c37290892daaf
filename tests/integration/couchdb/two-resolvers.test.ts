import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeDatabase } from '../../../design/databases.ts';
import { formatHlc } from '../../../design/time/hlc.ts';
import { recordsOf, startResolver } from '../../../sync-server/conflicts/resolver.ts';
import { createCouchEngine } from '../../../sync-server/engine/couchdb.engine.ts';
import type { DocumentInput, Engine } from '../../../sync-server/engine/engine.ts';
import { createLease } from '../../../sync-server/lease/lease.ts';
import { silentLog } from '../../../sync-server/log.ts';
import { backEnds, type BackEnd } from './back-ends.fixture.ts';

const STORE = storeDatabase('demo-1');
/** A server that stands still for so long has lost its lease: longer than a busy machine keeps anybody waiting, ms. */
const TTL = 12_000;
const couch = backEnds.find(({ name }) => name !== 'the embedded engine')!;
const t = (wall: number, device: number): string => formatHlc({ wall: 1_763_683_200_000 + wall, counter: 0, device });

const client = (phone: string | null, hlc: string): DocumentInput => ({
  _id: 'client:1',
  type: 'client',
  schema: 1,
  hlc,
  by: null,
  pos: null,
  store: 'demo-1',
  name: 'Анна',
  phone,
  email: null,
  birth: null,
  consent: null,
  stamps: { name: t(0, 1), phone: hlc },
});

describe(`two servers on ${couch.name}`, () => {
  let backEnd: BackEnd;
  let engines: [Engine, Engine];

  beforeEach(async () => {
    backEnd = await couch.start();
    const engine = (): Engine => createCouchEngine({ ...backEnd.couchdb!, log: silentLog });
    engines = [engine(), engine()];
  });
  afterEach(async () => {
    for (const engine of engines) await engine.close();
    await backEnd.end();
  });

  it('resolve a conflict to the very same revisions, with one record', async () => {
    const store = await engines[0].open(STORE);
    const pushed = (doc: DocumentInput, hash: string): DocumentInput => ({
      ...doc,
      _rev: `2-${hash}`,
      _revisions: { start: 2, ids: [hash, 'aa'] },
    });
    const versions = [
      { ...client(null, t(0, 1)), _rev: '1-aa' },
      pushed(client('2', t(1, 2)), 'bb'),
      pushed(client('3', t(2, 3)), 'ab'),
    ];
    await store.bulk(versions, { newEdits: false });
    const resolvers = engines.map((engine) => startResolver(engine, { log: silentLog }));
    await Promise.all(resolvers.map((resolver) => resolver.settled()));
    for (const resolver of resolvers) await resolver.stop();
    const leaves = await store.leaves('client:1');
    expect(leaves.filter((leaf) => leaf._deleted !== true)).toMatchObject([{ phone: '3' }]);
    expect(leaves).toHaveLength(2);
    expect(await recordsOf(engines[1], STORE)).toMatchObject([{ differences: [{ field: 'phone', chosen: 1 }] }]);
  });

  it('let one of them hold the lease, and the other have it when it is given back', async () => {
    const clock = { now: () => Date.now() };
    const held: string[] = [];
    const taken = Promise.withResolvers<void>();
    const lease = (engine: Engine, holder: string) => {
      const one = createLease(engine, clock, { name: 'jobs', ttl: TTL, holder, log: silentLog });
      one.whenHeld(() => {
        held.push(holder);
        if (held.length === 2) taken.resolve();
        return () => Promise.resolve();
      });
      return one;
    };
    const first = lease(engines[0], 'a');
    await first.asked;
    const second = lease(engines[1], 'b');
    await second.asked;
    expect(held).toEqual(['a']);
    await first.stop();
    await taken.promise;
    expect(held.slice(0, 2)).toEqual(['a', 'b']);
    expect(second.fence()).toBeGreaterThan(first.fence());
    await second.stop();
  });
});
