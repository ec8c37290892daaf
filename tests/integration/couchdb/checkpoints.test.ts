import { describe, expect, it } from 'vitest';
import { saleOf, SALES } from '../server/facts.fixture.ts';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchClient } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

/** Notes every checkpoint that passes, so that a test can look at it or spoil it. */
function watchCheckpoints(local: PouchDB.Database): Set<string> {
  const ids = new Set<string>();
  const put = local.put.bind(local);
  local.put = ((doc: { _id: string }, ...rest: unknown[]) => {
    if (doc._id.startsWith('_local/')) ids.add(doc._id);
    return (put as unknown as (...args: unknown[]) => unknown)(doc, ...rest);
  }) as never;
  return ids;
}

async function seeded(suite: { database(): Promise<CouchClient> }, count: number): Promise<CouchClient> {
  const db = await suite.database();
  await db.push(Array.from({ length: count }, (_, i) => ({ _id: `d${i}`, _rev: `1-a${i}` })));
  return db;
}

describe.each(backEnds)('checkpoints over $name', (kind) => {
  const suite = useSuite(kind);

  it('let a second push and a second pull read nothing', async () => {
    const db = await suite.current.device(SALES);
    const [till, fresh] = [suite.current.local(), suite.current.local()];
    await till.bulkDocs([saleOf(1), saleOf(2)], { new_edits: false });
    expect((await till.replicate.to(db.pouch())).docs_read).toBe(2);
    expect((await till.replicate.to(db.pouch())).docs_read).toBe(0);
    await fresh.replicate.from(db.pouch());
    expect((await fresh.replicate.from(db.pouch())).docs_read).toBe(0);
    await till.bulkDocs([saleOf(3)], { new_edits: false });
    expect((await till.replicate.to(db.pouch())).docs_read).toBe(1);
    expect((await fresh.replicate.from(db.pouch())).docs_read).toBe(1);
  });

  it('stand at both ends, the same', async () => {
    const db = await seeded(suite.current, 3);
    const local = suite.current.local();
    const [id] = await watched(local, () => local.replicate.from(db.pouch()));
    const [here, there] = [
      await local.get<object>(id!),
      await db.json<object>('GET', `_local/${encodeURIComponent(id!.slice(7))}`),
    ];
    expect({ ...there, _rev: null }).toEqual({ ...here, _rev: null });
    expect(here).toMatchObject({ last_seq: (await db.changes()).last_seq });
  });

  it('of another session at the source mean: compare everything, write nothing twice', async () => {
    const db = await seeded(suite.current, 5);
    const local = suite.current.local();
    const [id] = await watched(local, () => local.replicate.from(db.pouch()));
    const path = `_local/${encodeURIComponent(id!.slice(7))}`;
    const mark = await db.json<{ _rev: string; history: { session_id: string }[] }>('GET', path);
    const history = mark.history.map((entry) => ({ ...entry, session_id: 'another' }));
    await db.json('PUT', path, { body: { ...mark, session_id: 'another', history } });
    const again = await local.replicate.from(db.pouch());
    expect([again.ok, again.docs_written]).toEqual([true, 0]);
    await db.push([{ _id: 'later', _rev: '1-bb' }]);
    expect((await local.replicate.from(db.pouch())).docs_written).toBe(1);
  });

  it('lost with a server that was set back to yesterday: the device gives everything back', async () => {
    const db = await suite.current.database();
    const till = suite.current.local();
    const docs = Array.from({ length: 8 }, (_, i) => ({ _id: `d${i}`, _rev: `1-a${i}` }));
    await till.bulkDocs(docs.slice(0, 5), { new_edits: false });
    await till.replicate.to(db.pouch());
    await till.bulkDocs(docs.slice(5), { new_edits: false });
    await till.replicate.to(db.pouch());
    await db.json('DELETE');
    await db.json('PUT', '', { query: { q: 1 } });
    await db.push(docs.slice(0, 5));
    expect(await till.replicate.to(db.pouch())).toMatchObject({ docs_written: 3, doc_write_failures: 0 });
    expect((await db.changes()).results).toHaveLength(8);
  });

  it('lost with a device that was set back: it pulls everything again', async () => {
    const db = await seeded(suite.current, 5);
    await suite.current.local().replicate.from(db.pouch());
    const fresh = suite.current.local();
    expect((await fresh.replicate.from(db.pouch())).docs_written).toBe(5);
  });
});

async function watched(local: PouchDB.Database, run: () => Promise<unknown>): Promise<string[]> {
  const ids = watchCheckpoints(local);
  await run();
  expect(ids.size).toBe(1);
  return [...ids];
}
