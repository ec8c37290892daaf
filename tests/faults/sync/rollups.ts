import { parseDatabaseName } from '../../../design/databases.ts';
import { isDayFact, rollupDay, type DayFact } from '../../../design/folds/rollup-day.ts';
import { localDate } from '../../../design/time/local-time.ts';
import type { Engine } from '../../../sync-server/engine/engine.ts';

const MOSCOW = 'Europe/Moscow';
type Rollups = Record<string, object>;

/** The days' documents of a database without their revisions, by id. */
export async function rollupsOf(engine: Engine, database: string): Promise<Rollups> {
  const docs = await (await engine.open(database)).range({ startkey: 'day-rollup:', endkey: 'day-rollup:\ufff0' });
  return Object.fromEntries(docs.map(({ _rev, ...doc }) => [doc._id, doc]));
}

/** What they should say: every fact of every month of a shop, folded for every day that a receipt or its result speaks of. */
export async function freshRollups(engine: Engine): Promise<Rollups> {
  const facts = new Map<string, DayFact[]>();
  for (const name of await engine.list()) {
    const { kind, store } = parseDatabaseName(name) ?? { kind: null, store: null };
    if (kind !== 'sales' || store === null) continue;
    const docs = (await (await engine.open(name)).range({})) as unknown as DayFact[];
    facts.set(store, [...(facts.get(store) ?? []), ...docs.filter(isDayFact)]);
  }
  const rollups: Rollups = {};
  for (const [store, all] of facts) {
    for (const day of new Set(all.flatMap((fact) => (fact.type === 'recovery' ? [] : [localDate(fact.at, MOSCOW)])))) {
      const rollup = rollupDay(all, { store, day, timeZone: MOSCOW });
      rollups[rollup._id] = rollup;
    }
  }
  return rollups;
}
