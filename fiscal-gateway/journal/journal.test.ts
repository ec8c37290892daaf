import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { lockFolder } from './process-lock.ts';

let folder: string;
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-journal-'));
  journal = openJournal(join(folder, 'journal.sqlite'));
});
afterEach(() => {
  if (journal.db.isOpen) journal.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string) => journal.db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(key, 'v');
const keys = () =>
  journal.db
    .prepare(`SELECT key FROM meta WHERE value = 'v' ORDER BY key`)
    .all()
    .map((row) => row['key']);

it('is written through to the disk (WAL, synchronous FULL) and strict', () => {
  expect(journal.db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(journal.db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  const loose = journal.db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%STRICT%'`)
    .all();
  expect(loose).toEqual([]);
});

it('undoes the one work that throws and keeps its neighbours of the same commit', async () => {
  const works = [
    journal.commit(() => put('a')),
    journal.commit(() => {
      put('b');
      throw new Error('no');
    }),
    journal.commit(() => put('c')),
  ];
  const settled = await Promise.allSettled(works);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(keys()).toEqual(['a', 'c']);
});

it('runs works in the order of their calls, each seeing the ones before', async () => {
  const seen = await Promise.all(['a', 'b', 'c'].map((key) => journal.commit(() => (put(key), keys().length))));
  expect(seen).toEqual([1, 2, 3]);
});

it('tells nobody of success where the commit fails', async () => {
  const promised = [journal.commit(() => put('a')), journal.commit(() => put('b'))];
  journal.db.close();
  const settled = await Promise.allSettled(promised);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

it('refuses a journal of a newer gateway', () => {
  journal.close();
  const db = new DatabaseSync(join(folder, 'journal.sqlite'));
  db.exec(`PRAGMA user_version = 999; UPDATE meta SET value = '999' WHERE key = 'works-with'`);
  db.close();
  expect(() => openJournal(join(folder, 'journal.sqlite'))).toThrow(/newer gateway/);
});

it('lets one process have the folder', () => {
  const lock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(/another gateway/);
  lock.release();
  lockFolder(folder).release();
});

it('takes the WAL into the file in a pause, while nobody waits', async () => {
  const held = () =>
    String(readFileSync(join(folder, 'journal.sqlite'), 'latin1')).includes('the last of thirty') ? 'in the file' : 'in the WAL';
  for (let n = 1; n < 30; n++) await journal.commit(() => put(`key ${n}`));
  await journal.commit(() => put('the last of thirty'));
  expect(held()).toBe('in the WAL');
  await vi.waitFor(() => expect(held()).toBe('in the file'), { timeout: 120_000 });
});
