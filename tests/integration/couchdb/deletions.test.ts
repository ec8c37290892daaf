import { describe, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchFailure } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

interface Written {
  readonly rev: string;
}

describe.each(backEnds)('deletions over $name', (kind) => {
  const suite = useSuite(kind);

  it('is a revision like any other, which the feed marks', async () => {
    const db = await suite.current.database();
    const { rev } = await db.json<Written>('PUT', 'a', { body: { v: 1 } });
    const gone = await db.ask<Written>('DELETE', 'a', { query: { rev } });
    expect([gone.status, gone.body.rev.slice(0, 2)]).toEqual([200, '2-']);
    const read = await db.ask<CouchFailure>('GET', 'a');
    expect([read.status, read.body]).toEqual([404, { error: 'not_found', reason: 'deleted' }]);
    expect(await db.json('GET', 'a', { query: { rev: gone.body.rev } })).toEqual({
      _id: 'a',
      _rev: gone.body.rev,
      _deleted: true,
    });
    const { results } = await db.changes();
    expect(results).toMatchObject([{ id: 'a', deleted: true, changes: [{ rev: gone.body.rev }] }]);
    expect(await db.json('GET')).toMatchObject({ doc_count: 0 });
  });

  it('refuses to delete a revision that is not the newest (409)', async () => {
    const db = await suite.current.database();
    const { rev } = await db.json<Written>('PUT', 'a', { body: { v: 1 } });
    await db.json('PUT', 'a', { body: { v: 2, _rev: rev } });
    expect((await db.ask('DELETE', 'a', { query: { rev } })).status).toBe(409);
    expect(await db.json('GET', 'a')).toMatchObject({ v: 2 });
  });

  it('of one leaf lets another win, of all leaves the document is gone', async () => {
    const db = await suite.current.database();
    await db.push([
      { _id: 'a', _rev: '1-b1', v: 'second' },
      { _id: 'a', _rev: '1-b2', v: 'first' },
    ]);
    await db.json('DELETE', 'a', { query: { rev: '1-b2' } });
    expect(await db.json('GET', 'a')).toMatchObject({ _rev: '1-b1', v: 'second' });
    await db.json('DELETE', 'a', { query: { rev: '1-b1' } });
    expect((await db.ask('GET', 'a')).status).toBe(404);
    const { results } = await db.changes({ style: 'all_docs' });
    expect(results).toMatchObject([{ id: 'a', deleted: true }]);
    expect(results[0]!.changes).toHaveLength(2);
  });

  it('can be undone: a new document under the old id goes on with its history', async () => {
    const db = await suite.current.database();
    const { rev } = await db.json<Written>('PUT', 'a', { body: { v: 1 } });
    await db.json('DELETE', 'a', { query: { rev } });
    const again = await db.json<Written>('PUT', 'a', { body: { v: 2 } });
    expect(again.rev).toMatch(/^3-/);
    expect(await db.json('GET', 'a', { query: { conflicts: true } })).toEqual({ _id: 'a', _rev: again.rev, v: 2 });
  });

  it('reaches another device by replication, and so does the resurrected card', async () => {
    const remote = (await suite.current.device('store-demo-1')).pouch();
    const [here, there] = [suite.current.local(), suite.current.local()];
    const { _id: id, ...card } = clientOf('deleted');
    const { rev } = await here.put({ _id: id, ...card });
    await here.replicate.to(remote);
    await there.replicate.from(remote);
    await here.remove(id, rev);
    await here.replicate.to(remote);
    await there.replicate.from(remote);
    await expect(there.get(id)).rejects.toMatchObject({ status: 404, reason: 'deleted' });
    await there.put({ _id: id, ...card, name: 'Снова' });
    await there.replicate.to(remote);
    await here.replicate.from(remote);
    expect(await here.get(id, { conflicts: true })).toEqual(await there.get(id));
  });
});
