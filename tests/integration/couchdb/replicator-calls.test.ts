import { describe, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchClient, CouchFailure } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

interface BulkGet {
  readonly results: readonly {
    readonly id: string;
    readonly docs: readonly { readonly ok?: { _rev: string; _revisions?: object }; readonly error?: object }[];
  }[];
}

const HASH = 'd'.repeat(32);

/** Two documents, one of two revisions. No conflicts: in a shop's database the server would resolve them. */
async function seed(db: CouchClient, ids: readonly [string, string], base: object): Promise<void> {
  await db.push([
    { ...base, _id: ids[0], _rev: '2-b1', _revisions: { start: 2, ids: ['b1', 'aa'] } },
    { ...base, _id: ids[1], _rev: '1-cc' },
  ]);
}

describe.each(backEnds)('the replicator’s calls over $name', (kind) => {
  const suite = useSuite(kind);

  it('_revs_diff names what is missing and leaves out documents that are complete', async () => {
    for (const db of [await suite.current.database(), await suite.current.device('store-demo-1')]) {
      const [a, b, none] = ['client:diff-a', 'client:diff-b', 'client:none'];
      await seed(db, [a, b], clientOf('diff'));
      const asked = { [a]: ['2-b1', '3-dd'], [b]: ['1-cc'], [none]: ['1-ee', '2-ff'] };
      const diff = await db.json<Record<string, { missing: string[] }>>('POST', '_revs_diff', { body: asked });
      expect(Object.keys(diff).sort()).toEqual([a, none]);
      expect(diff[a]!.missing).toEqual(['3-dd']);
      expect([...diff[none]!.missing].sort()).toEqual(['1-ee', '2-ff']);
    }
  });

  it('_revs_diff does not miss a revision that another one has superseded', async () => {
    for (const db of [await suite.current.database(), await suite.current.device('store-demo-1')]) {
      const id = 'client:superseded';
      await db.push([{ ...clientOf('superseded'), _rev: '1-aa' }]);
      await db.push([{ ...clientOf('superseded'), _rev: '2-bb', _revisions: { start: 2, ids: ['bb', 'aa'] } }]);
      expect(await db.json('POST', '_revs_diff', { body: { [id]: ['1-aa', '2-bb'] } })).toEqual({});
    }
  });

  it('_bulk_get brings the very revisions with their history', async () => {
    for (const db of [await suite.current.database(), await suite.current.device('store-demo-1')]) {
      const [a, b] = ['client:get-a', 'client:get-b'];
      await seed(db, [a, b], clientOf('get'));
      const docs = [
        { id: b, rev: '1-cc' },
        { id: a, rev: '2-b1' },
      ];
      const { results } = await db.json<BulkGet>('POST', '_bulk_get', { body: { docs }, query: { revs: true } });
      expect(results.map(({ id }) => id).sort()).toEqual([a, b]);
      const found = results.find(({ id }) => id === a)!;
      expect(found.docs).toMatchObject([{ ok: { _id: a, _rev: '2-b1', _revisions: { start: 2, ids: ['b1', 'aa'] } } }]);
    }
  });

  it('_bulk_get with latest=true brings what a revision has become meanwhile', async () => {
    for (const db of [await suite.current.database(), await suite.current.device('store-demo-1')]) {
      const id = 'client:latest';
      const path = [{ _rev: '1-aa' }, { _rev: '2-bb', _revisions: { start: 2, ids: ['bb', 'aa'] } }];
      for (const revision of path) await db.push([{ ...clientOf('latest'), ...revision }]);
      const body = { docs: [{ id, rev: '1-aa' }] };
      const { results } = await db.json<BulkGet>('POST', '_bulk_get', { body, query: { revs: true, latest: true } });
      expect(results).toMatchObject([{ id, docs: [{ ok: { _rev: '2-bb', _revisions: { start: 2, ids: ['bb', 'aa'] } } }] }]);
    }
  });

  it('_bulk_get answers a device without error rows: one would make PouchDB drop the whole batch', async () => {
    const db = await suite.current.device('store-demo-1');
    await seed(db, ['client:omit-a', 'client:omit-b'], clientOf('omit'));
    const docs = [
      { id: 'client:none', rev: `1-${HASH}` },
      { id: 'client:omit-a', rev: `3-${HASH}` },
      { id: 'client:omit-b', rev: '1-cc' },
      { id: '_design/optics', rev: `1-${HASH}` },
    ];
    const { results } = await db.json<BulkGet>('POST', '_bulk_get', { body: { docs }, query: { revs: true } });
    expect(results.flatMap((row) => row.docs.map(({ ok }) => [row.id, ok?._rev]))).toEqual([['client:omit-b', '1-cc']]);
  });

  it('_bulk_get answers the administrator with CouchDB’s error rows', async () => {
    const db = await suite.current.database();
    await seed(db, ['a', 'b'], {});
    const docs = [{ id: 'none', rev: `1-${HASH}` }, { id: 'b', rev: `1-${HASH}` }, { id: 'gone' }];
    const { results } = await db.json<BulkGet>('POST', '_bulk_get', { body: { docs } });
    expect(Object.fromEntries(results.map(({ id, docs: rows }) => [id, rows]))).toMatchObject({
      none: [{ error: { id: 'none', rev: `1-${HASH}`, error: 'not_found', reason: 'missing' } }],
      b: [{ error: { id: 'b', rev: `1-${HASH}`, error: 'not_found', reason: 'missing' } }],
      gone: [{ error: { id: 'gone', error: 'not_found', reason: 'missing' } }],
    });
  });

  it('_bulk_docs answers a row a document, in order, conflicts among them', async () => {
    const db = await suite.current.database();
    await db.json('PUT', 'b', { body: { v: 1 } });
    const docs = [{ _id: 'a', v: 1 }, { _id: 'b', v: 2 }, { v: 3 }];
    const rows = await db.json<{ id: string; rev?: string; error?: string }[]>('POST', '_bulk_docs', { body: { docs } });
    expect(rows.map(({ id }) => id).slice(0, 2)).toEqual(['a', 'b']);
    expect(rows[0]).toMatchObject({ ok: true, rev: expect.stringMatching(/^1-/) as string });
    expect(rows[1]).toMatchObject({ error: 'conflict', reason: 'Document update conflict.' });
    expect(rows[2]).toMatchObject({ ok: true, id: expect.stringMatching(/.{8,}/) as string });
    expect(await db.json('GET', 'b')).toMatchObject({ v: 1 });
  });

  it('the validator of our databases holds for the administrator, too', async () => {
    const db = suite.current.admin('store-demo-1');
    const docs = [{ _id: 'bogus', v: 1 }, clientOf('validated'), clientOf('other-shop', { store: 'demo-2' })];
    const rows = await db.json<{ id: string; error?: string; reason?: string }[]>('POST', '_bulk_docs', { body: { docs } });
    expect(rows.map(({ id, error }) => [id, error])).toEqual([
      ['bogus', 'forbidden'],
      ['client:validated', undefined],
      ['client:other-shop', 'forbidden'],
    ]);
    expect(rows[2]!.reason).toMatch(/^DOCUMENT_WRONG_STORE: /);
    const single = await db.ask<CouchFailure>('PUT', 'bogus', { body: { v: 1 } });
    expect([single.status, single.body.error]).toEqual([403, 'forbidden']);
    const replicated = await db.push([{ ...clientOf('other-shop', { store: 'demo-2' }), _rev: '1-aa' }]);
    expect(replicated).toMatchObject([{ id: 'client:other-shop', error: 'forbidden' }]);
    expect((await db.ask('GET', 'bogus')).status).toBe(404);
  });
});
