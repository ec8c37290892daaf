import { describe, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { backEnds } from './back-ends.fixture.ts';
import type { ChangesBody, CouchClient } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

const range = (count: number): string[] => Array.from({ length: count }, (_, i) => `d${i}`);

async function fill(db: CouchClient, ids: readonly string[]): Promise<void> {
  await db.push(ids.map((_id, i) => ({ _id, _rev: `1-a${i}`, v: i })));
}

const idsOf = ({ results }: ChangesBody): string[] => results.map(({ id }) => id);

/** Every page from `since` on, each begun where the one before ended. */
async function pages(db: CouchClient, limit: number, since: string | number = 0): Promise<ChangesBody[]> {
  const found: ChangesBody[] = [];
  for (let last = since; ;) {
    const page = await db.changes({ limit, since: last });
    if (page.results.length === 0) return found;
    found.push(page);
    last = page.last_seq;
  }
}

describe.each(backEnds)('the changes feed over $name', (kind) => {
  const suite = useSuite(kind);

  it('pages through everything once, and says how much is left', async () => {
    const db = await suite.current.database();
    await fill(db, range(7));
    const found = await pages(db, 3);
    expect(found.map(idsOf)).toEqual([['d0', 'd1', 'd2'], ['d3', 'd4', 'd5'], ['d6']]);
    expect(found.map(({ pending }) => pending)).toEqual([4, 1, 0]);
  });

  it('pages through everything once for a device, one row at a time, never with an empty page in between', async () => {
    const db = await suite.current.device('store-demo-2', 'POS-002');
    const ids = range(4).map((id) => `client:${id}`);
    await db.push(range(4).map((id) => ({ ...clientOf(id, { store: 'demo-2' }), _rev: '1-aa' })));
    const found = await pages(db, 1);
    expect(found.flatMap(idsOf).filter((id) => id.startsWith('client:'))).toEqual(ids);
    expect(found.every(({ results }) => results.length === 1)).toBe(true);
    expect((await suite.current.local().replicate.from(db.pouch(), { batch_size: 1 })).docs_written).toBe(found.length);
  });

  it('goes on from any row’s sequence, and names a changed document once, at its new place', async () => {
    const db = await suite.current.database();
    await fill(db, range(4));
    const { results } = await db.changes();
    expect(idsOf(await db.changes({ since: results[1]!.seq }))).toEqual(['d2', 'd3']);
    await db.json('PUT', 'd0', { body: { _rev: '1-a0', v: 'new' } });
    expect(idsOf(await db.changes())).toEqual(['d1', 'd2', 'd3', 'd0']);
    expect(idsOf(await db.changes({ since: results[3]!.seq }))).toEqual(['d0']);
  });

  it('takes a sequence with its quotation marks and its percent signs, as clients send it', async () => {
    const db = await suite.current.database();
    await fill(db, range(2));
    const { results } = await db.changes();
    const { seq } = results[0]!;
    const quoted = typeof seq === 'string' ? JSON.stringify(seq) : seq;
    expect(idsOf(await db.changes({ since: quoted }))).toEqual(['d1']);
  });

  it('carries winning bodies with include_docs, their conflicts where asked', async () => {
    const db = await suite.current.database();
    await db.push([
      { _id: 'a', _rev: '1-b1', v: 'loser' },
      { _id: 'a', _rev: '1-b2', v: 'winner' },
    ]);
    expect((await db.changes({ include_docs: true })).results[0]!.doc).toEqual({ _id: 'a', _rev: '1-b2', v: 'winner' });
    const { results } = await db.changes({ include_docs: true, conflicts: true });
    expect(results[0]!.doc).toMatchObject({ _conflicts: ['1-b1'] });
    expect((await db.changes()).results[0]).not.toHaveProperty('doc');
  });

  it('names the winner alone, or with style=all_docs every leaf', async () => {
    const db = await suite.current.database();
    await db.push([
      { _id: 'a', _rev: '1-b1' },
      { _id: 'a', _rev: '1-b2' },
    ]);
    expect((await db.changes()).results[0]!.changes).toEqual([{ rev: '1-b2' }]);
    const { results } = await db.changes({ style: 'all_docs' });
    expect(results[0]!.changes.map(({ rev }) => rev).sort()).toEqual(['1-b1', '1-b2']);
  });

  it('runs backwards with descending', async () => {
    const db = await suite.current.database();
    await fill(db, range(4));
    expect(idsOf(await db.changes({ descending: true }))).toEqual(['d3', 'd2', 'd1', 'd0']);
    expect(idsOf(await db.changes({ descending: true, limit: 1 }))).toEqual(['d3']);
  });

  it('begins with since=now after everything that is there', async () => {
    const db = await suite.current.database();
    await fill(db, range(2));
    const now = await db.changes({ since: 'now' });
    expect(now.results).toEqual([]);
    await fill(db, ['later']);
    expect(idsOf(await db.changes({ since: now.last_seq }))).toEqual(['later']);
  });

  it('begins at a database’s update_seq after everything that is there', async () => {
    const db = await suite.current.database();
    await fill(db, range(2));
    const { update_seq: since } = await db.json<{ update_seq: string | number }>('GET');
    expect(idsOf(await db.changes({ since }))).toEqual([]);
    await fill(db, ['later']);
    expect(idsOf(await db.changes({ since }))).toEqual(['later']);
  });
});
