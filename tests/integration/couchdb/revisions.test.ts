import { describe, expect, it } from 'vitest';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchFailure } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

interface Written {
  readonly ok: true;
  readonly id: string;
  readonly rev: string;
}

describe.each(backEnds)('revisions over $name', (kind) => {
  const suite = useSuite(kind);

  it('counts the revisions of a document and names the newest as its ETag', async () => {
    const db = await suite.current.database();
    const first = await db.ask<Written>('PUT', 'a', { body: { v: 1 } });
    expect([first.status, first.body.ok, first.body.id]).toEqual([201, true, 'a']);
    expect(first.body.rev).toMatch(/^1-[0-9a-f]{32}$/);
    const second = await db.json<Written>('PUT', 'a', { body: { v: 2, _rev: first.body.rev } });
    expect(second.rev).toMatch(/^2-[0-9a-f]{32}$/);
    const read = await db.ask<object>('GET', 'a');
    expect(read.body).toEqual({ _id: 'a', _rev: second.rev, v: 2 });
    expect(read.headers.get('etag')).toBe(`"${second.rev}"`);
    const known = await db.request('GET', 'a', { headers: { 'if-none-match': `"${second.rev}"` } });
    expect(known.status).toBe(304);
  });

  it('refuses a write that does not know the newest revision (409)', async () => {
    const db = await suite.current.database();
    const { rev } = await db.json<Written>('PUT', 'a', { body: { v: 1 } });
    await db.json('PUT', 'a', { body: { v: 2 }, headers: { 'if-match': rev } });
    for (const asked of [{ body: { v: 3 } }, { body: { v: 3, _rev: rev } }, { body: { v: 3 }, query: { rev } }]) {
      const { status, body } = await db.ask<CouchFailure>('PUT', 'a', asked);
      expect([status, body]).toEqual([409, { error: 'conflict', reason: 'Document update conflict.' }]);
    }
    expect(await db.json('GET', 'a')).toMatchObject({ v: 2 });
  });

  it('tells the history of a revision, newest first', async () => {
    const db = await suite.current.database();
    let rev: string | undefined;
    const ids: string[] = [];
    for (const v of [1, 2, 3]) {
      ({ rev } = await db.json<Written>('PUT', 'a', { body: { v, ...(rev === undefined ? {} : { _rev: rev }) } }));
      ids.unshift(rev.slice(2));
    }
    expect(await db.json('GET', 'a', { query: { revs: true } })).toMatchObject({ _revisions: { start: 3, ids } });
  });

  it('stores the very revisions that replication brings, once however often they come', async () => {
    const db = await suite.current.database();
    const doc = { _id: 'a', _rev: '3-cccc', _revisions: { start: 3, ids: ['cccc', 'bbbb', 'aaaa'] }, v: 3 };
    expect(await db.push([doc])).toEqual([]);
    expect(await db.push([doc, doc])).toEqual([]);
    expect(await db.json('GET', 'a', { query: { revs: true, conflicts: true } })).toEqual(doc);
    expect((await db.changes({ style: 'all_docs' })).results).toMatchObject([{ id: 'a', changes: [{ rev: '3-cccc' }] }]);
  });

  it('says that a document is missing', async () => {
    const db = await suite.current.database();
    const { status, body } = await db.ask<CouchFailure>('GET', 'none');
    expect([status, body]).toEqual([404, { error: 'not_found', reason: 'missing' }]);
    expect((await db.request('HEAD', 'none')).status).toBe(404);
  });

  it.each([
    ['an unknown underscore field', 'a', { _odd: 1 }],
    ['an id of the server’s', '_odd', { v: 1 }],
  ])('refuses %s (400) and stores nothing', async (_, id, body) => {
    const db = await suite.current.database();
    expect((await db.ask('PUT', id, { body })).status).toBe(400);
    expect((await db.changes()).results).toEqual([]);
  });
});
