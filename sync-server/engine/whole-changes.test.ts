import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changesWhole } from './whole-changes.ts';

const Pouch = PouchDB.plugin(leveldbAdapter);
let folder: string;
let pouch: PouchDB.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-changes-'));
  const options: object = { adapter: 'leveldb', auto_compaction: true };
  pouch = changesWhole(new Pouch(join(folder, 'db'), options));
});
afterEach(async () => {
  await pouch.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a listing while conflicts are merged ends, and what it leaves out comes with the next one', async () => {
  const DOCUMENTS = 40;
  const body = (id: string, rev: string, ...ids: string[]) => ({
    _id: id,
    _rev: rev,
    _revisions: { start: Number(rev[0]), ids },
  });
  const ids = Array.from({ length: DOCUMENTS }, (_, n) => `client:${n}`);
  // The winner lies before the latest row of its document: its body is fetched apart.
  await pouch.bulkDocs(
    ids.flatMap((id) => [body(id, '1-b', 'b')]),
    { new_edits: false },
  );
  await pouch.bulkDocs(
    ids.flatMap((id) => [body(id, '1-a', 'a')]),
    { new_edits: false },
  );
  const listings = [pouch.changes({ style: 'all_docs' })];
  for (const id of ids) {
    const merged = pouch.bulkDocs([body(id, '2-c', 'c', 'b')], { new_edits: false });
    listings.push(pouch.changes({ style: 'all_docs' }));
    await merged;
  }
  for (const { results, last_seq: since } of await Promise.all(listings)) {
    const { results: later } = await pouch.changes({ since, style: 'all_docs' });
    expect(new Set([...results, ...later].map(({ id }) => id)).size).toBe(DOCUMENTS);
  }
});
