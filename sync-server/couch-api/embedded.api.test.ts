/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call,
   @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- answers come in every shape; their shape is what is tested */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor, type Door } from './couch-api.fixture.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.end());

const statusAndBody = async (...call: Parameters<Door['call']>) => {
  const { status, body } = await door.call(...call);
  return [status, body] as const;
};
let count = 0;
async function fresh(): Promise<string> {
  const name = `fresh${(count += 1)}`;
  await door.call('PUT', `/${name}`);
  return name;
}

describe('the server', () => {
  it('answers as CouchDB does where a client looks first', async () => {
    expect((await door.call('GET', '')).body).toMatchObject({ couchdb: 'Welcome', version: '3.5.0', uuid: 'e5a1' });
    expect(await statusAndBody('GET', '/_up')).toEqual([200, { status: 'ok', seeds: {} }]);
    expect((await door.call('GET', '/_session')).body.userCtx).toEqual({ name: 'admin', roles: ['_admin'] });
    const { uuids } = (await door.call('GET', '/_uuids?count=3')).body;
    expect(new Set(uuids).size).toBe(3);
    expect(uuids.every((uuid: string) => /^[0-9a-f]{32}$/.test(uuid))).toBe(true);
    expect(await statusAndBody('POST', '/_up')).toEqual([405, { error: 'method_not_allowed', reason: 'Only GET,HEAD allowed' }]);
  });

  it('makes and removes databases of any legal name, and no others', async () => {
    for (const name of ['a', 'with_all-of$(those)+signs', 'in/folders/too', `l${'o'.repeat(180)}ng`]) {
      const path = `/${encodeURIComponent(name)}`;
      expect(await statusAndBody('PUT', path)).toEqual([201, { ok: true }]);
      expect((await statusAndBody('PUT', path))[1]).toMatchObject({ error: 'file_exists' });
      expect((await door.call('GET', path)).body).toMatchObject({ db_name: name, doc_count: 0, update_seq: 0 });
      expect((await door.raw('HEAD', path)).status).toBe(200);
      expect((await door.call('GET', '/_all_dbs')).body).toContain(name);
      expect(await statusAndBody('DELETE', path)).toEqual([200, { ok: true }]);
      expect(await statusAndBody('GET', path)).toEqual([404, { error: 'not_found', reason: 'Database does not exist.' }]);
      expect(await statusAndBody('DELETE', path)).toEqual([404, { error: 'not_found', reason: 'Database does not exist.' }]);
    }
    for (const name of ['Upper', '1st', '_low', 'a b', 'ä', '..%2Fescape']) {
      const [status, body] = await statusAndBody('PUT', `/${name.includes('%') ? name : encodeURIComponent(name)}`);
      expect([name, status, body.error]).toEqual([name, 400, 'illegal_database_name']);
    }
    const long = `/${'x'.repeat(300)}`;
    expect((await door.call('PUT', long)).body.error).toBe('database_name_too_long');
  });

  it('lists a range of databases, and tells of several at once', async () => {
    for (const name of ['range-a', 'range-b', 'range-c']) await door.call('PUT', `/${name}`);
    const list = async (query: string) => (await door.call('GET', `/_all_dbs?${query}`)).body;
    expect(await list('startkey="range-"&endkey="range-z"')).toEqual(['range-a', 'range-b', 'range-c']);
    expect(await list('startkey="range-z"&endkey="range-"&descending=true&limit=1&skip=1')).toEqual(['range-b']);
    expect(await list('key="range-b"')).toEqual(['range-b']);
    const { body } = await door.call('POST', '/_dbs_info', { keys: ['range-a', 'none'] });
    expect(body).toMatchObject([
      { key: 'range-a', info: { db_name: 'range-a' } },
      { key: 'none', error: 'not_found' },
    ]);
  });

  it('keeps its databases and documents over a restart', async () => {
    const name = await fresh();
    await door.call('PUT', `/${name}/a`, { n: 1 });
    await door.call('PUT', `/${name}/_security`, { admins: { names: ['bob'] } });
    await door.restart();
    expect((await door.call('GET', `/${name}/a`)).body.n).toBe(1);
    expect((await door.call('GET', `/${name}/_security`)).body).toEqual({ admins: { names: ['bob'] } });
  });
});

describe('who may come in', () => {
  const as = (credentials: string | null, method = 'GET') =>
    fetch(`${door.url}/_all_dbs`, {
      method,
      headers: credentials === null ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    });

  it('is the administrator; a browser is never asked for a password, and guessing is counted', async () => {
    const wrong = await as('admin:guess');
    expect([wrong.status, wrong.headers.get('www-authenticate'), wrong.headers.get('set-cookie')]).toEqual([401, null, null]);
    expect(await wrong.json()).toEqual({ error: 'unauthorized', reason: 'Name or password is incorrect.' });
    expect((await as(null)).status).toBe(418); // the devices' front
    for (let i = 0; i < 12; i += 1) await as(`admin:guess${i}`);
    const limited = await as('admin:once more');
    expect([limited.status, Number(limited.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await door.call('GET', '/_all_dbs')).status).toBe(200); // the right one always passes
  });

  it('is written down for whatever changes something: method and database, never ids or bodies', async () => {
    const name = await fresh();
    door.logged.length = 0;
    await door.call('PUT', `/${name}/secret-id`, { secret: 'body' });
    await door.call('GET', `/${name}/secret-id`);
    expect(door.logged).toEqual([{ event: 'admin-db-write', facts: { method: 'PUT', database: name } }]);
  });
});

describe("the server's own databases", () => {
  const sale = { type: 'sale', schema: 1, store: 'a', total: 1 };
  const path = '/sales-a-202611';

  it('keep their validator for the administrator, too, and tell the engine what was written', async () => {
    const db = await door.engine.open('sales-a-202611');
    const heard = new Promise((resolve) => door.engine.watch((name) => name === 'sales-a-202611' && resolve(true)));
    expect((await door.call('PUT', `${path}/sale:1`, sale)).status).toBe(201);
    expect(await heard).toBe(true);
    expect((await db.get('sale:1'))?.['total']).toBe(1);
    const { status, body } = await door.call('PUT', `${path}/sale:2`, { ...sale, store: 'b' });
    expect([status, body]).toEqual([
      403,
      { error: 'forbidden', reason: 'DOCUMENT_WRONG_STORE: the document names another shop' },
    ]);
    const { body: rows } = await door.call('POST', `${path}/_bulk_docs`, {
      docs: [
        { _id: 'sale:3', _rev: '1-aaaa', ...sale },
        { _id: 'sale:1', _rev: '1-ffff', ...sale },
        { _id: 'nonsense', _rev: '1-eeee' },
      ],
      new_edits: false,
    });
    expect(rows).toEqual([
      { id: 'sale:1', rev: '1-ffff', error: 'forbidden', reason: 'DOCUMENT_IMMUTABLE: a fact has one revision' },
      { id: 'nonsense', rev: '1-eeee', error: 'forbidden', reason: 'DOCUMENT_MALFORMED: no type of this database in the id' },
    ]);
  });

  it('are neither removed nor opened to others, and lie apart from what the administrator makes', async () => {
    expect((await door.call('DELETE', path)).status).toBe(403);
    expect((await door.call('PUT', `${path}/_security`, {})).status).toBe(403);
    expect((await door.call('GET', `${path}/_security`)).body).toEqual({
      members: { roles: ['_admin'] },
      admins: { roles: ['_admin'] },
    });
    await fresh();
    expect(await door.engine.list()).toEqual(['sales-a-202611']);
  });
});

describe('documents', () => {
  it('are made, read, changed, refused and removed with the answers of CouchDB', async () => {
    const db = await fresh();
    const made = await door.call('PUT', `/${db}/a`, { n: 1 });
    expect([made.status, made.body.ok, made.body.id]).toEqual([201, true, 'a']);
    expect(made.headers.get('etag')).toBe(`"${made.body.rev}"`);
    expect(made.headers.get('location')).toBe(`${door.url}/${db}/a`);
    expect(await statusAndBody('PUT', `/${db}/a`, { n: 2 })).toEqual([
      409,
      { error: 'conflict', reason: 'Document update conflict.' },
    ]);
    const second = await door.call('PUT', `/${db}/a?rev=${made.body.rev}`, { n: 2 });
    expect(second.body.rev).toMatch(/^2-/);
    const third = await door.call('PUT', `/${db}/a`, { n: 3 }, { 'if-match': second.body.rev });
    const read = await door.call('GET', `/${db}/a`);
    expect(read.body).toEqual({ _id: 'a', _rev: third.body.rev, n: 3 });
    expect((await door.raw('GET', `/${db}/a`, { headers: { 'if-none-match': `"${third.body.rev}"` } })).status).toBe(304);
    expect((await door.call('GET', `/${db}/a?rev=${made.body.rev}`)).body.n).toBe(1); // not compacted yet
    expect(await statusAndBody('DELETE', `/${db}/a`)).toEqual([409, { error: 'conflict', reason: 'Document update conflict.' }]);
    const gone = await door.call('DELETE', `/${db}/a?rev=${third.body.rev}`);
    expect([gone.status, gone.body.ok]).toEqual([200, true]);
    expect(await statusAndBody('GET', `/${db}/a`)).toEqual([404, { error: 'not_found', reason: 'deleted' }]);
    expect(await statusAndBody('DELETE', `/${db}/a?rev=${gone.body.rev}`)).toEqual([
      404,
      { error: 'not_found', reason: 'deleted' },
    ]);
    expect(await statusAndBody('GET', `/${db}/none`)).toEqual([404, { error: 'not_found', reason: 'missing' }]);
    expect((await door.call('PUT', `/${db}/a`, { n: 4 })).body.rev).toMatch(/^5-/);
    expect((await door.call('GET', `/${db}`)).body.doc_count).toBe(1);
  });

  it('refuse what is malformed, in CouchDB’s words', async () => {
    const db = await fresh();
    const put = async (path: string, body: unknown) => {
      const answer = await door.call('PUT', `/${db}/${path}`, body);
      return [answer.status, answer.body.error, answer.body.reason];
    };
    expect(await put('a', [1])).toEqual([400, 'bad_request', 'Document must be a JSON object']);
    expect(await put('a', { _zing: 4 })).toEqual([400, 'doc_validation', 'Bad special document member: _zing']);
    expect(await put('a', { _rev: 'x' })).toEqual([400, 'bad_request', 'Invalid rev format']);
    expect(await put('_a', {})).toEqual([400, 'illegal_docid', 'Only reserved document ids may start with underscore.']);
    expect(await put('a?rev=1-a', { _rev: '1-b' })).toEqual([
      400,
      'bad_request',
      'Document rev from request body and query string have different values',
    ]);
    expect(await put('a?new_edits=false', { n: 1 })).toEqual([
      400,
      'bad_request',
      'When `new_edits: false`, the document needs `_rev` or `_revisions` specified',
    ]);
    expect(await statusAndBody('POST', `/${db}`, { _id: 123 })).toEqual([
      400,
      { error: 'illegal_docid', reason: 'Document id must be a string' },
    ]);
    const broken = await door.raw('POST', `/${db}`, { body: '{', headers: { 'content-type': 'application/json' } });
    expect([broken.status, await broken.json()]).toEqual([400, { error: 'bad_request', reason: 'invalid UTF-8 JSON' }]);
    const typed = await door.raw('POST', `/${db}`, { body: '{}', headers: { 'content-type': 'text/plain' } });
    expect([typed.status, await typed.json()]).toEqual([
      415,
      { error: 'bad_content_type', reason: 'Content-Type must be application/json' },
    ]);
  });

  it('have revisions that are stored as given, conflicts, a history and leaves', async () => {
    const db = await fresh();
    const docs = [
      { _id: 'a', _rev: '3-c', _revisions: { start: 3, ids: ['c', 'b', 'a'] }, v: 'c' },
      { _id: 'a', _rev: '2-x', _revisions: { start: 2, ids: ['x', 'a'] }, v: 'x' },
      { _id: 'a', _rev: '2-d', _revisions: { start: 2, ids: ['d', 'a'] }, _deleted: true },
    ];
    expect(await statusAndBody('POST', `/${db}/_bulk_docs`, { docs, new_edits: false })).toEqual([201, []]);
    const meta = (await door.call('GET', `/${db}/a?meta=true&revs=true&local_seq=true`)).body;
    expect(meta).toMatchObject({
      _rev: '3-c',
      _conflicts: ['2-x'],
      _deleted_conflicts: ['2-d'],
      _revisions: { start: 3, ids: ['c', 'b', 'a'] },
      _local_seq: 3,
    });
    expect(meta._revs_info.map((row: { status: string }) => row.status)).toEqual(['available', 'missing', 'missing']);
    const all = (await door.call('GET', `/${db}/a?open_revs=all`)).body as { ok: { _rev: string } }[];
    expect(all.map(({ ok }) => ok._rev).sort()).toEqual(['2-d', '2-x', '3-c']);
    const some = (await door.call('GET', `/${db}/a?open_revs=["2-x","9-z"]&revs=true`)).body;
    expect(some).toMatchObject([{ ok: { _rev: '2-x', _revisions: { start: 2, ids: ['x', 'a'] } } }, { missing: '9-z' }]);
    expect(await statusAndBody('GET', `/${db}/a?open_revs=["keys"]`)).toEqual([
      400,
      { error: 'bad_request', reason: 'Invalid rev format' },
    ]);
    expect((await door.call('GET', `/${db}/a?open_revs={"a":1}`)).body).toEqual({
      error: 'unknown_error',
      reason: 'function_clause',
    });
    expect((await door.call('GET', `/${db}/none?open_revs=all`)).status).toBe(404);
    const diff = { a: ['3-c', '2-x', '4-q'], b: ['1-a'] };
    expect((await door.call('POST', `/${db}/_revs_diff`, diff)).body).toMatchObject({
      a: { missing: ['4-q'] },
      b: { missing: ['1-a'] },
    });
    expect((await door.call('POST', `/${db}/_missing_revs`, diff)).body).toEqual({ missing_revs: { a: ['4-q'], b: ['1-a'] } });
  });

  it('are copied', async () => {
    const db = await fresh();
    await door.call('PUT', `/${db}/a`, { n: 1 });
    const { status, body } = await door.call('COPY', `/${db}/a`, undefined, { destination: 'b' });
    expect([status, body.id]).toEqual([201, 'b']);
    expect((await door.call('COPY', `/${db}/a`, undefined, { destination: 'b' })).status).toBe(409);
    const again = await door.call('COPY', `/${db}/a`, undefined, { destination: `b?rev=${body.rev}` });
    expect(again.body.rev).toMatch(/^2-/);
    expect((await door.call('GET', `/${db}/b`)).body.n).toBe(1);
  });

  it('may be local: without changes, and the last writer wins', async () => {
    const db = await fresh();
    expect((await door.call('PUT', `/${db}/_local/x`, { n: 1 })).body).toEqual({ ok: true, id: '_local/x', rev: '0-1' });
    expect((await door.call('PUT', `/${db}/_local/x`, { n: 2, _rev: '0-1' })).body.rev).toBe('0-2');
    expect((await door.call('PUT', `/${db}/_local/x`, { n: 3 })).body.rev).toBe('0-1');
    expect((await door.call('GET', `/${db}/_local/x`)).body).toEqual({ _id: '_local/x', _rev: '0-1', n: 3 });
    await door.call('PUT', `/${db}/_security`, {});
    expect((await door.call('GET', `/${db}/_local_docs`)).body.rows).toEqual([
      { id: '_local/x', key: '_local/x', value: { rev: '0-1' } },
    ]);
    expect((await door.call('GET', `/${db}/_changes`)).body.results).toEqual([]);
    expect((await door.call('DELETE', `/${db}/_local/x`)).body.rev).toBe('0-0');
    expect((await door.call('GET', `/${db}/_local/x`)).status).toBe(404);
  });

  it('are judged by the validators of design documents, the administrator’s too', async () => {
    const db = await fresh();
    const validate_doc_update =
      'function (doc, old, user, sec) { if (doc.bad) throw({forbidden: "no " + user.roles[0]}); if (doc.who) throw({unauthorized: "who"}); }';
    await door.call('PUT', `/${db}/_design/v`, { validate_doc_update });
    expect(await statusAndBody('PUT', `/${db}/a`, { bad: 1 })).toEqual([403, { error: 'forbidden', reason: 'no _admin' }]);
    expect(await statusAndBody('PUT', `/${db}/a`, { who: 1 })).toEqual([401, { error: 'unauthorized', reason: 'who' }]);
    const { body } = await door.call('POST', `/${db}/_bulk_docs`, { docs: [{ _id: 'x', bad: 1 }, { _id: 'y' }] });
    expect(body).toMatchObject([
      { id: 'x', error: 'forbidden', reason: 'no _admin' },
      { ok: true, id: 'y' },
    ]);
    const replicated = {
      docs: [
        { _id: 'z', _rev: '1-a', bad: 1 },
        { _id: 'w', _rev: '1-b' },
      ],
      new_edits: false,
    };
    expect((await door.call('POST', `/${db}/_bulk_docs`, replicated)).body).toEqual([
      { id: 'z', rev: '1-a', error: 'forbidden', reason: 'no _admin' },
    ]);
    await door.call('PUT', `/${db}/_design/endless`, { validate_doc_update: 'function () { for (;;) ; }' });
    expect((await door.call('PUT', `/${db}/b`, {})).body.error).toBe('unknown_error');
  });

  it('lose the bodies of old revisions at compaction only', async () => {
    const db = await fresh();
    const { body: first } = await door.call('PUT', `/${db}/a`, { n: 1 });
    await door.call('PUT', `/${db}/a`, { n: 2, _rev: first.rev });
    expect(await statusAndBody('POST', `/${db}/_compact`, {})).toEqual([202, { ok: true }]);
    expect(await statusAndBody('GET', `/${db}/a?rev=${first.rev}`)).toEqual([404, { error: 'not_found', reason: 'missing' }]);
    expect((await door.call('GET', `/${db}/a`)).body.n).toBe(2);
    expect((await door.call('GET', `/${db}/_revs_limit`)).body).toBe(1000);
    await door.call('PUT', `/${db}/_revs_limit`, 5);
    expect((await door.call('GET', `/${db}/_revs_limit`)).body).toBe(5);
    expect((await door.call('POST', `/${db}/_ensure_full_commit`, {})).status).toBe(201);
  });
});
