import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodiesAhead } from './bodies-ahead.ts';
import { createEmbeddedEngine, type EmbeddedEngine } from './embedded.engine.ts';

const DOCS = [{ _id: 'new' }, { _id: 'a', _rev: '1-a' }, { _id: 'b', _rev: '1-b' }];

/** A PouchDB of which only the writing is looked at. */
function fakePouch(answer: unknown[]) {
  const wrote: unknown[] = [];
  const pouch = {
    _bulkDocs(writing: { docs: unknown }, _options: object, done: (...told: unknown[]) => void): void {
      wrote.push(writing.docs);
      done(...answer);
    },
  };
  return { pouch, wrote };
}
const writing = (pouch: ReturnType<typeof fakePouch>['pouch'], docs: unknown): Promise<unknown[]> =>
  new Promise((resolve) => pouch._bulkDocs({ docs }, {}, (...told) => resolve(told)));

describe('bodies that a bulk replaces are read in one go', () => {
  it('before it is written, and forgotten after, also where it fails', async () => {
    for (const answer of [[null, 'rows'], [new Error('disk')]]) {
      const { pouch, wrote } = fakePouch(answer);
      const steps: unknown[] = [];
      bodiesAhead(pouch, (ids) => {
        steps.push(ids, wrote.length);
        return Promise.resolve(() => void steps.push(wrote.length));
      });
      expect(await writing(pouch, DOCS)).toEqual(answer);
      expect(steps).toEqual([['a', 'b'], 0, 1]);
    }
  });

  it('what cannot be read ahead is written all the same; new documents and a single one wait for nothing', async () => {
    const { pouch, wrote } = fakePouch([null, 'rows']);
    let asked = 0;
    bodiesAhead(pouch, () => {
      asked += 1;
      return Promise.reject(new Error('not open'));
    });
    expect(await writing(pouch, DOCS)).toEqual([null, 'rows']);
    expect(await writing(pouch, DOCS.slice(0, 2))).toEqual([null, 'rows']);
    expect([asked, wrote.length]).toEqual([1, 2]);
  });
});

describe('the embedded engine', () => {
  let folder: string;
  let engine: EmbeddedEngine;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'optics-ahead-'));
    engine = createEmbeddedEngine(folder);
  });
  afterEach(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  it('keeps no body of what a bulk replaced, and every one of what it did not', async () => {
    const db = await engine.open('work');
    const ids = Array.from({ length: 700 }, (_, n) => `doc:${n}`);
    const first = await db.bulk(ids.map((_id) => ({ _id, n: 1 })));
    // One of them has another branch, one is written by somebody else in between.
    await db.bulk([{ _id: 'doc:1', _rev: `1-${'f'.repeat(32)}`, n: 7 }], { newEdits: false });
    await db.put({ _id: 'doc:2', _rev: first[2]!.rev!, n: 8 });
    const second = await db.bulk(first.map(({ id, rev }) => ({ _id: id, _rev: rev!, n: 2 })));
    expect(second.filter(({ ok }) => !ok).map(({ id, error }) => [id, error])).toEqual([['doc:2', 'conflict']]);
    const docs = await db.range({ keys: ids });
    expect(docs.map(({ n }) => n)).toEqual(ids.map((id) => (id === 'doc:2' ? 8 : 2)));
    expect((await db.leaves('doc:1')).map(({ n }) => n)).toEqual([2, 7]);
    for (const place of [0, 1, 500, 699]) {
      const { id, rev } = first[place]!;
      await expect(db.pouch.get(id, { rev: rev! })).rejects.toMatchObject({ status: 404 });
    }
  });
});
