import { CONTROL } from '../../design/databases.ts';
import type { Engine, Seq } from '../engine/engine.ts';

/** How far a job has worked through a database: `cursor:<job>[:<database>]` in `control`, saved after the work that it stands for. */
export interface Cursors {
  /** Where to go on: 0 where nothing is known or where the database ends before it (an older copy of it was put in its place). */
  of(database: string): Promise<Seq>;
  /** @throws Error where somebody else has moved it meanwhile: what was done is repeated from their place. */
  move(database: string, since: Seq): Promise<void>;
  /** Goes on from the beginning: what was worked out is worked out again. */
  reset(database: string): Promise<void>;
}

/** The count in a sequence: the embedded engine's is one, CouchDB's (of one shard) begins with it. */
const countOf = (seq: Seq): number => (typeof seq === 'number' ? seq : Number.parseInt(seq, 10) || 0);

export function createCursors(engine: Engine, job: string): Cursors {
  const known = new Map<string, { since: Seq; rev: string | undefined }>();
  const idOf = (database: string): string => (database === job ? `cursor:${job}` : `cursor:${job}:${database}`);

  /** Is the cursor beyond the database's end? Looked at once a start: while the program runs, nobody puts another database in its place. */
  async function loaded(database: string): Promise<{ since: Seq; rev: string | undefined }> {
    const doc = await (await engine.open(CONTROL)).get(idOf(database));
    const since = (doc?.['since'] ?? doc?.['seq'] ?? 0) as Seq;
    const { seq: end } = await (await engine.open(database)).info();
    return { since: countOf(since) > countOf(end) ? 0 : since, rev: doc?._rev };
  }

  async function cursor(database: string): Promise<{ since: Seq; rev: string | undefined }> {
    const held = known.get(database) ?? (await loaded(database));
    known.set(database, held);
    return held;
  }

  return {
    of: async (database) => (await cursor(database)).since,
    async move(database, since) {
      const { rev } = await cursor(database);
      const doc = { _id: idOf(database), type: 'cursor', since, ...(rev === undefined ? {} : { _rev: rev }) };
      const result = await (await engine.open(CONTROL)).put(doc);
      if (!result.ok) {
        known.delete(database);
        throw new Error(`${doc._id}: ${result.error}`);
      }
      known.set(database, { since, rev: result.rev ?? undefined });
    },
    async reset(database) {
      const { rev } = await cursor(database);
      known.set(database, { since: 0, rev });
    },
  };
}
