import type { ChangeRow, Database, Engine } from '../engine/engine.ts';
import type { Cursors } from './cursor.ts';

const PAGE = 500;

export interface Reading {
  /** What has changed, in the order in which the database has it, in portions. Not called where nothing has. */
  readonly take: (rows: readonly ChangeRow[], database: Database) => void | Promise<void>;
  /** What comes of all portions together; the cursor moves after it, so that it may be repeated. */
  readonly end?: () => Promise<void>;
  /** Changes in a portion. */
  readonly page?: number;
}

/**
 * Works through what has changed in a database since the job's cursor, with its documents, and moves the cursor when all of it is done: a
 * job that fails or is killed in between does it once more.
 */
export async function workThrough(
  engine: Engine,
  cursors: Cursors,
  name: string,
  { take, end, page = PAGE }: Reading,
): Promise<void> {
  const database = await engine.open(name);
  const before = await cursors.of(name);
  let since = before;
  for (;;) {
    const { rows, lastSeq } = await database.changes({ since, limit: page, includeDocs: true });
    since = lastSeq;
    if (rows.length > 0) await take(rows, database);
    if (rows.length < page) break;
  }
  await end?.();
  if (since !== before) await cursors.move(name, since);
}
