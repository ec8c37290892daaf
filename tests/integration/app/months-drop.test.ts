import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChangeHub } from '../../../app/lib/storage/change-hub.ts';
import type { LocalDatabase } from '../../../app/lib/storage/database.types.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import { LOCAL_OPTIONS } from '../../../app/lib/storage/local-options.ts';
import { createMemoryStore } from '../../../app/lib/storage/local-store.ts';
import { HomeMap } from '../../../app/lib/months/home-map.ts';
import { Months } from '../../../app/lib/months/months.ts';
import { makeSale } from '../../factories/receipts.ts';

const Pouch = PouchDB.plugin(leveldbAdapter);
const NOW = Date.UTC(2026, 10, 21, 9);
const WRONG = 'sales-demo-1-200011';
const OLD = 'sales-demo-1-202608';
const HOME = 'sales-demo-1-202611';
const revisioned = (at: number) => ({ ...makeSale({ at }), _rev: '1-a' });

let folder: string;
let databases: Databases;
/** Happens while the server is asked. */
let meanwhile: () => Promise<unknown>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-months-'));
  const open = (name: string): LocalDatabase => new Pouch(join(folder, name), { adapter: 'leveldb', ...LOCAL_OPTIONS });
  databases = new Databases(open, createMemoryStore(), createChangeHub());
  meanwhile = () => Promise.resolve();
});
afterEach(async () => {
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
});

function months(): { months: Months; later: (ms: number) => void } {
  const store = createMemoryStore();
  let now = NOW;
  const shift = (at: number): string => `${makeSale({ at }).shift.fn}-${makeSale({ at }).shift.number}`;
  const asked = async <T>(answer: T): Promise<T> => {
    await meanwhile();
    return answer;
  };
  const all = new Months({
    databases,
    homes: new HomeMap(store),
    store,
    place: () => ({ store: 'demo-1', timeZone: 'Europe/Moscow' }),
    now: () => now,
    remote: () => ({ revsDiff: () => asked({}) }) as unknown as LocalDatabase,
    ask: () => Promise.resolve({ state: 'wrong', homes: { [shift(NOW)]: HOME }, shiftless: HOME }),
    everythingSent: () => asked({ sent: true }),
    refused: () => 0,
    openReceipts: () => Promise.resolve(0),
  });
  return { months: all, later: (ms) => void (now += ms) };
}

describe('a month is not dropped with what was written into it while the server was asked', () => {
  it('where its facts have found a home', async () => {
    const first = revisioned(NOW);
    await databases.adopt(WRONG, [first]);
    const { months: all } = months();
    expect(await all.rehome(WRONG)).toBe(true);
    const second = revisioned(NOW + 1_000);
    meanwhile = () => databases.adopt(WRONG, [second]);
    await all.rehome(WRONG);
    expect(await databases.get(WRONG, second._id)).not.toBeNull();
    meanwhile = () => Promise.resolve();
    expect(await all.rehome(WRONG)).toBe(true);
    expect(await databases.get(HOME, second._id)).toMatchObject({ _rev: second._rev });
    expect(await all.rehome(WRONG)).toBe(false);
    expect(databases.known()).not.toContain(WRONG);
  });

  it('where it is old and the backup holds it', async () => {
    const { months: all, later } = months();
    await databases.adopt(OLD, [revisioned(Date.UTC(2026, 7, 2))]);
    await all.tidy({ databases: [] });
    later(2 * 3_600_000);
    const late = revisioned(Date.UTC(2026, 7, 3));
    meanwhile = () => databases.adopt(OLD, [late]);
    await all.tidy({ databases: [], backup: { verifiedAt: NOW + 3_600_000 } });
    expect(await databases.get(OLD, late._id)).not.toBeNull();
  });
});
