/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access -- answers come in every shape; their shape is what is tested */
import Fastify from 'fastify';
import PouchDB from 'pouchdb-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor, TOKEN, type Door } from './couch-api.fixture.ts';
import { createCouchProxy } from './couchdb.proxy.ts';
import { adminPassThrough } from './pass-through.ts';

/** The embedded engine's door plays CouchDB: the same API, at a path of its own. */
let couch: Door;
let url: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  couch = await openDoor();
  const upstream = couch.url.replace('http://', `http://admin:${TOKEN}@`);
  const api = createCouchProxy({ url: upstream, prefix: 'chain_', failed: () => undefined });
  const app = Fastify({ forceCloseConnections: true });
  adminPassThrough(app, { api, token: 'proxy-token', clock: { now: () => Date.now() }, log: () => undefined });
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as { port: number }).port}/db`;
  stop = async () => {
    await app.close();
    await api.close();
  };
  await couch.call('PUT', '/foreign');
});
afterAll(async () => {
  await stop();
  await couch.end();
});

const BASIC = `Basic ${Buffer.from('admin:proxy-token').toString('base64')}`;
const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: BASIC, 'content-type': 'application/json', accept: 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
};

describe('the administrator’s /db before CouchDB', () => {
  it('adds the prefix to names and takes it off again; others’ databases are not there', async () => {
    const made = await call('PUT', '/a%2Fb');
    expect([made.status, made.headers.get('location')]).toEqual([201, `${url}/a%2Fb`]);
    expect((await couch.call('GET', '/_all_dbs')).body).toEqual(['chain_a/b', 'foreign']);
    expect((await call('GET', '/_all_dbs')).body).toEqual(['a/b']);
    expect((await call('GET', '/_all_dbs?startkey="b"')).body).toEqual([]);
    expect((await call('GET', '/_all_dbs?descending=true')).body).toEqual(['a/b']);
    expect((await call('GET', '/a%2Fb')).body.db_name).toBe('a/b');
    const infos = (await call('POST', '/_dbs_info', { keys: ['a/b', 'foreign'] })).body;
    expect(infos).toMatchObject([
      { key: 'a/b', info: { db_name: 'a/b' } },
      { key: 'foreign', error: 'not_found' },
    ]);
    expect((await call('GET', '/foreign')).status).toBe(404);
    expect((await call('GET', '/_node/_local/_config')).status).toBe(404);
    expect((await fetch(`${url}/x/..%2F..%2Fforeign`, { headers: { authorization: BASIC } })).status).toBe(404);
    const written = await call('PUT', '/a%2Fb/doc', { n: 1 });
    expect([written.status, written.headers.get('location')]).toEqual([201, `${url}/a%2Fb/doc`]);
    expect((await call('COPY', '/a%2Fb/doc', undefined, { destination: 'other' })).status).toBe(201);
    expect((await call('POST', '/_replicate', { source: 'a/b', target: 'c', create_target: true })).body.ok).toBe(true);
    expect((await call('GET', '/c/other')).body.n).toBe(1);
  });

  it('passes errors, attachments and feeds as they come', async () => {
    await call('PUT', '/feeds');
    expect(await call('PUT', '/feeds')).toMatchObject({ status: 412, body: { error: 'file_exists' } });
    const bytes = new Uint8Array(2_000_000).map((_, i) => i * 7);
    const put = await fetch(`${url}/feeds/doc/big.bin`, { method: 'PUT', body: bytes, headers: { authorization: BASIC } });
    expect(put.status).toBe(201);
    const got = await fetch(`${url}/feeds/doc/big.bin`, { headers: { authorization: BASIC } });
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes);
    const feed = await fetch(`${url}/feeds/_changes?feed=continuous&since=1&heartbeat=10`, { headers: { authorization: BASIC } });
    const reader = feed.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('\n'); // a heartbeat is not held back
    await reader.cancel();
    expect([got.headers.get('www-authenticate'), got.headers.get('set-cookie')]).toEqual([null, null]);
  });

  it('replicates with a real PouchDB', async () => {
    const remote = (name: string) => new PouchDB(url.replace('http://', 'http://admin:proxy-token@') + `/${name}`);
    const [a, b] = [remote('pouch-a'), remote('pouch-b')];
    await a.bulkDocs(Array.from({ length: 30 }, (_, n) => ({ _id: String(n) })));
    expect((await a.replicate.to(b)).docs_written).toBe(30);
    expect((await couch.call('GET', '/chain_pouch-b')).body.doc_count).toBe(30);
  });

  it('says so when CouchDB does not answer', async () => {
    const api = createCouchProxy({ url: 'http://admin:x@127.0.0.1:1', prefix: '', failed: () => undefined });
    const app = Fastify();
    adminPassThrough(app, { api, token: 'proxy-token', clock: { now: () => Date.now() }, log: () => undefined });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const answer = await fetch(`http://127.0.0.1:${port}/db/a`, { headers: { authorization: BASIC } });
    expect([answer.status, ((await answer.json()) as { reason: string }).reason]).toEqual([503, 'CouchDB does not answer.']);
    await app.close();
  });
});
