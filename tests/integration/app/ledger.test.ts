import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR } from '../../../design/time/clock.ts';
import type { LocalDatabase } from '../../../app/lib/storage/database.types.ts';
import { codeOfRow, countRefusals, isRefusal, Ledger, offerAgainAfter } from '../../../app/lib/sync/ledger.ts';

const Pouch = PouchDB.plugin(leveldbAdapter);
const refusal = { database: 'sales-a-202611', id: 'sale:1', rev: '1-a', code: 'DOCUMENT_MALFORMED', at: 1_000 } as const;
let folder: string;
let db: LocalDatabase;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-ledger-'));
  db = new Pouch(join(folder, 'refusals'), { adapter: 'leveldb', auto_compaction: true });
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});
const ledger = async (): Promise<Ledger> => {
  const one = new Ledger(() => db);
  await one.load();
  return one;
};

describe('the ledger of refused documents', () => {
  it('counts tries of the same revision and keeps the first moment', async () => {
    const one = await ledger();
    await one.refuse([refusal]);
    await one.refuse([{ ...refusal, code: 'CLOCK_WRONG', at: 9_000 }]);
    expect(one.list()).toEqual([{ ...refusal, code: 'CLOCK_WRONG', last: 9_000, tries: 2 }]);
  });

  it('survives a restart, four hundred of them too, and forgets what the server has taken', async () => {
    const one = await ledger();
    const many = Array.from({ length: 400 }, (_, n) => ({ ...refusal, id: `sale:${n}` }));
    await one.refuse(many);
    await one.refuse(many.slice(0, 3));
    await one.drop(many.slice(200));
    const after = await ledger();
    expect([after.size, after.of(refusal.database)[0]?.tries, after.has(many[300]!)]).toEqual([200, 2, false]);
    await after.refuse([many[300]!]);
    expect((await ledger()).size).toBe(201);
  });

  it('offers again later and later, at most an hour, and at once when a person wants it or the clock was set back', async () => {
    expect([1, 2, 3, 9, 500].map(offerAgainAfter)).toEqual([30_000, 60_000, 120_000, HOUR, HOUR]);
    const one = await ledger();
    await one.refuse([refusal]);
    const may = (now: number) => one.mayOffer(refusal, now);
    expect([may(1_000), may(30_999), may(31_000), may(500)]).toEqual([false, false, true, true]);
    one.want([refusal]);
    expect(may(1_000)).toBe(true);
    await one.refuse([{ ...refusal, at: 2_000 }]);
    expect([may(2_000), may(61_999), may(62_000)]).toEqual([false, false, true]);
  });

  it('reads the reason from our server’s row and from CouchDB’s validator', () => {
    const row = { id: 'x', error: 'forbidden' };
    expect(codeOfRow({ ...row, code: 'DOCUMENT_WRONG_STORE' })).toBe('DOCUMENT_WRONG_STORE');
    expect(codeOfRow({ ...row, reason: 'DOCUMENT_IMMUTABLE: a fact has one revision' })).toBe('DOCUMENT_IMMUTABLE');
    expect(codeOfRow({ ...row, reason: 'NOBODY_KNOWS' })).toBe('DOCUMENT_MALFORMED');
  });

  it('takes a stumble of the server for no refusal', () => {
    expect(isRefusal({ id: 'x', error: 'forbidden' })).toBe(true);
    expect(isRefusal({ id: 'x', error: 'internal_server_error' })).toBe(false);
    expect(isRefusal({ id: 'x', error: 'timeout', reason: 'CLOCK_WRONG' })).toBe(false);
  });

  it('tells the server how many and why, without ids', () => {
    const list = [1, 2, 3].map((n) => ({ ...refusal, id: `sale:${n}`, at: n, last: n, tries: 1 }));
    expect(countRefusals([...list, { ...list[0]!, id: 'sale:9', code: 'CLOCK_WRONG' }])).toEqual([
      { database: refusal.database, code: 'CLOCK_WRONG', count: 1, oldest: 1 },
      { database: refusal.database, code: 'DOCUMENT_MALFORMED', count: 3, oldest: 1 },
    ]);
  });
});
