import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../design/event-chain.ts';
import type { ChainMark } from '../../design/event-chain.ts';
import { DAY } from '../../design/time/clock.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { createLogStore, sha256 } from './log.store.ts';
import type { LogStore } from './log.store.ts';
import { SCHEMA_1 } from './schema-1.ts';

let folder: string;
let journal: Journal;
let log: LogStore;
const file = (): string => join(folder, 'journal.sqlite');
const open = (): void => {
  journal = openJournal(file());
  log = createLogStore(journal);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-log-'));
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

const note = (at: number, event = 'receipt_registered', level: 'INFO' | 'WARN' = 'INFO') =>
  journal.commit(() => log.append(at, level, event, null, 'ФД 3'));
const check = (remembered: readonly ChainMark[] = []) =>
  verifyChain(log.anchor(), log.entries(), sha256, {
    start: log.start(),
    witnesses: remembered.map((mark) => ({ ...mark, name: 'server' })),
  });

describe('the event journal', () => {
  beforeEach(open);

  it('chains its entries over a restart and over works that were undone', async () => {
    await note(1);
    const undone = journal.commit(() => {
      log.append(2, 'INFO', 'never', null, '');
      throw new Error('no');
    });
    await Promise.allSettled([undone, note(3), note(4)]);
    journal.close();
    open();
    await note(5);
    expect(check()).toMatchObject({ entries: 4, breaks: [], head: { seq: 4 } });
  });

  it.each([
    ['one altered row', `UPDATE events SET message = 'ФД 4' WHERE seq = 3`, 'altered'],
    ['one deleted row', 'DELETE FROM events WHERE seq = 3', 'gap'],
    ['the tail cut off', 'DELETE FROM events WHERE seq > 3', 'cut'],
    ['the beginning removed', 'DELETE FROM events WHERE seq < 3', 'gap'],
    ['two rows swapped', 'UPDATE events SET at = 7 - at WHERE seq IN (3, 4)', 'altered'],
    ['everything removed', 'DELETE FROM events', 'cut'],
  ])('shows %s', async (_what, tampering, kind) => {
    for (let n = 1; n <= 6; n++) await note(n);
    const head = log.head();
    journal.db.exec(tampering);
    expect(check([head]).breaks[0]?.kind).toBe(kind);
  });

  it('prunes by age in small batches, never beyond what the server has seen, and still verifies', async () => {
    for (let n = 1; n <= 10; n++) await note(n);
    const prune = (limit: number, most: number) => journal.commit(() => log.prune(9, limit, most, 100 * DAY));
    expect(await prune(4, 3)).toBe(3);
    expect(await prune(4, 3)).toBe(1);
    expect(await prune(4, 3)).toBe(0);
    expect(await prune(Infinity, 100)).toBe(4);
    expect(check()).toMatchObject({ breaks: [], entries: 5 });
    expect(log.page(null, 0, 2, 0).map(({ event }) => event)).toEqual(['events_pruned', 'events_pruned']);
  });

  it('answers by level, time and page (B-26)', async () => {
    for (let n = 1; n <= 20; n++) await note(n * DAY, `e${n}`, n % 5 === 0 ? 'WARN' : 'INFO');
    expect(log.page('WARN', 0, 2, 1).map(({ event }) => event)).toEqual(['e15', 'e10']);
    expect(log.page(null, 19 * DAY, 10, 0).map(({ event }) => event)).toEqual(['e20', 'e19']);
    expect([log.count('WARN', 0), log.count('INFO', 0), log.count(null, 11 * DAY), log.count('ERROR', 0)]).toEqual([
      4, 16, 10, 0,
    ]);
  });
});

it('keeps the entries of a journal from before the chain, which begins behind them', async () => {
  const db = new DatabaseSync(file());
  db.exec(`${SCHEMA_1}; PRAGMA user_version = 1;
    INSERT INTO log (at, level, event, receipt, message) VALUES (1, 'INFO', 'a', NULL, ''), (2, 'WARN', 'b', NULL, '')`);
  db.close();
  open();
  await note(3);
  expect(log.page(null, 0, 10, 0).map(({ event }) => event)).toEqual(['receipt_registered', 'b', 'a']);
  expect(check()).toMatchObject({ entries: 1, breaks: [], head: { seq: 3 } });
  await journal.commit(() => log.prune(10, Infinity, 2, 10));
  expect(log.count(null, 0)).toBe(1);
  await journal.commit(() => log.prune(10, Infinity, 2, 10));
  expect(check()).toMatchObject({ entries: 1, breaks: [] });
});
