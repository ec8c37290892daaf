import type { ServerFixture } from '../../integration/server/sync-server.fixture.ts';

/** The documents of a database without their revisions, by id. */
export async function rollupsOf(fixture: ServerFixture, database: string): Promise<Record<string, object>> {
  const docs = await (await fixture.server.engine.open(database)).range({ startkey: 'day-rollup:', endkey: 'day-rollup:\ufff0' });
  return Object.fromEntries(docs.map(({ _rev, ...doc }) => [doc._id, doc]));
}
