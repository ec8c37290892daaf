import { describe, expect, it } from 'vitest';
import type { LocalDatabase } from '../storage/database.types.ts';
import { FirstLoad } from './first-load.ts';

const empty = {
  info: () => Promise.resolve({ doc_count: 0 }),
  get: () => Promise.reject(new Error('missing')),
  put: () => Promise.resolve(null),
};
const local = empty as unknown as LocalDatabase;

describe('the progress of the first load', () => {
  it('never goes back when one database after another has ended, and ends with the last', async () => {
    const load = new FirstLoad();
    await load.begin('catalog', local, 24);
    await load.begin('sales', local, 2_000);
    load.arrived('catalog', 24);
    expect(load.all()).toEqual({ done: 24, total: 2_024 });
    await load.ended('catalog', local);
    expect(load.of('catalog')).toBeNull();
    load.arrived('sales', 500);
    expect(load.all()).toEqual({ done: 524, total: 2_024 });
    await load.ended('sales', local);
    expect(load.all()).toBeNull();
  });
});
