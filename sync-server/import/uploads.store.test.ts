import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { createStamps } from '../stamps.ts';
import { createSharedUploads } from './shared-uploads.ts';
import { createUploads } from './uploads.store.ts';

const NOW = Date.now();
const MB = 1024 ** 2;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-uploads-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (text: string): Readable => Readable.from([Buffer.from(text)]);
const names = async (): Promise<string[]> => (await readdir(folder)).sort();

describe('uploads never take the disk from the sales', () => {
  it('a file is refused with its code before a byte is written where the disk has no room beyond the reserve', async () => {
    let free = 600 * MB;
    const uploads = createUploads(folder, { reserve: 512 * MB, free: () => Promise.resolve(free) });
    const held = await uploads.put(file('a;b\n1;2\n'), 'цены.csv', NOW);
    free = 550 * MB;
    await expect(uploads.put(file('other'), 'цены.csv', NOW)).rejects.toMatchObject({
      code: 'IMPORT_NO_ROOM',
      details: { free, reserve: 512 * MB },
    });
    expect(await names()).toEqual([held.id, `${held.id}.json`]);
    expect(await uploads.get(held.id)).toEqual(held);
  });

  it('all files together have a quota, and what is older than 30 days makes room by itself', async () => {
    const uploads = createUploads(folder, { quota: 60 * MB, free: () => Promise.resolve(1e12) });
    const first = await uploads.put(file('x'.repeat(11 * MB)), 'первый.csv', NOW);
    await expect(uploads.put(file('y'), 'второй.csv', NOW)).rejects.toMatchObject({
      code: 'IMPORT_NO_ROOM',
      details: { quota: 60 * MB },
    });
    const old = (NOW - 31 * DAY) / 1_000;
    for (const name of await names()) await utimes(join(folder, name), old, old);
    const second = await uploads.put(file('y'), 'второй.csv', NOW);
    expect(await names()).toEqual([second.id, `${second.id}.json`].sort());
    await expect(uploads.get(first.id)).rejects.toMatchObject({ code: 'IMPORT_FILE_GONE' });
  });

  it('a disk that fills up in the middle of a file leaves nothing of it', async () => {
    const uploads = createUploads(folder, { free: () => Promise.resolve(1e12) });
    const cut = Readable.from(
      (async function* () {
        yield await Promise.resolve(Buffer.from('begun'));
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      })(),
    );
    await expect(uploads.put(cut, 'цены.csv', NOW)).rejects.toMatchObject({ code: 'IMPORT_NO_ROOM' });
    expect(await names()).toEqual([]);
  });

  it('what a server that was killed had half received goes at the first upload of the next one', async () => {
    await writeFile(join(folder, '1b4e28ba-2fa1-11d2-883f-0016d3cca427.part'), 'half');
    const { id } = await createUploads(folder, { free: () => Promise.resolve(1e12) }).put(file('whole'), 'a.csv', NOW);
    expect(await names()).toEqual([id, `${id}.json`].sort());
  });

  it('bytes that are not all there any more are a file that is gone, never half a price list', async () => {
    const uploads = createUploads(folder, { free: () => Promise.resolve(1e12) });
    const { id } = await uploads.put(file('whole'), 'a.csv', NOW);
    await writeFile(join(folder, id), 'who');
    await expect(uploads.pathOf(id)).rejects.toMatchObject({ code: 'IMPORT_FILE_GONE' });
  });
});

describe('two servers on one CouchDB', () => {
  let engine: Engine;
  let other = '';
  beforeEach(async () => {
    engine = { ...createMemoryEngine(), kind: 'couchdb' };
    other = await mkdtemp(join(tmpdir(), 'optics-uploads-'));
  });
  afterEach(() => rm(other, { recursive: true, force: true }));
  const at = (place: string) =>
    createUploads(place, {
      shared: createSharedUploads(engine, createStamps({ now: () => NOW })),
      free: () => Promise.resolve(1e12),
    });

  it('a file that one of them took is checked by the other, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 3 * MB + 17 }, (_, i) => (i * 31 + (i >> 8)) & 255));
    const held = await at(folder).put(Readable.from([bytes]), 'цены.xlsx', NOW);
    const second = at(other);
    expect(await second.get(held.id)).toEqual(held);
    const here = new Uint8Array(await readFile(await second.pathOf(held.id)));
    expect([createHash('sha256').update(here).digest('hex'), here.length]).toEqual([held.id, bytes.length]);
    // From now on it lies here, too.
    expect((await readdir(other)).sort()).toEqual([held.id, `${held.id}.json`].sort());
  });

  it('a part that is missing is a file that is gone; after 30 days nothing of it is in the database', async () => {
    const first = at(folder);
    const { id } = await first.put(Readable.from([Buffer.alloc(2 * MB, 1)]), 'цены.xlsx', NOW);
    const imports = await engine.open('imports');
    const part = (await imports.get(`import-upload-part:${id}-0001`))!;
    await imports.put({ _id: part._id, _rev: part._rev, _deleted: true });
    await expect(at(other).pathOf(id)).rejects.toMatchObject({ code: 'IMPORT_FILE_GONE' });
    expect(await readdir(other)).toEqual([]);
    await first.tidy(NOW + 31 * DAY);
    expect(await imports.range({})).toEqual([]);
    await expect(first.get(id)).rejects.toMatchObject({ code: 'IMPORT_FILE_GONE' });
  });
});
