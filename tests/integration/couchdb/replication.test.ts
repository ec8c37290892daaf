import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import replication from 'pouchdb-replication';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backEnds, type BackEnd } from './back-ends.fixture.ts';
import { saleOf, SALES } from '../server/facts.fixture.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';

PouchDB.plugin(httpAdapter).plugin(leveldbAdapter).plugin(replication);

/** What a till's PouchDB must be able to do through `/db`, whichever back end stands behind it. */
describe.each(backEnds)('replication of a real PouchDB through /db over $name', (kind) => {
  let backEnd: BackEnd;
  let fixture: ServerFixture;
  let till: { token: string };
  let folder: string;
  let local: PouchDB.Database;
  let count = 0;

  const remote = (name: string, token = till.token): PouchDB.Database =>
    new PouchDB(`${fixture.server.url}/db/${name}`, {
      skip_setup: true,
      fetch: (url: string | Request, options: RequestInit = {}) => {
        const headers = new Headers(options.headers);
        headers.set('authorization', `Bearer ${token}`);
        return PouchDB.fetch(url, { ...options, headers });
      },
    });

  beforeAll(async () => {
    backEnd = await kind.start();
    fixture = await startFixture({ couchdb: backEnd.couchdb });
    till = await fixture.pair('POS-001');
    folder = mkdtempSync(join(tmpdir(), 'optics-till-'));
  });
  beforeEach(() => {
    count += 1;
    local = new PouchDB(join(folder, `local${count}`), { adapter: 'leveldb' });
  });
  afterAll(async () => {
    await fixture.end();
    await backEnd.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('pushes facts as the very revisions of the till and pulls them into a fresh browser', async () => {
    const sales = Array.from({ length: 250 }, (_, i) => saleOf(i));
    await local.bulkDocs(sales, { new_edits: false });
    const pushed = await local.replicate.to(remote(SALES));
    expect([pushed.docs_written, pushed.doc_write_failures]).toEqual([250, 0]);

    const fresh = new PouchDB(join(folder, `fresh${count}`), { adapter: 'leveldb' });
    const pulled = await fresh.replicate.from(remote(SALES));
    expect(pulled.docs_written).toBe(250);
    const stored = await fresh.get(sales[7]!._id);
    expect(stored).toEqual(sales[7]);
  });

  it('goes on from its checkpoint instead of beginning again', async () => {
    const sale = saleOf(10_000);
    await local.bulkDocs([sale], { new_edits: false });
    await local.replicate.to(remote(SALES));
    const again = await local.replicate.to(remote(SALES));
    expect(again.docs_read).toBe(0);
    await fixture.restart();
    await local.bulkDocs([saleOf(10_001)], { new_edits: false });
    expect((await local.replicate.to(remote(SALES))).docs_read).toBe(1);
  });

  it('says "denied" with the code for each refused row and takes the others', async () => {
    const good = saleOf(20_000);
    const docs = [saleOf(20_001, { store: 'demo-2' }), good, saleOf(20_002, { total: -1 })];
    await local.bulkDocs(docs, { new_edits: false });
    const denied: string[] = [];
    const run = local.replicate.to(remote(SALES));
    void run.on('denied', (error) => denied.push((error as unknown as { code: string }).code));
    const done = await run;
    expect(denied.sort()).toEqual(['DOCUMENT_MALFORMED', 'DOCUMENT_WRONG_STORE']);
    expect(done.doc_write_failures).toBe(2);
    expect((await remote(SALES).get(good._id))._rev).toBe(good._rev);
  });

  it('keeps a client card that two browsers changed, both revisions', async () => {
    const card = {
      _id: 'client:1',
      type: 'client',
      schema: 1,
      hlc: saleOf(1).hlc,
      by: null,
      pos: null,
      store: 'demo-1',
      name: 'А',
    };
    const rest = { phone: null, email: null, birth: null, consent: null, stamps: {} };
    await local.put({ ...card, ...rest });
    const other = new PouchDB(join(folder, `other${count}`), { adapter: 'leveldb' });
    await local.replicate.to(remote('store-demo-1'));
    await other.replicate.from(remote('store-demo-1'));
    for (const [db, name] of [
      [local, 'Б'],
      [other, 'В'],
    ] as const) {
      const doc = await db.get('client:1');
      await db.put({ ...doc, name });
      await db.replicate.to(remote('store-demo-1'));
    }
    await local.replicate.from(remote('store-demo-1'));
    const merged = await local.get<{ name: string }>('client:1', { conflicts: true });
    expect(merged._conflicts).toHaveLength(1);
    expect(['Б', 'В']).toContain(merged.name);
  });

  it('pulls the catalogue and may not push to it', async () => {
    await local.replicate.from(remote('catalog'));
    expect((await local.allDocs()).rows.map((row) => row.id)).toEqual(
      expect.arrayContaining(['settings:store-demo-1', 'settings:store-demo-2']),
    );
    const doc = await local.get('settings:store-demo-1');
    await local.put({ ...doc, name: 'другое' } as never);
    await expect(local.replicate.to(remote('catalog'))).rejects.toMatchObject({ status: 403 });
  });

  it('shows a device no design document and no error row', async () => {
    await local.replicate.from(remote('store-demo-1'));
    expect((await local.allDocs()).rows.filter((row) => row.id.startsWith('_design/'))).toEqual([]);
    const answer = await fixture.call('POST', '/db/store-demo-1/_bulk_get', {
      token: till.token,
      body: { docs: [{ id: 'client:none', rev: '1-aaaa' }] },
    });
    expect(await answer.json()).toEqual({ results: [] });
  });

  it('stops with 401 before anything counts as denied', async () => {
    await local.bulkDocs([saleOf(30_000)], { new_edits: false });
    const run = local.replicate.to(remote(SALES, 'no-such-token-at-all'));
    let denied = 0;
    void run.on('denied', () => (denied += 1));
    await expect(run).rejects.toMatchObject({ status: 401 });
    expect(denied).toBe(0);
  });

  it('answers a long poll as soon as another device writes', async () => {
    const since = (await remote(SALES).info()).update_seq;
    const poll = fixture.call('GET', `/db/${SALES}/_changes?feed=longpoll&since=${since}&heartbeat=1000`, { token: till.token });
    const sale = saleOf(40_000);
    await fixture.call('POST', `/db/${SALES}/_bulk_docs`, { token: till.token, body: { docs: [sale], new_edits: false } });
    const answer = (await (await poll).json()) as { results: { id: string }[] };
    expect(answer.results.map((row) => row.id)).toEqual([sale._id]);
  });
});
