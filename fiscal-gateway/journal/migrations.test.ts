import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { JOURNAL_SCHEMA, JOURNAL_WORKS_WITH, migrate } from './migrations.ts';

const first = { sql: 'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT', worksWith: 1 };
const adds = { sql: 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT', worksWith: 1 };
const moves = { sql: 'DROP TABLE more', worksWith: 3 };
const version = (db: DatabaseSync) => Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

it('an update that only added can be taken back: the older program works on the newer file and leaves its number', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, [first, adds]);
  expect(() => migrate(db, [first])).not.toThrow();
  expect(version(db)).toBe(2);
});

it('an update that moved data cannot: the older program refuses the file rather than misread it', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, [first, adds, moves]);
  expect(() => migrate(db, [first, adds])).toThrow(/schema 3, this gateway knows 2/);
  expect(() => migrate(db, [first])).toThrow(/install the newer gateway/);
});

it('a migration that fails leaves the file as it was', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, [first]);
  expect(() => migrate(db, [first, { sql: 'CREATE TABLE half (id INTEGER); CREATE TABLE nonsense (', worksWith: 1 }])).toThrow();
  if (db.isTransaction) db.exec('ROLLBACK');
  expect([version(db), db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'half'").get()?.['n']]).toEqual([1, 0]);
});

it('says of itself what an update must know', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db);
  expect(version(db)).toBe(JOURNAL_SCHEMA);
  expect(db.prepare("SELECT value FROM meta WHERE key = 'works-with'").get()?.['value']).toBe(String(JOURNAL_WORKS_WITH));
});
