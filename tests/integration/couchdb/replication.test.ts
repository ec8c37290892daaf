import { describe, expect, it } from 'vitest';
import { clientOf } from '../../factories/clients.ts';
import { saleOf, SALES } from '../server/facts.fixture.ts';
import { backEnds } from './back-ends.fixture.ts';
import { CouchClient } from './couch.client.ts';
import { useSuite } from './suite.fixture.ts';

/** What a till's PouchDB must be able to do through `/db`, whichever back end stands behind it. */
describe.each(backEnds)('replication by PouchDB over $name', (kind) => {
  const suite = useSuite(kind);

  it('pushes facts as the very revisions of the till and pulls them into a fresh browser', async () => {
    const remote = (await suite.current.device(SALES)).pouch();
    const [till, fresh] = [suite.current.local(), suite.current.local()];
    const sales = Array.from({ length: 250 }, (_, i) => saleOf(i));
    await till.bulkDocs(sales, { new_edits: false });
    expect(await till.replicate.to(remote)).toMatchObject({ ok: true, docs_written: 250, doc_write_failures: 0 });
    expect(await fresh.replicate.from(remote)).toMatchObject({ ok: true, docs_written: 250 });
    for (const sale of sales) expect(await fresh.get(sale._id)).toEqual(sale);
  });

  it('says "denied" with the code for each refused row and takes the others', async () => {
    const db = await suite.current.device(SALES);
    const till = suite.current.local();
    const good = saleOf(20_000);
    await till.bulkDocs([saleOf(20_001, { store: 'demo-2' }), good, saleOf(20_002, { total: -1 })], { new_edits: false });
    const denied: string[] = [];
    const run = till.replicate.to(db.pouch());
    void run.on('denied', (error) => denied.push((error as unknown as { code: string }).code));
    expect(await run).toMatchObject({ doc_write_failures: 2 });
    expect(denied.sort()).toEqual(['DOCUMENT_MALFORMED', 'DOCUMENT_WRONG_STORE']);
    expect(await db.json('GET', encodeURIComponent(good._id))).toMatchObject({ _rev: good._rev });
  });

  it('keeps both revisions of a client card that two browsers changed', async () => {
    const db = await suite.current.device('store-demo-1');
    const [here, there] = [suite.current.local(), suite.current.local()];
    const card = clientOf('both');
    await here.put(card);
    await here.replicate.to(db.pouch());
    await there.replicate.from(db.pouch());
    const revs: string[] = [];
    for (const [local, name] of [[here, 'Б'] as const, [there, 'В'] as const]) {
      const { rev } = await local.put({ ...(await local.get(card._id)), name });
      revs.push(rev);
      await local.replicate.to(db.pouch());
    }
    // The server may have merged them by now: both stay in its tree, and no device has to send one again.
    expect(await db.json('POST', '_revs_diff', { body: { [card._id]: revs } })).toEqual({});
    await Promise.all([here.replicate.from(db.pouch()), there.replicate.from(db.pouch())]);
  });

  it('carries conflicts and deletions both ways for the administrator', async () => {
    const [from, to] = [await suite.current.database(), await suite.current.database()];
    await from.push([
      { _id: 'a', _rev: '2-b1', _revisions: { start: 2, ids: ['b1', 'aa'] }, v: 1 },
      { _id: 'a', _rev: '2-b2', _revisions: { start: 2, ids: ['b2', 'aa'] }, v: 2 },
      { _id: 'gone', _rev: '1-aa', _deleted: true },
      { _id: '_design/view', _rev: '1-dd', views: {} },
    ]);
    const local = suite.current.local();
    await local.replicate.from(from.pouch());
    await local.replicate.to(to.pouch());
    for (const id of ['a', 'gone', '_design/view']) {
      const query = { open_revs: 'all', revs: true };
      const leaves = async (db: CouchClient) =>
        (await db.json<{ ok: { _rev: string } }[]>('GET', id, { query })).sort((a, b) => (a.ok._rev < b.ok._rev ? -1 : 1));
      expect(await leaves(to)).toEqual(await leaves(from));
    }
  });

  it('pulls the catalogue and may not push to it', async () => {
    const remote = (await suite.current.device('catalog')).pouch();
    const local = suite.current.local();
    await local.replicate.from(remote);
    expect((await local.allDocs()).rows.map((row) => row.id)).toEqual(
      expect.arrayContaining(['settings:store-demo-1', 'settings:store-demo-2']),
    );
    await local.put({ ...(await local.get<object>('settings:store-demo-1')), name: 'другое' });
    await expect(local.replicate.to(remote)).rejects.toMatchObject({ status: 403 });
  });

  it('shows a device no design document', async () => {
    const db = await suite.current.device('store-demo-1');
    const local = suite.current.local();
    await local.replicate.from(db.pouch());
    expect((await local.allDocs()).rows.filter((row) => row.id.startsWith('_design/'))).toEqual([]);
    expect((await db.ask('GET', '_design/optics')).status).toBe(403);
  });

  it('stops with 401 before anything counts as denied', async () => {
    const { url } = await suite.current.device(SALES);
    const till = suite.current.local();
    await till.bulkDocs([saleOf(30_000)], { new_edits: false });
    const run = till.replicate.to(new CouchClient(url, 'Bearer no-such-token-at-all').pouch());
    let denied = 0;
    void run.on('denied', () => (denied += 1));
    await expect(run).rejects.toMatchObject({ status: 401 });
    expect(denied).toBe(0);
  });

  it('brings two tablets that push and pull at the same time to the same cards', async () => {
    const remote = (await suite.current.device('store-demo-2', 'POS-002')).pouch();
    const tablets = [suite.current.local(), suite.current.local()];
    const cards = (tablet: number) =>
      Array.from({ length: 30 }, (_, i) => clientOf(`${tablet}-${i}`, { store: 'demo-2', name: `${tablet}/${i}` }));
    await Promise.all(
      tablets.map(async (tablet, i) => {
        await tablet.bulkDocs(cards(i));
        await tablet.replicate.to(remote, { batch_size: 7 });
      }),
    );
    await Promise.all(tablets.map((tablet) => tablet.replicate.from(remote, { batch_size: 7 })));
    const [one, two] = await Promise.all(tablets.map((tablet) => tablet.allDocs({ include_docs: true })));
    expect(one!.rows).toHaveLength(60);
    expect(one!.rows).toEqual(two!.rows);
  });
});

describe.each(backEnds)('many databases over $name', (kind) => {
  const suite = useSuite(kind);

  it('are replicated at the same time, each with its own documents', async () => {
    const databases = await Promise.all(Array.from({ length: 24 }, () => suite.current.database()));
    await Promise.all(databases.map((db, i) => db.push([{ _id: 'which', _rev: '1-aa', i }])));
    const locals = await Promise.all(
      databases.map(async (db) => {
        const local = suite.current.local();
        await local.replicate.from(db.pouch());
        return local;
      }),
    );
    for (const [i, local] of locals.entries()) {
      expect(await local.get('which')).toMatchObject({ i });
      expect((await local.allDocs()).total_rows).toBe(1);
    }
  });

  it('are made once, listed, and gone when they are deleted', async () => {
    const db = await suite.current.database();
    const name = decodeURIComponent(db.url.split('/').at(-1)!);
    const twice = await db.ask<{ error: string }>('PUT');
    expect([twice.status, twice.body.error]).toEqual([412, 'file_exists']);
    const server = suite.current.admin();
    expect(await server.json<string[]>('GET', '_all_dbs')).toContain(name);
    await db.json('DELETE');
    const gone = await db.ask('GET');
    expect([gone.status, gone.body]).toEqual([404, { error: 'not_found', reason: 'Database does not exist.' }]);
    expect(await server.json<string[]>('GET', '_all_dbs')).not.toContain(name);
  });

  it('have names as CouchDB allows them, and no others', async () => {
    const odd = `suite-${'a'.repeat(8)}/b+c$(d)_${Date.now()}`;
    const db = suite.current.admin(odd);
    await db.json('PUT', '', { query: { q: 1 } });
    await db.push([{ _id: 'a', _rev: '1-aa' }]);
    expect(await db.json('GET', 'a')).toEqual({ _id: 'a', _rev: '1-aa' });
    expect(await suite.current.admin().json<string[]>('GET', '_all_dbs')).toContain(odd);
    await db.json('DELETE');
    const bad = await suite.current.admin('Upper').ask<{ error: string }>('PUT');
    expect([bad.status, bad.body.error]).toEqual([400, 'illegal_database_name']);
  });
});
