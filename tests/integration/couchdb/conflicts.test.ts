import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backEnds } from './back-ends.fixture.ts';
import type { CouchClient } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';
import { documentOf, leavesInOrder, trees, type Tree } from './trees.ts';

const RUNS = process.env['SOAK'] === '1' ? 300 : 20;

interface Read {
  readonly _rev: string;
  readonly _conflicts?: readonly string[];
  readonly _deleted_conflicts?: readonly string[];
}

/** Pushes a tree revision by revision, or all in one call, and compares what the database says of it with CouchDB's rule. */
async function expectRule(db: CouchClient, base: { _id: string }, tree: Tree, atOnce: boolean): Promise<void> {
  const docs = tree.arrival.map((revision) => documentOf(base, revision));
  if (atOnce) expect(await db.push(docs)).toEqual([]);
  else for (const doc of docs) expect(await db.push([doc])).toEqual([]);

  const [winner, ...others] = leavesInOrder(tree.revisions);
  const path = encodeURIComponent(base._id);
  const read = await db.ask<Read>('GET', path, { query: { conflicts: true } });
  if (winner!.deleted) {
    expect(read.status).toBe(404);
  } else {
    expect(read.body._rev).toBe(winner!.rev);
    const living = others.filter(({ deleted }) => !deleted).map(({ rev }) => rev);
    expect([...(read.body._conflicts ?? [])].sort()).toEqual(living.sort());
  }
  const { results } = await db.changes({ style: 'all_docs' });
  const row = results.find(({ id }) => id === base._id)!;
  expect(row.changes.map(({ rev }) => rev).sort()).toEqual([winner!, ...others].map(({ rev }) => rev).sort());
  expect(row.deleted ?? false).toBe(winner!.deleted);
}

describe.each(backEnds)('conflicts over $name', (kind) => {
  const suite = useSuite(kind);

  it('agrees with CouchDB’s rule on the winner and the conflicts of any tree, in any order of arrival', async () => {
    const db = await suite.current.database();
    let n = 0;
    await fc.assert(
      fc.asyncProperty(trees, fc.boolean(), (tree, atOnce) => expectRule(db, { _id: `tree-${++n}` }, tree, atOnce)),
      { numRuns: RUNS },
    );
  });

  it('hands out every leaf and names the deleted ones apart', async () => {
    const db = await suite.current.database();
    await db.push([
      { _id: 'a', _rev: '2-b1', _revisions: { start: 2, ids: ['b1', 'aa'] }, v: 'loser' },
      { _id: 'a', _rev: '2-b2', _revisions: { start: 2, ids: ['b2', 'aa'] }, v: 'winner' },
      { _id: 'a', _rev: '3-cc', _revisions: { start: 3, ids: ['cc', 'b3', 'aa'] }, _deleted: true },
    ]);
    const read = await db.json<Read>('GET', 'a', { query: { conflicts: true, deleted_conflicts: true } });
    expect(read).toMatchObject({ v: 'winner', _rev: '2-b2', _conflicts: ['2-b1'], _deleted_conflicts: ['3-cc'] });
    const leaves = await db.json<{ ok: { _rev: string; v?: string } }[]>('GET', 'a', { query: { open_revs: 'all' } });
    expect(leaves.map(({ ok }) => ok._rev).sort()).toEqual(['2-b1', '2-b2', '3-cc']);
    expect(await db.json('GET', 'a', { query: { rev: '2-b1' } })).toMatchObject({ v: 'loser' });
  });

  it('has no conflict once the loser is deleted', async () => {
    const db = await suite.current.database();
    await db.push([
      { _id: 'a', _rev: '1-b1', v: 'loser' },
      { _id: 'a', _rev: '1-b2', v: 'winner' },
    ]);
    await db.json('DELETE', 'a', { query: { rev: '1-b1' } });
    expect(await db.json('GET', 'a', { query: { conflicts: true } })).toEqual({ _id: 'a', _rev: '1-b2', v: 'winner' });
  });
});
