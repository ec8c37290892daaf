import { CONTROL, monthState, parseDatabaseName, salesDatabase, salesDatabaseOf, shiftKeyOf } from '../../design/databases.ts';
import type { MonthState } from '../../design/databases.ts';
import { docId } from '../../design/ids.ts';
import type { Clock } from '../../design/time/clock.ts';
import { localMonth } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';

/** Any fact, as far as its place is concerned. */
export interface PlacedFact {
  readonly _id: string;
  readonly store: string;
  readonly hlc: string;
  readonly shift?: { readonly fn: string; readonly number: number; readonly openedAt: number } | null;
}

export interface Place {
  readonly database: string;
  /** It lies outside the month that it names: its writer's clock was wrong. */
  readonly rehomed: boolean;
}

/**
 * Where the facts of a wrong clock go (docs/decisions/0017). A shift whose opening names a month that the server does not take is given
 * the month of the server's own time when it is first asked about: `rehome:<database>:<drive>-<shift>` in `control`, sealed for ever,
 * so that till, journal and server put every fact of the shift, however late, into the same place.
 */
export interface Homes {
  /** What the server does with this month database; `null` where it is none. */
  state(database: string): Promise<MonthState | null>;
  /** Home of a shift whose opening names this database, sealed now where it was not before. Shiftless facts: this month. */
  homeOf(database: string, shift: string | null): Promise<string>;
  /** Where a fact of the shop lies or is to be written; `null` where it names another shop. */
  placeOf(fact: PlacedFact, store: string): Promise<Place | null>;
}

const rehomeId = (database: string, shift: string): string => docId('rehome', `${database}:${shift}`);

export function createHomes(engine: Engine, clock: Clock, timeZoneOf: (store: string) => string): Homes {
  async function state(database: string): Promise<MonthState | null> {
    const { kind, store, month } = parseDatabaseName(database) ?? {};
    if (kind !== 'sales' || !store || !month) return null;
    const context = { now: clock.now(), timeZone: timeZoneOf(store) };
    const known = monthState(month, { ...context, held: true });
    if (known !== 'late') return known;
    return monthState(month, { ...context, held: await engine.exists(database) });
  }

  async function sealed(database: string, shift: string): Promise<string | null> {
    const doc = await (await engine.open(CONTROL)).get(rehomeId(database, shift));
    return typeof doc?.['home'] === 'string' ? doc['home'] : null;
  }

  async function homeOf(database: string, shift: string | null): Promise<string> {
    const store = parseDatabaseName(database)!.store!;
    const today = salesDatabase(store, localMonth(clock.now(), timeZoneOf(store)));
    if (shift === null) return today;
    const known = await sealed(database, shift);
    if (known !== null) return known;
    const control = await engine.open(CONTROL);
    const doc = { _id: rehomeId(database, shift), type: 'rehome', schema: 1, store, database, home: today, at: clock.now() };
    const written = await control.put(doc);
    await control.flush?.();
    // Another server was asked at the same moment: what it sealed holds.
    return written.ok ? today : ((await sealed(database, shift)) ?? homeOf(database, shift));
  }

  return {
    state,
    homeOf,
    async placeOf(fact, store) {
      if (fact.store !== store) return null;
      const named = salesDatabaseOf(fact, timeZoneOf(store));
      const shift = shiftKeyOf(fact);
      // A wrong month may come true: what was given a home before stays there.
      const home = shift === null ? null : await sealed(named, shift);
      if (home !== null) return { database: home, rehomed: true };
      if ((await state(named)) !== 'wrong') return { database: named, rehomed: false };
      return { database: await homeOf(named, shift), rehomed: true };
    },
  };
}

/** Month databases of a shop that hold facts of other months: who reads by day looks there, too. */
export async function homesOf(engine: Engine, store: string): Promise<string[]> {
  const prefix = docId('rehome', salesDatabase(store, ''));
  const docs = await (await engine.open(CONTROL)).range({ startkey: prefix, endkey: `${prefix}\ufff0` });
  return [...new Set(docs.flatMap((doc) => (doc['store'] === store && typeof doc['home'] === 'string' ? [doc['home']] : [])))];
}
