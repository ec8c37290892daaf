import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedEngine, type EmbeddedEngine } from './embedded.engine.ts';
import { DataFolderError, lockFolder } from './data-folder.ts';

let folder: string;
let engine: EmbeddedEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-engine-'));
  engine = createEmbeddedEngine(folder);
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const client = (key: string, name = 'A') => ({ _id: `client:${key}`, type: 'client', schema: 1, store: 'demo-1', name });
const sale = (key: string, extra: object = {}) => ({ _id: `sale:${key}`, type: 'sale', schema: 1, store: 'demo-1', ...extra });

describe('the embedded engine', () => {
  it('writes, reads, lists by range and counts changes', async () => {
    const db = await engine.open('store-demo-1');
    expect((await db.put(client('1'))).ok).toBe(true);
    expect((await db.put(client('1', 'B'))).error).toBe('conflict');
    await db.bulk([client('2'), client('3')]);
    expect((await db.get('client:1'))?.['name']).toBe('A');
    expect(await db.get('client:9')).toBeNull();
    expect((await db.range({ startkey: 'client:2', endkey: 'client:\ufff0' })).map((d) => d._id)).toEqual([
      'client:2',
      'client:3',
    ]);
    expect((await db.range({ keys: ['client:3', 'client:9'] })).map((d) => d._id)).toEqual(['client:3']);
    expect((await db.range({ descending: true, limit: 1 })).map((d) => d._id)).toEqual(['client:3']);
    const { rows, lastSeq } = await db.changes({ since: 1, includeDocs: true });
    expect(rows.map((row) => [row.id, row.doc?.['name']])).toEqual([
      ['client:2', 'A'],
      ['client:3', 'A'],
    ]);
    expect((await db.info()).seq).toBe(lastSeq);
  });

  it('stores the very revision given, once, and refuses a second revision of a fact', async () => {
    const db = await engine.open('sales-demo-1-202611');
    const first = sale('1', { _rev: '1-aaaa' });
    expect(await db.bulk([first], { newEdits: false })).toEqual([{ id: 'sale:1', ok: true, rev: '1-aaaa', error: null }]);
    const { seq } = await db.info();
    expect((await db.bulk([first], { newEdits: false }))[0]?.ok).toBe(true);
    expect((await db.info()).seq).toBe(seq);
    const others = [sale('1', { _rev: '1-bbbb' }), sale('2', { _rev: '1-cccc' }), sale('2', { _rev: '1-dddd' })];
    expect((await db.bulk(others, { newEdits: false })).map((r) => r.error)).toEqual(['forbidden', null, 'forbidden']);
    expect((await db.bulk([{ ...first, _deleted: true }]))[0]?.error).toBe('forbidden');
    expect((await db.get('sale:1'))?._rev).toBe('1-aaaa');
  });

  it('tells what changed, and keeps it over a restart', async () => {
    const heard = new Promise<[string, unknown]>((resolve) => engine.watch((name, seq) => resolve([name, seq])));
    await (await engine.open('store-demo-1')).put(client('1'));
    expect(await heard).toEqual(['store-demo-1', 1]);
    await engine.close();
    engine = createEmbeddedEngine(folder);
    expect(await engine.list()).toEqual(['store-demo-1']);
    expect(await engine.exists('store-demo-1')).toBe(true);
    expect(await engine.exists('store-other')).toBe(false);
    expect((await (await engine.open('store-demo-1')).get('client:1'))?._id).toBe('client:1');
  });

  it('keeps 256 databases open at once', async () => {
    const names = Array.from({ length: 256 }, (_, i) => `store-s${i}`);
    for (const name of names) await (await engine.open(name)).put({ ...client('1'), store: name.slice(6) });
    const counts = await Promise.all(names.map(async (name) => (await (await engine.open(name)).info()).count));
    expect(counts.every((count) => count === 1)).toBe(true);
  });

  it('goes on through a handle whose database was closed for want of room, in turn with its other writers', async () => {
    await engine.close();
    engine = createEmbeddedEngine(folder, { openAtMost: 4 });
    const names = Array.from({ length: 24 }, (_, i) => `store-s${i}`);
    const handles = await Promise.all(names.map((name) => engine.open(name)));
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(handles.map((db, i) => db.put({ ...client(String(round)), store: `s${i}` })));
    }
    const counts = await Promise.all(handles.map(async (db) => (await db.info()).count));
    expect(counts).toEqual(names.map(() => 3));
    expect(engine.openCount()).toBeLessThanOrEqual(4);
    expect((await handles[0]!.pouch.get('client:1'))._id).toBe('client:1');
  });

  it('neither lists nor looks for a database by opening it', async () => {
    for (const name of ['store-a', 'store-b']) await engine.open(name);
    await engine.close();
    engine = createEmbeddedEngine(folder);
    expect(await engine.list()).toEqual(['store-a', 'store-b']);
    expect([await engine.exists('store-a'), await engine.exists('../x'), engine.openCount()]).toEqual([true, false, 0]);
  });

  it('gives the room of overwritten and deleted documents back, and keeps every leaf', async () => {
    const db = await engine.open('store-demo-1');
    const note = (i: number): string =>
      Array.from({ length: 4_000 }, (_, k) => String.fromCodePoint(33 + ((i * k) % 90))).join('');
    const docs = Array.from({ length: 1_000 }, (_, i) => client(String(i), note(i)));
    const revs = (await db.bulk(docs)).map(({ rev }) => rev!);
    const conflict = { ...client('7', 'other'), _rev: '1-ffffffffffffffffffffffffffffffff' };
    await db.bulk([conflict], { newEdits: false });
    await db.bulk(docs.slice(10).map((doc, i) => ({ _id: doc._id, _rev: revs[i + 10]!, _deleted: true })));
    await engine.compact('store-demo-1');
    const size = readdirSync(join(folder, 'store-demo-1')).reduce(
      (sum, name) => sum + (/\.(ldb|sst)$/.test(name) ? statSync(join(folder, 'store-demo-1', name)).size : 0),
      0,
    );
    expect(size).toBeLessThan(1_000_000);
    expect((await db.info()).count).toBe(10);
    const { _conflicts } = await db.pouch.get('client:7', { conflicts: true });
    expect(_conflicts).toHaveLength(1);
  });

  it('lets one process hold a data folder', async () => {
    const release = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(DataFolderError);
    await release();
    await (
      await lockFolder(folder)
    )();
  });
});
