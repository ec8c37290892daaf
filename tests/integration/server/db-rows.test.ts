import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '../../../design/errors.ts';
import { backEnds, type BackEnd } from '../couchdb/back-ends.fixture.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const STORE = 'store-demo-1';
type Row = { id: string; ok?: boolean; rev?: string; error?: string; code?: string };
type Doc = Record<string, unknown> & { _id: string };

const client = (n: number, change: Record<string, unknown> = {}): Doc => ({
  _id: `client:${n}`,
  type: 'client',
  schema: 1,
  hlc: saleOf(1).hlc,
  by: null,
  pos: null,
  store: 'demo-1',
  name: 'А',
  phone: null,
  email: null,
  birth: null,
  consent: null,
  stamps: {},
  ...change,
});

describe.each(backEnds)(`rows of _bulk_docs over $name (seed ${SEED})`, (kind) => {
  let backEnd: BackEnd;
  let fixture: ServerFixture;
  let token: string;
  beforeAll(async () => {
    backEnd = await kind.start();
    fixture = await startFixture({ couchdb: backEnd.couchdb, bounds: { requestRate: { burst: 1e9, perSecond: 1e9 } } });
    ({ token } = await fixture.pair('POS-001'));
  });
  afterAll(async () => {
    await fixture.end();
    await backEnd.end();
  });

  async function push(name: string, docs: unknown[], newEdits = false): Promise<Row[]> {
    const answer = await fixture.call('POST', `/db/${name}/_bulk_docs`, { token, body: { docs, new_edits: newEdits } });
    expect(answer.status).toBe(201);
    return (await answer.json()) as Row[];
  }
  const stored = async (name: string) =>
    new Map((await (await fixture.server.engine.open(name)).range({})).map((doc) => [doc._id, JSON.stringify(doc)]));

  it('get one verdict each, in order, and a refused one changes nothing', async () => {
    let n = 100;
    const hostile = (sale: Doc) =>
      fc.constantFrom<Doc>(
        { ...sale, store: 'demo-2' },
        { ...sale, lines: [] },
        { ...sale, _deleted: true },
        { ...sale, _rev: '2-x', _revisions: { start: 2, ids: ['x', 'y'] } },
        { ...sale, _attachments: { a: { content_type: 'text/html', data: 'AAAA' } } },
        { ...sale, _id: `recovery:${String(n)}`, type: 'recovery' },
        { ...sale, _id: `flag:${sale._id}`, type: 'flag' },
        { ...sale, _id: '_design/optics' },
        { ...sale, _id: '' },
        { ...sale, _revisions: { start: 1, ids: ['else'] } },
      );
    const row = fc.oneof(
      fc.nat(5).map((again) => saleOf(again) as unknown as Doc),
      fc.constant(null).map(() => saleOf((n += 1)) as unknown as Doc),
      fc.nat().chain((m) => hostile(saleOf(m % 50) as unknown as Doc)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), fc.boolean(), async (docs, newEdits) => {
        const before = await stored(SALES);
        // With new edits the server names the revision.
        const sent = newEdits ? docs.map(({ _rev: _, ...doc }) => doc) : docs;
        const rows = await push(SALES, sent, newEdits);
        const after = await stored(SALES);
        for (const { error, code } of rows) if (error) expect(isErrorCode(code)).toBe(true);
        for (const [id, text] of before) expect(after.get(id)).toBe(text);
        if (newEdits) {
          expect(rows.map(({ id }) => id)).toEqual(docs.map(({ _id }) => _id));
          const taken = new Set(rows.filter(({ ok }) => ok).map(({ id }) => id));
          for (const id of after.keys())
            if (!before.has(id)) expect(taken.has(id) || taken.has(id.slice('flag:'.length))).toBe(true);
          return;
        }
        // Refusals are a subsequence of what was sent, in its order; whatever is not refused is there.
        let at = 0;
        const refused = new Set<number>();
        for (const { id } of rows) {
          while (at < docs.length && docs[at]!._id !== id) at += 1;
          expect(at).toBeLessThan(docs.length);
          refused.add(at);
          at += 1;
        }
        docs.forEach(({ _id }, i) => expect(refused.has(i) || after.has(_id)).toBe(true));
      }),
      { seed: SEED, numRuns: process.env['SOAK'] ? 500 : 15 },
    );
  });

  it('touch nothing that is the server’s: neither a change, nor a deletion, nor a graft onto its history', async () => {
    const store = await fixture.server.engine.open(STORE);
    const staff = { type: 'staff', schema: 1, hlc: saleOf(1).hlc, by: null, pos: null, store: 'demo-1', name: 'И' };
    const [, hash] = (await store.put({ _id: 'staff:1', ...staff })).rev!.split('-');
    const graft = { _rev: '2-x', _revisions: { start: 2, ids: ['x', hash] } };
    const rows = await push(STORE, [
      { _id: 'staff:1', ...staff, ...graft, name: 'Я' },
      { _id: 'staff:1', ...graft, _deleted: true },
      { _id: 'staff:1', _rev: '1-y', _deleted: true },
    ]);
    expect(rows.map(({ code }) => code)).toEqual(['DOCUMENT_NOT_WRITABLE', 'DOCUMENT_NOT_WRITABLE', 'DOCUMENT_NOT_WRITABLE']);
    expect(await store.get('staff:1')).toMatchObject({ name: 'И', _rev: `1-${hash}` });
  });

  it('of a shop’s documents carry their whole history: no invented revision wins over the others for ever', async () => {
    const history = (start: number, ...ids: string[]) => ({ _rev: `${start}-${ids[0]}`, _revisions: { start, ids } });
    expect(await push(STORE, [client(1, history(2, 'b', 'a'))])).toEqual([]);
    expect(await push(STORE, [client(1, history(999_999_999, 'z'))])).toMatchObject([{ code: 'DOCUMENT_MALFORMED' }]);
    expect(await push(STORE, [client(1, { _rev: '7-z' })])).toMatchObject([{ code: 'DOCUMENT_MALFORMED' }]);
    // Shortened, but hanging on what is there: an edit like any other.
    expect(await push(STORE, [client(1, { ...history(3, 'c', 'b'), name: 'Б' })])).toEqual([]);
    expect(await (await fixture.server.engine.open(STORE)).get('client:1')).toMatchObject({ _rev: '3-c', name: 'Б' });
  });

  it('of another shop are not touched, whatever the new version says', async () => {
    const store = await fixture.server.engine.open(STORE);
    expect(await push(STORE, [client(2, { _rev: '1-a', store: 'demo-2' })])).toMatchObject([{ code: 'DOCUMENT_WRONG_STORE' }]);
    expect(await store.get('client:2')).toBeNull();
  });

  it('that delete carry no body', async () => {
    await push(STORE, [client(3, { _rev: '1-a' })]);
    const gone = { _rev: '2-b', _revisions: { start: 2, ids: ['b', 'a'] }, _deleted: true };
    expect(await push(STORE, [client(3, gone)])).toMatchObject([{ code: 'DOCUMENT_MALFORMED' }]);
    expect(await push(STORE, [{ _id: 'client:3', ...gone }])).toEqual([]);
    expect(await (await fixture.server.engine.open(STORE)).get('client:3')).toBeNull();
  });

  it('larger than CouchDB takes are refused by themselves, not with their batch', async () => {
    const rows = await push(SALES, [{ ...saleOf(60), note: 'x'.repeat(8_000_000) }, saleOf(61)]);
    expect(rows).toMatchObject([{ id: saleOf(60)._id, code: 'DOCUMENT_MALFORMED' }]);
    expect(await (await fixture.server.engine.open(SALES)).get(saleOf(61)._id)).not.toBeNull();
  });

  it('a signed prescription is never rewritten, by whichever way of writing (design §5)', async () => {
    const { type: _, name: __, phone: ___, email: ____, birth: _____, consent: ______, store: _______, ...head } = client(1);
    const [eye, signed] = [
      { sph: -2, cyl: null, axis: null, add: null },
      { hlc: saleOf(1).hlc, by: 'staff:1', at: 1 },
    ];
    const doc = {
      ...{ ...head, _id: 'prescription:signed', type: 'prescription', client: 'client:1', date: '2026-11-21', doctor: null },
      ...{ od: eye, os: eye, pd: { both: 62, od: null, os: null }, signed },
    };
    const [first] = await push(STORE, [doc], true);
    const rev = first!.rev!;
    const wrong = { ...doc, _rev: rev, od: { ...eye, sph: 2 } };
    expect(await push(STORE, [wrong], true)).toMatchObject([{ error: 'forbidden', code: 'DOCUMENT_IMMUTABLE' }]);
    const history = { start: 2, ids: ['ffff', rev.slice(2)] };
    const replicated = await push(STORE, [{ ...wrong, _rev: '2-ffff', _revisions: history }]);
    expect(replicated).toMatchObject([{ error: 'forbidden', code: 'DOCUMENT_IMMUTABLE' }]);
    const held = await (await fixture.server.engine.open(STORE)).get('prescription:signed');
    expect(held).toMatchObject({ _rev: rev, od: eye });
    expect(await push(STORE, [{ ...doc, _rev: rev, archived: true }], true)).toMatchObject([{ ok: true }]);
  });
});
