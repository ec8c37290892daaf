import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOG, CONTROL, storeDatabase } from '../../design/databases.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { createEmbeddedEngine } from '../engine/embedded.engine.ts';
import type { Database, DocumentInput, Engine } from '../engine/engine.ts';
import type { Follower } from '../follow/follower.ts';
import { silentLog } from '../log.ts';
import { recordsOf, startResolver } from './resolver.ts';

const STORE = storeDatabase('demo-1');
const t = (wall: number, device = 1): string => formatHlc({ wall: 1_763_683_200_000 + wall, counter: 0, device });
const FIELDS = ['name', 'phone', 'email', 'birth', 'consent'];

let folder: string;
let engine: Engine;
let store: Database;
const running: Follower[] = [];
const counts: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'optics-resolver-'));
  engine = createEmbeddedEngine(folder);
  store = await engine.open(STORE);
  counts.length = 0;
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

function resolver(over: Engine = engine): Follower {
  const follower = startResolver(over, { log: silentLog, counted: (type, outcome) => counts.push(`${type} ${outcome}`) });
  running.push(follower);
  return follower;
}

const client = (fields: Record<string, unknown>, hlc: string): DocumentInput => ({
  _id: 'client:1',
  type: 'client',
  schema: 1,
  hlc,
  by: 'staff:1',
  pos: null,
  store: 'demo-1',
  name: 'Анна',
  phone: null,
  email: null,
  birth: null,
  consent: null,
  ...fields,
  stamps: {
    ...Object.fromEntries(FIELDS.map((field) => [field, t(0)])),
    ...Object.fromEntries(Object.keys(fields).map((f) => [f, hlc])),
  },
});
/** As a device's push brings it: a second revision after `1-base`. */
const pushed = (doc: DocumentInput, hash: string): DocumentInput => ({
  ...doc,
  _rev: `2-${hash}`,
  _revisions: { start: 2, ids: [hash, 'base'] },
});
async function conflicting(database: Database = store, ...more: DocumentInput[]): Promise<void> {
  const base = { ...client({}, t(0)), _rev: '1-base' };
  await database.bulk(
    [base, pushed(client({ phone: '2' }, t(1)), 'bb'), pushed(client({ phone: '3' }, t(2, 2)), 'aa'), ...more],
    { newEdits: false },
  );
}
const live = async (id: string): Promise<object[]> => (await store.leaves(id)).filter((leaf) => leaf._deleted !== true);

describe('the resolver', () => {
  it('leaves one leaf with the later word, and a record with both', async () => {
    await conflicting();
    await resolver().settled();
    expect(await live('client:1')).toMatchObject([{ phone: '3', hlc: t(2, 2) }]);
    expect(await recordsOf(engine, STORE)).toMatchObject([
      {
        store: 'demo-1',
        document: 'client:1',
        status: 'open',
        differences: [{ field: 'phone', values: [{ value: '2' }, { value: '3' }], chosen: 1 }],
      },
    ]);
    expect(counts).toEqual(['client merged']);
  });

  it('comes to the same when two servers work at once, and when it runs again', async () => {
    await conflicting();
    await Promise.all([resolver().settled(), resolver().settled()]);
    const leaves = await store.leaves('client:1');
    const { seq } = await store.info();
    await resolver().settled();
    expect(await store.leaves('client:1')).toEqual(leaves);
    expect(await live('client:1')).toHaveLength(1);
    expect(leaves).toHaveLength(2);
    expect((await store.info()).seq).toBe(seq);
    expect(await recordsOf(engine, STORE)).toHaveLength(1);
  });

  it('killed between record and merge, it does the rest after, and nobody reads of the same conflict twice', async () => {
    await conflicting();
    let writes = 0;
    const dying: Engine = {
      ...engine,
      async open(name) {
        const database = await engine.open(name);
        const bulk: Database['bulk'] = (docs, options) =>
          (writes += 1) > 1 ? Promise.reject(new Error('killed')) : database.bulk(docs, options);
        return { ...database, bulk };
      },
    };
    const first = startResolver(dying, { log: silentLog });
    await first.settled();
    await first.stop();
    expect(await live('client:1')).toHaveLength(2);
    await resolver().settled();
    expect(await live('client:1')).toHaveLength(1);
    expect(await recordsOf(engine, STORE)).toHaveLength(1);
  });

  it('erases what was erased from every version and every record', async () => {
    await conflicting();
    await resolver().settled();
    const [now] = (await live('client:1')) as { _rev: string }[];
    await store.bulk([{ _id: 'client:1', _rev: now!._rev, _deleted: true, erased: true }]);
    // A tablet that was in a drawer meanwhile.
    await store.bulk([pushed(client({ email: 'a@example.org' }, t(9, 3)), 'cc')], { newEdits: false });
    await resolver().settled();
    expect(await live('client:1')).toEqual([]);
    expect(await recordsOf(engine, STORE)).toEqual([]);
    expect(await store.get('client:1')).toBeNull();
  });

  it('leaves what a newer program wrote alone, says so once, and merges it when it can', async () => {
    await conflicting(store, pushed({ ...client({ phone: '4' }, t(3)), schema: 2 }, 'dd'));
    await resolver().settled();
    await resolver().settled();
    expect(await live('client:1')).toHaveLength(3);
    expect(await recordsOf(engine, STORE)).toMatchObject([{ left: 'schema-newer', status: 'open', differences: [] }]);
    expect(counts.every((line) => line === 'client left')).toBe(true);
    // The device writes it again in the schema that the server knows.
    await store.bulk([{ ...client({ phone: '4' }, t(4)), _rev: '3-ee', _revisions: { start: 3, ids: ['ee', 'dd', 'base'] } }], {
      newEdits: false,
    });
    await resolver().settled();
    expect(await live('client:1')).toMatchObject([{ phone: '4', schema: 1 }]);
    expect((await recordsOf(engine, STORE)).find(({ left }) => left !== null)).toMatchObject({ status: 'seen' });
  });

  it('keeps what concerns the whole chain out of the shops: its records lie in control', async () => {
    const settings = (name: string, hlc: string): DocumentInput => ({
      _id: 'settings:chain',
      type: 'settings',
      schema: 1,
      hlc,
      by: null,
      pos: null,
      store: null,
      name,
      address: 'ул. Ленина, 1',
      timeZone: 'Europe/Moscow',
      company: { name: 'ООО «Оптика»', inn: '7700000000' },
      cashierMayCloseShift: false,
      stamps: { name: hlc },
    });
    const catalog = await engine.open(CATALOG);
    await catalog.bulk(
      [
        { ...settings('А', t(1, 0)), _rev: '1-a' },
        { ...settings('Б', t(2, 0)), _rev: '1-b' },
      ],
      { newEdits: false },
    );
    await resolver().settled();
    expect(await catalog.get('settings:chain')).toMatchObject({ name: 'Б' });
    expect(await (await engine.open(CONTROL)).range({ startkey: 'conflict:', endkey: 'conflict:\ufff0' })).toMatchObject([
      { store: null, database: CATALOG, document: 'settings:chain', differences: [{ field: 'name', chosen: 1 }] },
    ]);
  });
});
