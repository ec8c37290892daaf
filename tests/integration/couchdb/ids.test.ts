import { describe, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { backEnds } from './back-ends.fixture.ts';
import { docPath } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

/** Keys that a careless URL, comparison or normalisation would mix up. */
const KEYS = [
  'Иванова Анна',
  '😀👓',
  'a/b',
  'a%2Fb',
  'a+b c',
  '100%',
  '?x=1&y=2#z',
  '"quoted"',
  "it's",
  'back\\slash',
  'caf\u00e9',
  'cafe\u0301',
  'ключ:с:двоеточием',
  '..',
  'é'.repeat(90),
  'k'.repeat(190),
];

describe.each(backEnds)('odd ids over $name', (kind) => {
  const suite = useSuite(kind);

  it('reach the server from a device and another device from there, none mixed with another', async () => {
    const db = await suite.current.device('store-demo-1');
    const [here, there] = [suite.current.local(), suite.current.local()];
    const cards = KEYS.map((key, i) => ({ ...clientOf(key, { name: `№ ${i}` }), _rev: `1-a${i}` }));
    await here.bulkDocs(cards, { new_edits: false });
    expect(await here.replicate.to(db.pouch())).toMatchObject({ docs_written: KEYS.length, doc_write_failures: 0 });
    await there.replicate.from(db.pouch());
    for (const card of cards) {
      expect(await there.get(card._id)).toEqual(card);
      expect(await db.json('GET', docPath(card._id))).toEqual(card);
    }
  });

  it('are kept apart for the administrator, too, whatever they begin with', async () => {
    const db = await suite.current.database();
    // Every URL parser takes `..` for the way up, however it is written.
    const ids = [...KEYS.filter((key) => key !== '..'), 'A', 'a', ' a', 'a ', 'ä', 'null', '0'];
    for (const id of ids) expect(await db.json('PUT', docPath(id), { body: { id } })).toMatchObject({ ok: true, id });
    const local = suite.current.local();
    await local.replicate.from(db.pouch());
    for (const id of ids) expect(await local.get(id)).toMatchObject({ _id: id, id });
    expect((await local.allDocs()).total_rows).toBe(ids.length);
    const listed = async (query: string): Promise<string[]> =>
      (await db.json<{ rows: { id: string }[] }>('GET', `_all_docs${query}`)).rows.map(({ id }) => id);
    expect((await listed('')).toSorted()).toEqual(ids.toSorted());
    expect((await listed('?descending=true')).toSorted()).toEqual(ids.toSorted());
    expect(await listed(`?startkey=${encodeURIComponent('"Иванова"')}&limit=1`)).toEqual(['Иванова Анна']);
  });

  it('of revisions and bodies hold whatever letters people and devices write', async () => {
    const db = await suite.current.device('store-demo-1');
    const name = 'Ё\u0000\u001f"\\/\u2028\u2029\ufeff👩‍👧 א\u0301';
    const card = { ...clientOf('letters', { name }), _rev: '1-aa' };
    await db.push([card]);
    const local = suite.current.local();
    await local.replicate.from(db.pouch());
    expect(await local.get('client:letters')).toEqual(card);
  });
});
