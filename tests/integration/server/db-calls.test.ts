import { request as httpRequest } from 'node:http';
import { brotliCompressSync, brotliDecompressSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BULK_BODY_LIMIT } from '../../../design/sync/limits.ts';
import { bytesOf, joined, textOf as text } from '../../../sync-server/db/bytes.ts';
import { backEnds, type BackEnd } from '../couchdb/back-ends.fixture.ts';
import { saleOf, SALES } from './facts.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

PouchDB.plugin(httpAdapter);

interface Raw {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly bytes: Uint8Array;
}
const textOf = (raw: Raw): string => text(raw.bytes);
const jsonOf = (raw: Raw): unknown => JSON.parse(textOf(raw));

describe.each(backEnds)('/db of a paired device over $name', (kind) => {
  let backEnd: BackEnd;
  let fixture: ServerFixture;
  let token: string;
  const sales = Array.from({ length: 60 }, (_, i) => saleOf(i));
  beforeAll(async () => {
    backEnd = await kind.start();
    fixture = await startFixture({ couchdb: backEnd.couchdb });
    ({ token } = await fixture.pair('POS-001'));
    await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token, body: { docs: sales, new_edits: false } });
  });
  afterAll(async () => {
    await fixture.end();
    await backEnd.end();
  });

  /** Node's own client: it sends what it is told and unpacks nothing. */
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array): Promise<Raw> =>
    new Promise((resolve, reject) => {
      const { port } = fixture.server;
      const all = { authorization: `Bearer ${token}`, ...headers };
      const request = httpRequest({ agent: false, host: '127.0.0.1', port, method, path, headers: all }, (answer) => {
        const parts: Uint8Array[] = [];
        answer.on('data', (part: Uint8Array) => parts.push(part));
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, bytes: joined(parts) }));
        answer.on('error', reject);
      });
      request.on('error', reject);
      request.end(body);
    });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send('POST', path, { 'content-type': 'application/json', ...headers }, bytesOf(JSON.stringify(body)));

  it('leaves a device its own note of how far it has handed in, and neither another device’s nor the engine’s settings', async () => {
    const { device } = await fixture.pair('POS-001');
    const other = await fixture.pair('POS-001');
    const put = async (id: string) =>
      (await fixture.call('PUT', `/db/${SALES}/_local/${id}`, { token: other.token, body: { seq: 9 } })).status;
    const statuses = [`optics-push-${other.device}`, 'aRepl1cat0rId==', `optics-push-${device}`, 'optics-settings'].map(put);
    expect(await Promise.all(statuses)).toEqual([201, 201, 403, 403]);
    const read = await fixture.call('GET', `/db/${SALES}/_local/optics-push-${device}`, { token: other.token });
    expect(read.status).toBe(403);
  });

  it('answers long JSON as brotli or gzip, as the device takes it, and short answers plain', async () => {
    const path = `/db/${SALES}/_changes?include_docs=true`;
    const plain = await send('GET', path);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const br = await send('GET', path, { 'accept-encoding': 'gzip, br' });
    expect([br.headers['content-encoding'], br.headers['vary']]).toEqual(['br', 'accept-encoding']);
    expect(brotliDecompressSync(br.bytes).toString()).toBe(textOf(plain));
    const gz = await send('GET', path, { 'accept-encoding': 'gzip' });
    expect(gunzipSync(gz.bytes).toString()).toBe(textOf(plain));
    expect(gz.bytes.length).toBeLessThan(plain.bytes.length / 3);
    const short = await send('GET', `/db/${SALES}`, { 'accept-encoding': 'gzip, br' });
    expect(short.headers['content-encoding']).toBeUndefined();
  });

  it('takes bodies as gzip, brotli and deflate, whole or not at all; another encoding is 415, a bomb 413', async () => {
    const asked = bytesOf(JSON.stringify({ [sales[0]!._id]: ['1-none'] }));
    const packed = {
      gzip: Uint8Array.from(gzipSync(asked)),
      br: Uint8Array.from(brotliCompressSync(asked)),
      deflate: Uint8Array.from(deflateSync(asked)),
    };
    const json = { 'content-type': 'application/json' };
    for (const [encoding, body] of Object.entries(packed)) {
      const answer = await send('POST', `/db/${SALES}/_revs_diff`, { ...json, 'content-encoding': encoding }, body);
      expect([encoding, answer.status]).toEqual([encoding, 200]);
      expect(jsonOf(answer)).toMatchObject({ [sales[0]!._id]: { missing: ['1-none'] } });
    }
    const unknown = await send('POST', `/db/${SALES}/_revs_diff`, { ...json, 'content-encoding': 'compress' }, asked);
    expect([unknown.status, jsonOf(unknown)]).toMatchObject([415, { code: 'MEDIA_TYPE_UNSUPPORTED' }]);
    const broken = await send('POST', `/db/${SALES}/_revs_diff`, { ...json, 'content-encoding': 'gzip' }, asked);
    expect([broken.status, jsonOf(broken)]).toMatchObject([400, { code: 'BODY_MALFORMED' }]);
    const bomb = Uint8Array.from(gzipSync(' '.repeat(BULK_BODY_LIMIT + 1)));
    expect(bomb.length).toBeLessThan(20_000);
    const answer = await send('POST', `/db/${SALES}/_bulk_docs`, { ...json, 'content-encoding': 'gzip' }, bomb);
    expect([answer.status, jsonOf(answer)]).toMatchObject([413, { code: 'BODY_TOO_LARGE', limit: BULK_BODY_LIMIT }]);
  });

  it('says with 413 what a body may measure', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': String(BULK_BODY_LIMIT + 1) };
    const answer = await send('POST', `/db/${SALES}/_bulk_docs`, headers);
    expect([answer.status, jsonOf(answer)]).toMatchObject([413, { code: 'BODY_TOO_LARGE', limit: BULK_BODY_LIMIT }]);
  });

  it('judges who asks before anything else', async () => {
    const nobody = { authorization: 'Bearer no-such-token-at-all', 'content-encoding': 'compress' };
    for (const path of [`/db/${SALES}/_bulk_docs`, '/db/no-such-database/_changes', '/db/%2e%2e/_bulk_docs']) {
      expect([path, (await send('POST', path, nobody, bytesOf('{'))).status]).toEqual([path, 401]);
    }
  });

  it('says the time by the server’s clock, in whole seconds, with every answer', async () => {
    const now = new Date(fixture.clock.now()).toUTCString();
    for (const path of [`/db/${SALES}`, '/db/none', `/db/${SALES}/_changes`, '/api/session', '/api/none', '/api/health']) {
      expect([path, (await send('GET', path)).headers['date']]).toEqual([path, now]);
    }
    expect((await send('GET', '/db/', { authorization: '' })).headers['date']).toBe(now);
    fixture.clock.forward(1_999);
    expect((await send('GET', '/api/time')).headers['date']).toBe(new Date(fixture.clock.now() - 999).toUTCString());
  });

  it('keeps to its databases however a name is written', async () => {
    const names = ['control', 'CATALOG', 'catalog%00', '..%2fcontrol', '%2e%2e', 'store-demo-2', 'quarantine-demo-1'];
    const seen = new Set<string>();
    for (const name of names) {
      const answer = await send('GET', `/db/${name}`);
      expect([name, answer.status]).toEqual([name, 404]);
      seen.add(textOf(answer).replace(/"database":"[^"]*"/, ''));
    }
    expect(seen.size).toBe(1); // an unknown name and another's look the same
    expect((await send('GET', '/db/%63atalog')).status).toBe(200);
    for (const id of ['..', '%2e%2e', '.%2f..', 'a%2f..%2fb', '%00']) {
      for (const path of [id, `_local/${id}`, `settings:store-demo-1/${id}`]) {
        expect([path, [403, 404].includes((await send('GET', `/db/catalog/${path}`)).status)]).toEqual([path, true]);
      }
    }
    for (const path of ['_security', '_all_docs', '_design/optics', '_design%2foptics', '_purge', '_find', '_index']) {
      expect([path, (await send('GET', `/db/catalog/${path}`)).status]).toEqual([path, 403]);
    }
    expect((await send('HEAD', `/db/${SALES}/_changes`)).status).toBe(405);
  });

  it('serves every page of changes as long as it was asked for, without the server’s own documents', async () => {
    const all = jsonOf(await send('GET', `/db/${SALES}/_changes`)) as { results: { id: string }[]; last_seq: unknown };
    expect(all.results.map(({ id }) => id)).toEqual(sales.map(({ _id }) => _id));
    let since: unknown = 0;
    const paged: string[] = [];
    for (let page = 0; page < 70; page += 1) {
      const query = `since=${encodeURIComponent(String(since))}&limit=1&style=all_docs`;
      const { results, last_seq: last } = jsonOf(await send('GET', `/db/${SALES}/_changes?${query}`)) as typeof all;
      if (results.length === 0) break;
      paged.push(results[0]!.id);
      since = last;
    }
    expect(paged).toEqual(sales.map(({ _id }) => _id));
  });

  it('shows the heartbeats of a long poll through compression', async () => {
    const { last_seq: last } = jsonOf(await send('GET', `/db/${SALES}/_changes`)) as { last_seq: string };
    const query = `feed=longpoll&heartbeat=1000&since=${encodeURIComponent(String(last))}`;
    const answer = await fetch(`${fixture.server.url}/db/${SALES}/_changes?${query}`, {
      headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'br' },
    });
    expect(answer.headers.get('content-encoding')).toBe('br');
    const reader = answer.body!.getReader();
    const heard = async () => Buffer.from((await reader.read()).value!).toString();
    expect(await heard()).toMatch(/^\n+$/);
    expect(await heard()).toBe('\n');
    await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token, body: { docs: [saleOf(900)], new_edits: false } });
    let rest = '';
    for (let next = await reader.read(); !next.done; next = await reader.read()) rest += Buffer.from(next.value).toString();
    expect((JSON.parse(rest) as { results: { id: string }[] }).results.map(({ id }) => id)).toEqual([saleOf(900)._id]);
  });

  it('gives a document as PouchDB asks for one: revisions, history, conflicts, attachments', async () => {
    const base = { type: 'client', schema: 1, hlc: saleOf(1).hlc, by: null, pos: null, store: 'demo-1', name: 'А' };
    const store = await fixture.server.engine.open('store-demo-1');
    const photo = { content_type: 'image/png', data: Buffer.from('PNG!').toString('base64') };
    const history = (rev: string, parent: string) => ({ _rev: `2-${rev}`, _revisions: { start: 2, ids: [rev, parent] } });
    await store.bulk([{ ...base, _id: 'client:1', _rev: '1-a', _revisions: { start: 1, ids: ['a'] } }], { newEdits: false });
    const left = { ...base, _id: 'client:1', ...history('b', 'a'), _attachments: { 'a/b.png': photo } };
    await store.bulk([left, { ...base, _id: 'client:1', ...history('c', 'a') }], { newEdits: false });

    const remote = new PouchDB(`${fixture.server.url}/db/store-demo-1`, {
      skip_setup: true,
      fetch: (url: string | Request, options: RequestInit = {}) => {
        const headers = new Headers(options.headers);
        headers.set('authorization', `Bearer ${token}`);
        return PouchDB.fetch(url, { ...options, headers });
      },
    });
    const winner = await remote.get('client:1', { revs: true, conflicts: true });
    expect(winner).toMatchObject({ _rev: '2-c', _conflicts: ['2-b'], _revisions: { start: 2, ids: ['c', 'a'] } });
    const open = await remote.get('client:1', { open_revs: ['2-b', '2-none'] });
    expect(open).toHaveLength(2);
    expect(open).toContainEqual(expect.objectContaining({ ok: expect.objectContaining({ _rev: '2-b' }) as unknown }));
    expect((await remote.get('client:1', { open_revs: 'all' })).length).toBe(2);
    const whole = await remote.get('client:1', { rev: '2-b', attachments: true });
    expect(whole._attachments!['a/b.png']).toMatchObject({ data: photo.data });
    const raw = await send('GET', '/db/store-demo-1/client:1/a/b.png?rev=2-b');
    expect([raw.status, textOf(raw), raw.headers['content-type']]).toEqual([200, 'PNG!', 'image/png']);
    expect(raw.headers['content-security-policy']).toContain('sandbox');
    const bulk = async (query: string) =>
      (
        jsonOf(await post(`/db/store-demo-1/_bulk_get?revs=true${query}`, { docs: [{ id: 'client:1', rev: '2-b' }] })) as {
          results: { docs: { ok: { _attachments: Record<string, object> } }[] }[];
        }
      ).results[0]!.docs[0]!.ok._attachments['a/b.png'];
    expect(await bulk('&attachments=true')).toMatchObject({ data: photo.data });
    expect(await bulk('')).toMatchObject({ stub: true });
    const since = jsonOf(await send('GET', `/db/store-demo-1/client:1?rev=2-b&atts_since=${encodeURIComponent('["2-b"]')}`));
    expect(since).toMatchObject({ _attachments: { 'a/b.png': { stub: true } } });
    expect((await send('GET', '/db/store-demo-1/client:1/none.png')).status).toBe(404);
    expect((await send('GET', '/db/store-demo-1/client:1?revs_info=true')).status).toBe(400);
  });
});

describe('a device that asks without end', () => {
  it('is asked to wait, with the seconds, and others are not', async () => {
    const fixture = await startFixture({ bounds: { requestRate: { burst: 20, perSecond: 0.01 } } });
    try {
      const [wild, calm] = [await fixture.pair('POS-001'), await fixture.pair('POS-002')];
      const statuses: number[] = [];
      for (let n = 0; n < 21; n += 1) statuses.push((await fixture.call('GET', '/db/', { token: wild.token })).status);
      expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
      const answer = await fixture.call('GET', '/api/session', { token: wild.token });
      expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true]);
      expect((await fixture.call('GET', '/db/', { token: calm.token })).status).toBe(200);
    } finally {
      await fixture.end();
    }
  });
});
