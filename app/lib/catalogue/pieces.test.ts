import { expect, it } from 'vitest';
import { createChangeHub } from '../storage/change-hub.ts';
import type { LocalDatabase } from '../storage/database.types.ts';
import { Databases } from '../storage/databases.ts';
import { createMemoryStore } from '../storage/local-store.ts';
import { Pieces } from './pieces.ts';

const PIECE = { _id: 'catalogue-shard:1', hlc: '1' };
/** As PouchDB says it of a connection that a write without room has shut. */
const shut = () => Promise.reject(Object.assign(new Error('unknown_error'), { status: 500, name: 'indexed_db_went_bad' }));

/** A replica whose first connections were shut; how often it was opened. */
function replica(connectionsShut: number) {
  let opened = 0;
  const open = () => {
    opened += 1;
    const isShut = opened <= connectionsShut;
    return {
      info: () => Promise.resolve({}),
      get: (id: string) => (isShut ? shut() : id === PIECE._id ? Promise.resolve(PIECE) : Promise.reject({ status: 404 })), // eslint-disable-line @typescript-eslint/prefer-promise-reject-errors -- as PouchDB does
      allDocs: () => (isShut ? shut() : Promise.resolve({ rows: [{ id: PIECE._id, doc: PIECE }] })),
    } as unknown as LocalDatabase;
  };
  return { pieces: new Pieces(new Databases(open, createMemoryStore(), createChangeHub())), opened: () => opened };
}

it('a write that found no room shut the connection under whoever reads: the catalogue is read over another one, and is not damaged', async () => {
  expect(await replica(1).pieces.newest(PIECE._id)).toEqual(PIECE);
  const held: unknown[] = [];
  const { pieces, opened } = replica(1);
  await pieces.read([PIECE._id], (docs) => Promise.resolve(void held.push(...docs)));
  expect([held, opened()]).toEqual([[PIECE], 2]);
});

it('what cannot be read over a new connection either is told, and what is missing is missing at once', async () => {
  await expect(replica(3).pieces.newest(PIECE._id)).rejects.toMatchObject({ name: 'indexed_db_went_bad' });
  const { pieces, opened } = replica(0);
  expect([await pieces.newest('catalogue-shard:2'), opened()]).toEqual([null, 1]);
});
