/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call,
   @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument -- answers come in every shape; their shape is what is tested */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor, type Door } from './couch-api.fixture.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.end());

let count = 0;
/** A database with documents in it. */
async function filled(docs: readonly object[] = []): Promise<string> {
  const name = `filled${(count += 1)}`;
  await door.call('PUT', `/${name}`);
  if (docs.length > 0) await door.call('POST', `/${name}/_bulk_docs`, { docs });
  return name;
}
type Rows = { rows: { id: string; key: unknown; value: unknown; error?: string }[] };
const numbers = (many: number): object[] => Array.from({ length: many }, (_, n) => ({ _id: String(n), n }));

describe('attachments', () => {
  const TEXT = Buffer.from('Привет, world').toString('base64');
  const put = async (db: string, path: string, body: string, type = 'text/plain') => {
    const answer = await door.raw('PUT', `/${db}/${path}`, { body, headers: { 'content-type': type } });
    return { status: answer.status, body: (await answer.json()) as { rev: string; error?: string; reason?: string } };
  };

  it('are stored inline and by themselves, read whole and in part, kept as stubs and removed', async () => {
    const db = await filled([{ _id: 'a', _attachments: { 'in/line.txt': { content_type: 'text/plain', data: TEXT } } }]);
    const { body: doc } = await door.call('GET', `/${db}/a`);
    expect(doc._attachments['in/line.txt']).toMatchObject({ content_type: 'text/plain', revpos: 1, length: 19, stub: true });
    const added = await put(db, `a/two.txt?rev=${doc._rev}`, '0123456789');
    expect(added.status).toBe(201);
    const whole = await door.raw('GET', `/${db}/a/in/line.txt`);
    expect([whole.headers.get('content-type'), await whole.text()]).toEqual(['text/plain', 'Привет, world']);
    expect(whole.headers.get('content-security-policy')).toContain('sandbox');
    const etag = whole.headers.get('etag')!;
    expect(etag).toBe(`"${doc._attachments['in/line.txt'].digest.slice(4)}"`);
    expect((await door.raw('GET', `/${db}/a/in/line.txt`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const part = await door.raw('GET', `/${db}/a/two.txt`, { headers: { range: 'bytes=2-4' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    const tail = await door.raw('GET', `/${db}/a/two.txt`, { headers: { range: 'bytes=-3' } });
    expect(await tail.text()).toBe('789');
    expect((await door.raw('GET', `/${db}/a/two.txt`, { headers: { range: 'bytes=20-30' } })).status).toBe(416);

    // A stub means the attachment of that name, whatever else it says.
    const stubs = { 'in/line.txt': { stub: true }, 'two.txt': { stub: true } };
    const changed = await door.call('PUT', `/${db}/a`, { _rev: added.body.rev, n: 1, _attachments: stubs });
    expect(changed.status).toBe(201);
    const inline = (await door.call('GET', `/${db}/a?attachments=true`)).body._attachments;
    expect(inline['in/line.txt']).toMatchObject({ data: TEXT, revpos: 1 });
    expect((await door.call('GET', `/${db}/a?atts_since=["${doc._rev}"]`)).body._attachments).toMatchObject({
      'in/line.txt': { stub: true, length: 19 },
      'two.txt': { revpos: 2, data: Buffer.from('0123456789').toString('base64') },
    });
    const missing = await door.call('PUT', `/${db}/a`, { _rev: changed.body.rev, _attachments: { none: { stub: true } } });
    expect([missing.status, missing.body]).toEqual([
      412,
      { error: 'missing_stub', reason: 'Invalid attachment stub in a for none' },
    ]);
    expect((await door.call('DELETE', `/${db}/a/none?rev=${changed.body.rev}`)).body.reason).toBe(
      'Document is missing attachment',
    );
    const removed = await door.call('DELETE', `/${db}/a/two.txt?rev=${changed.body.rev}`);
    expect([removed.status, Object.keys((await door.call('GET', `/${db}/a`)).body._attachments)]).toEqual([200, ['in/line.txt']]);
  });

  it('make a document where there is none, and conflict without its revision', async () => {
    const db = await filled();
    expect((await put(db, 'new/a.bin', 'x', 'application/x-thing')).body.rev).toMatch(/^1-/);
    expect((await put(db, 'new/b.bin', 'x')).body.error).toBe('conflict');
    expect((await put(db, 'new/b.bin?rev=1-0000', 'x')).status).toBe(409);
    expect((await put(db, 'new/_b', 'x')).body.reason).toBe("Attachment name '_b' starts with prohibited character '_'");
    expect((await door.raw('GET', `/${db}/new/none`)).status).toBe(404);
    const broken = { _id: 'z', _attachments: { a: { content_type: 'text/plain', data: '\u0000%' } } };
    expect((await door.call('POST', `/${db}`, broken)).status).toBe(400);
  });

  it('travel as parts of multipart bodies, both ways', async () => {
    const db = await filled();
    const doc = {
      n: 1,
      _attachments: {
        'a.txt': { follows: true, content_type: 'text/plain', length: 5 },
        'b.txt': { follows: true, content_type: 'text/html', length: 4 },
      },
    };
    const body = [
      '--limit',
      'Content-Type: application/json',
      '',
      JSON.stringify(doc),
      '--limit',
      '',
      'a\r\n-b',
      '--limit',
      'Content-Type: text/html',
      '',
      '<b/>',
      '--limit--',
    ].join('\r\n');
    const headers = { 'content-type': 'multipart/related; boundary="limit"' };
    const made = (await (await door.raw('PUT', `/${db}/a`, { body, headers })).json()) as { rev: string };
    expect(await (await door.raw('GET', `/${db}/a/a.txt`)).text()).toBe('a\r\n-b');

    const related = await door.raw('GET', `/${db}/a?attachments=true`, { headers: { accept: 'multipart/related' } });
    const type = related.headers.get('content-type')!;
    expect(type).toMatch(/^multipart\/related; boundary=/);
    // What comes out goes in again.
    const copied = await door.raw('PUT', `/${db}/b?new_edits=false`, {
      body: await related.text(),
      headers: { 'content-type': type },
    });
    expect(copied.status).toBe(201);
    expect(await (await door.raw('GET', `/${db}/b/b.txt`)).text()).toBe('<b/>');

    const mixed = await door.raw('GET', `/${db}/a?open_revs=["${made.rev}","9-z"]`, { headers: { accept: 'multipart/mixed' } });
    const text = await mixed.text();
    expect(text).toContain('filename="a.txt"');
    expect(text).toContain('Content-Type: application/json; error="true"\r\n\r\n{"missing":"9-z"}');
  });
});

describe('_bulk_get', () => {
  it('answers each revision in order, and says what is missing', async () => {
    const db = await filled(numbers(3));
    const rev = (await door.call('GET', `/${db}/1`)).body._rev as string;
    const docs = [{ id: '1', rev }, { id: '2' }, { id: '1', rev: '7-q' }, { id: 'none' }, { id: '_x' }, { id: '1', rev: 'x' }];
    const { body } = await door.call('POST', `/${db}/_bulk_get?revs=true`, { docs });
    expect(body.results).toMatchObject([
      { id: '1', docs: [{ ok: { n: 1, _revisions: { start: 1 } } }] },
      { id: '2', docs: [{ ok: { n: 2 } }] },
      { id: '1', docs: [{ error: { id: '1', rev: '7-q', error: 'not_found', reason: 'missing' } }] },
      { id: 'none', docs: [{ error: { id: 'none', rev: 'undefined', error: 'not_found', reason: 'missing' } }] },
      { id: '_x', docs: [{ error: { error: 'illegal_docid' } }] },
      { id: '1', docs: [{ error: { rev: 'x', error: 'bad_request', reason: 'Invalid rev format' } }] },
    ]);
    expect((await door.call('POST', `/${db}/_bulk_get`, {})).body.reason).toBe("Missing JSON list of 'docs'.");
    expect((await door.call('POST', `/${db}/_bulk_get?rev=1-a`, { docs })).status).toBe(400);
    const multipart = await door.raw('POST', `/${db}/_bulk_get`, {
      body: JSON.stringify({ docs: docs.slice(0, 2) }),
      headers: { 'content-type': 'application/json', accept: 'multipart/mixed' },
    });
    expect(multipart.headers.get('content-type')).toMatch(/^multipart\/mixed/);
    expect((await multipart.text()).match(/Content-Type: application\/json\r\n/g)).toHaveLength(2);
  });
});

describe('_all_docs', () => {
  it('lists by range and by keys, from the query, a body, and several at once', async () => {
    const db = await filled([...numbers(5), { _id: '_design/d' }]);
    const { body: gone } = await door.call('GET', `/${db}/3`);
    await door.call('DELETE', `/${db}/3?rev=${gone._rev}`);
    const ids = async (query: string, body?: object) => {
      const answer = await door.call(body ? 'POST' : 'GET', `/${db}/_all_docs?${query}`, body);
      return (answer.body as Rows).rows.map((row) => row.id ?? row.error);
    };
    expect(await ids('')).toEqual(['0', '1', '2', '4', '_design/d']);
    expect(await ids('startkey="1"&endkey="4"&inclusive_end=false')).toEqual(['1', '2']);
    expect(await ids('descending=true&startkey="4"&endkey="1"&limit=2&skip=1')).toEqual(['2', '1']);
    expect(await ids('key="2"')).toEqual(['2']);
    expect(await ids('startkey=1&endkey={}')).toHaveLength(5);
    expect(await ids('startkey=[]')).toEqual([]);
    expect(await ids('', { keys: ['4', 'none', '0'] })).toEqual(['4', 'not_found', '0']);
    expect((await door.call('POST', `/${db}/_all_docs`, { keys: ['3'] })).body.rows[0]).toMatchObject({
      value: { deleted: true },
    });
    expect((await door.call('GET', `/${db}/_all_docs?include_docs=true&key="2"`)).body.rows[0].doc.n).toBe(2);
    expect((await door.call('GET', `/${db}/_design_docs`)).body.rows.map((row: { id: string }) => row.id)).toEqual(['_design/d']);
    const { body } = await door.call('POST', `/${db}/_all_docs/queries`, {
      queries: [{ keys: ['0'] }, { limit: 1, descending: true }],
    });
    expect(body.results.map((result: Rows) => result.rows.map((row) => row.id))).toEqual([['0'], ['_design/d']]);
    expect((await door.call('GET', `/${db}/_all_docs?startkey=x`)).body.error).toBe('bad_request');
  });
});

describe('_changes', () => {
  const ids = (body: { results: { id: string }[] }): string[] => body.results.map(({ id }) => id);

  it('pages, says how many are left, and filters', async () => {
    const db = await filled(numbers(7));
    const design = {
      filters: { odd: 'function (doc, req) { return doc.n % 2 === 1 && !req.query.none; }' },
      views: { big: { map: 'function (doc) { if (doc.n > 4) emit(doc.n); }' } },
    };
    await door.call('PUT', `/${db}/_design/f`, design);
    const { body: first } = await door.call('GET', `/${db}/_changes?limit=3`);
    expect([first.results.length, first.pending]).toEqual([3, 5]);
    const { body: rest } = await door.call('GET', `/${db}/_changes?since=${first.last_seq}&include_docs=true`);
    expect([rest.results.length, rest.pending, rest.results[0].doc._id]).toEqual([5, 0, rest.results[0].id]);
    expect(ids((await door.call('GET', `/${db}/_changes?descending=true&limit=2`)).body)[0]).toBe('_design/f');
    expect((await door.call('GET', `/${db}/_changes?since=now`)).body.results).toEqual([]);
    expect(ids((await door.call('GET', `/${db}/_changes?filter=f/odd`)).body).sort()).toEqual(['1', '3', '5']);
    expect(ids((await door.call('GET', `/${db}/_changes?filter=f/odd&none=1`)).body)).toEqual([]);
    expect(ids((await door.call('GET', `/${db}/_changes?view=f/big`)).body).sort()).toEqual(['5', '6']);
    expect(ids((await door.call('GET', `/${db}/_changes?filter=_design`)).body)).toEqual(['_design/f']);
    expect(ids((await door.call('POST', `/${db}/_changes?filter=_doc_ids`, { doc_ids: ['2', '9'] })).body)).toEqual(['2']);
    const selected = await door.call('POST', `/${db}/_changes?filter=_selector`, { selector: { n: { $gte: 6 } } });
    expect(ids(selected.body)).toEqual(['6']);
    const refused = async (query: string) => {
      const { status, body } = await door.call('GET', `/${db}/_changes?${query}`);
      return [status, body.error, body.reason];
    };
    expect(await refused('filter=f/none')).toEqual([404, 'not_found', 'missing json key: none']);
    expect(await refused('filter=none/odd')).toEqual([404, 'not_found', 'missing']);
    expect((await refused('filter=_view'))[0]).toBe(400);
    expect((await refused('feed=wrong'))[0]).toBe(400);
    expect((await refused('since=abc'))[0]).toBe(400);
  });

  it('answers a long poll at the next change, keeps it alive meanwhile, and ends it when the database goes', async () => {
    const db = await filled(numbers(1));
    const waiting = door.call('GET', `/${db}/_changes?feed=longpoll&since=1&heartbeat=20`);
    await door.call('PUT', `/${db}/next`, {});
    const { body } = await waiting;
    expect([ids(body), body.last_seq]).toEqual([['next'], 2]);
    expect((await door.call('GET', `/${db}/_changes?feed=longpoll&since=0`)).body.results).toHaveLength(2);
    expect((await door.call('GET', `/${db}/_changes?feed=longpoll&since=2&timeout=30`)).body).toEqual({
      results: [],
      last_seq: 2,
      pending: 0,
    });
    const orphaned = door.call('GET', `/${db}/_changes?feed=longpoll&since=2`);
    await door.call('GET', `/${db}`);
    await door.call('DELETE', `/${db}`);
    expect((await orphaned).body.last_seq).toBe(2);
  });

  it('goes on for ever where it is continuous, or an event source', async () => {
    const db = await filled(numbers(2));
    const continuous = await door.raw('GET', `/${db}/_changes?feed=continuous&limit=3`);
    await door.call('PUT', `/${db}/third`, {});
    const lines = (await continuous.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: string; last_seq?: number });
    expect(lines.map(({ id, last_seq }) => id ?? last_seq)).toEqual(['0', '1', 'third', 3]);
    const events = await door.raw('GET', `/${db}/_changes?feed=eventsource&limit=1`, { headers: { 'last-event-id': '2' } });
    expect(events.headers.get('content-type')).toBe('text/event-stream');
    expect(await events.text()).toMatch(/^data: \{.*"id":"third".*\}\nid: 3\n\n$/);
  });
});

describe('views', () => {
  const DESIGN = {
    views: {
      by: { map: 'function (doc) { emit([doc.n % 2, doc.n], doc.n); }', reduce: '_sum' },
      own: { map: 'function (doc) { emit(doc.n % 2, doc.n); }', reduce: 'function (keys, values) { return values.length; }' },
      linked: { map: 'function (doc) { if (doc.n === 1) emit(null, {_id: "0"}); }' },
      broken: { map: 'function (doc) { if (doc.n === 2) throw new Error(); emit(doc.n); }' },
      syntax: { map: 'function (' },
    },
  };

  it('answer ranges, groups and documents', async () => {
    const db = await filled([...numbers(6), { _id: '_design/v', ...DESIGN }]);
    const view = async (name: string, query: string, body?: object) =>
      (await door.call(body ? 'POST' : 'GET', `/${db}/_design/v/_view/${name}?${query}`, body)).body;
    expect((await view('by', '')).rows).toEqual([{ key: null, value: 15 }]);
    expect((await view('by', 'group_level=1')).rows).toEqual([
      { key: [0], value: 6 },
      { key: [1], value: 9 },
    ]);
    expect((await view('own', 'group=true')).rows).toEqual([
      { key: 0, value: 3 },
      { key: 1, value: 3 },
    ]);
    const range = await view('by', 'reduce=false&startkey=[0,2]&endkey=[1,1]');
    expect(range.rows.map((row: { id: string }) => row.id)).toEqual(['2', '4', '1']);
    expect([range.total_rows, range.offset]).toEqual([6, 1]);
    const back = await view('by', 'reduce=false&descending=true&limit=2&skip=1&include_docs=true');
    expect(back.rows.map((row: { doc: { n: number } }) => row.doc.n)).toEqual([3, 1]);
    expect((await view('by', 'reduce=false', { keys: [[1, 5], [9], [0, 0]] })).rows.map((row: { id: string }) => row.id)).toEqual(
      ['5', '0'],
    );
    expect((await view('linked', 'include_docs=true')).rows[0].doc._id).toBe('0');
    expect((await view('broken', '')).total_rows).toBe(5);
    expect((await view('syntax', '')).error).toBe('compilation_error');
    expect(await view('none', '')).toEqual({ error: 'not_found', reason: 'missing_named_view' });
    const queries = await view('by/queries', '', {
      queries: [
        { limit: 1, reduce: false },
        { key: [1, 3], reduce: false },
      ],
    });
    expect(queries.results.map((one: Rows) => one.rows[0]!.id)).toEqual(['0', '3']);
    await door.call('PUT', `/${db}/6`, { n: 6 });
    expect((await view('by', '')).rows).toEqual([{ key: null, value: 21 }]);
    expect((await door.call('GET', `/${db}/_design/v/_info`)).body.name).toBe('v');
    const found = await door.call('POST', `/${db}/_find`, {
      selector: { n: { $gt: 3 } },
      sort: [{ n: 'desc' }],
      fields: ['n'],
      limit: 2,
    });
    expect(found.body.docs).toEqual([{ n: 6 }, { n: 5 }]);
  });
});

describe('a real PouchDB', () => {
  it('replicates through the door both ways, conflicts and attachments included', async () => {
    const data = Buffer.from('picture').toString('base64');
    const a = door.pouch('pouch/a');
    const b = door.pouch('pouch+b');
    await a.bulkDocs([...numbers(120), { _id: 'with', _attachments: { p: { content_type: 'image/png', data } } }] as never[]);
    expect((await a.replicate.to(b)).docs_written).toBe(121);
    const doc: { _id: string; _rev: string; at?: string } = await b.get('7');
    await b.put({ ...doc, at: 'b' });
    const same: typeof doc = await a.get('7');
    await a.put({ ...same, at: 'a' });
    await a.sync(b);
    const [left, right] = await Promise.all([a.get('7', { conflicts: true }), b.get('7', { conflicts: true })]);
    expect(left).toEqual(right);
    expect(left._conflicts).toHaveLength(1);
    expect(await b.get('with', { attachments: true })).toMatchObject({ _attachments: { p: { data } } });
    expect((await a.replicate.to(b)).docs_read).toBe(0); // from its checkpoint
    const { body } = await door.call('POST', '/_replicate', { source: 'pouch/a', target: 'pouch-c', create_target: true });
    expect(body).toMatchObject({ ok: true, history: [{ docs_written: 122, doc_write_failures: 0 }] });
    expect((await door.pouch('pouch-c').info()).doc_count).toBe(121);
    await a.destroy();
    expect((await door.call('GET', '/pouch%2Fa')).status).toBe(404);
  });

  it('hears changes live', async () => {
    const db = door.pouch('live');
    const heard: string[] = [];
    const changes = db.changes({ live: true, since: 'now', include_docs: true });
    const two = new Promise<void>((resolve) => {
      void changes.on('change', (change) => {
        heard.push(change.id);
        if (heard.length === 2) resolve();
      });
    });
    await db.put({ _id: 'one' });
    await db.put({ _id: 'two' });
    await two;
    changes.cancel();
    expect(heard).toEqual(['one', 'two']);
  });
});
