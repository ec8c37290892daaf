import { parseDatabaseName } from '../../design/databases.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

/** Writes `flag:<id of the fact>` beside facts that were stored although something about them is odd. A repeat changes nothing. */
export function flagWriter(engine: Engine, clock: Clock, stamps: Stamps) {
  return async (database: string, facts: readonly { doc: DocumentInput; reasons: readonly string[] }[]): Promise<void> => {
    const store = parseDatabaseName(database)?.store;
    const flags = facts.map(({ doc, reasons }) => ({
      _id: `flag:${doc._id}`,
      type: 'flag',
      schema: 1,
      hlc: stamps(),
      by: null,
      pos: null,
      store,
      fact: doc._id,
      reasons,
      at: clock.now(),
    }));
    await (await engine.open(database)).bulk(flags);
  };
}
