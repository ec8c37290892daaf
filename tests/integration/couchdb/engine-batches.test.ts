import { describe, expect, it, vi } from 'vitest';
import { PRODUCTS } from '../../../design/databases.ts';
import type { Database } from '../../../sync-server/engine/engine.ts';
import { backEnds } from './back-ends.fixture.ts';
import { useSuite } from './suite.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 });

const MANY = 10_000;
const doc = (_id: string, more: object = {}) => ({
  ...{ _id, type: 'product', schema: 1, hlc: '1763683200000-0000-0000', by: null, pos: null },
  ...more,
});
const numbered = (group: string, n: number): string => `product:${group}-${String(n).padStart(5, '0')}`;

/** What an import, an edit of many articles and the projector do to a database, on every engine alike. */
describe.each(backEnds)('the server’s own work on documents over $name', (kind) => {
  const suite = useSuite(kind);
  const products = (): Promise<Database> => suite.current.server.server.engine.open(PRODUCTS);

  it(`writes ${MANY} documents in one go and answers for each in its place; what somebody else was at is a conflict in its row`, async () => {
    const database = await products();
    const docs = Array.from({ length: MANY }, (_, n) => doc(numbered('all', n), { n }));
    const written = await database.bulk(docs);
    expect(written.map(({ id }) => id)).toEqual(docs.map(({ _id }) => _id));
    expect(written.filter(({ ok }) => !ok)).toEqual([]);

    // Every thousandth was written by somebody else meanwhile.
    const odd = new Set(docs.filter((_, n) => n % 1_000 === 7).map(({ _id }) => _id));
    const next = docs.map((one, i) => ({ ...one, n: -1, ...(odd.has(one._id) ? {} : { _rev: written[i]!.rev! }) }));
    const again = await database.bulk(next);
    expect(again.map(({ id }) => id)).toEqual(docs.map(({ _id }) => _id));
    expect(again.filter(({ ok }) => !ok).map(({ id, error }) => [id, error])).toEqual([...odd].map((id) => [id, 'conflict']));

    const keys = docs.map(({ _id }) => _id).reverse();
    const held = await database.range({ keys: ['product:nobody', ...keys] });
    expect(held.map(({ _id }) => _id)).toEqual(keys);
    expect(held.filter(({ n }) => n !== -1).map(({ _id }) => _id)).toEqual([...odd].reverse());
  });

  it('lists by the bytes of ids, page by page, whatever signs they have; a range that ends before it begins is empty', async () => {
    const database = await products();
    const ids = ['a', 'a b', 'a/b', 'a%2Fb', 'a+b', 'A', 'ё', 'е\u0308', 'я', '\u4e2d', '\ufb01', '\u{1f453}', '"', '\\'];
    const docs = ids.map((id) => doc(`product:odd-${id}`));
    expect((await database.bulk(docs)).every(({ ok }) => ok)).toBe(true);
    const encoder = new TextEncoder();
    const sorted = docs.map(({ _id }) => _id).sort((a, b) => Buffer.compare(encoder.encode(a), encoder.encode(b)));
    const end = { endkey: 'product:odd-\u{10ffff}' };
    const seen: string[] = [];
    for (let startkey = 'product:odd-'; ;) {
      const page = await database.range({ ...end, startkey, limit: 4 });
      seen.push(...page.map(({ _id }) => _id));
      if (page.length < 4) break;
      startkey = `${page.at(-1)!._id}\u0000`;
    }
    expect(seen).toEqual(sorted);
    for (const id of sorted) expect((await database.get(id))?._id).toBe(id);
    const backwards = await database.range({ startkey: end.endkey, endkey: 'product:odd-', descending: true, limit: 3 });
    expect(backwards.map(({ _id }) => _id)).toEqual(sorted.slice(-3).reverse());
    expect(await database.range({ startkey: 'product:z', endkey: 'product:a' })).toEqual([]);
    expect(await database.range({ startkey: 'product:a', endkey: 'product:z', descending: true })).toEqual([]);
    expect(await database.range({ keys: [] })).toEqual([]);
  });

  it('keeps texts and numbers as they are, and half a sign holds up nothing', async () => {
    const database = await products();
    const values = {
      text: 'Ё\u0000\u2028\uffff👓 "\\',
      kopecks: Number.MAX_SAFE_INTEGER,
      part: 0.125,
      none: null,
      empty: {},
      list: [[]],
    };
    const results = await database.bulk([
      doc('product:whole', { values }),
      doc('product:half', { name: 'Оправа 👓'.slice(0, -1) }),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect((await database.get('product:whole'))!['values']).toEqual(values);
    expect(String((await database.get('product:half'))!['name']).toWellFormed()).toBe('Оправа \ufffd');
  });

  it('names all leaves of a document with the winner first, and what was deleted keeps its word', async () => {
    const database = await products();
    const _id = 'product:leaves';
    const revs = ['1-aa', '1-cc', '1-bb'];
    for (const _rev of revs) await database.bulk([{ ...doc(_id), _rev }], { newEdits: false });
    expect((await database.leaves(_id)).map(({ _rev }) => _rev)).toEqual(['1-cc', '1-bb', '1-aa']);
    expect(await database.get(_id)).toMatchObject({ _rev: '1-cc' });
    const gone = await database.put({ _id, _rev: '1-cc', _deleted: true, erased: true });
    expect(gone.ok).toBe(true);
    const leaves = await database.leaves(_id);
    expect(leaves.map(({ _rev, _deleted = false }) => [_rev, _deleted])).toEqual([
      ['1-bb', false],
      ['1-aa', false],
      [gone.rev, true],
    ]);
    expect(leaves.at(-1)).toMatchObject({ erased: true });
    // What is there already is taken again without a word; another revision beside it stands.
    const both = await database.bulk(
      [
        { ...doc(_id), _rev: '1-bb' },
        { ...doc(_id), _rev: '1-dd' },
      ],
      { newEdits: false },
    );
    expect(both.map(({ ok, rev }) => [ok, rev])).toEqual([
      [true, '1-bb'],
      [true, '1-dd'],
    ]);
    expect(await database.leaves('product:never')).toEqual([]);
  });

  it('writes a document again after it was deleted, with and without its last revision', async () => {
    const database = await products();
    const _id = 'product:again';
    const first = await database.put(doc(_id));
    const gone = await database.put({ _id, _rev: first.rev!, _deleted: true });
    expect(await database.get(_id)).toBeNull();
    expect((await database.put({ _id, _rev: first.rev!, _deleted: true })).error).toBe('conflict');
    const back = await database.put({ ...doc(_id), _rev: gone.rev! });
    expect(back.ok).toBe(true);
    await database.put({ _id, _rev: back.rev!, _deleted: true });
    expect((await database.put(doc(_id, { n: 2 }))).ok).toBe(true);
    expect(await database.get(_id)).toMatchObject({ n: 2 });
    expect((await database.put({ ...doc('product:nothing'), _rev: '3-abc' })).error).toBe('conflict');
  });
});
