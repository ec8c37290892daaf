import { canonicalJson } from '../../design/canonical-json.ts';
import { CHAIN, CONTROL, parseDatabaseName } from '../../design/databases.ts';
import type { DayFact } from '../../design/folds/rollup-day.ts';
import { rollupDay } from '../../design/folds/rollup-day.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine, Seq, StoredDocument } from '../engine/engine.ts';
import type { Follower } from '../follow/follower.ts';
import { startFollower } from '../follow/follower.ts';
import type { Log } from '../log.ts';
import { jsonLog } from '../log.ts';
import { dayFactOf, loadDayFacts } from './day-facts.ts';
import { createStrays } from './strays.ts';

const PAGE = 1_000;
/** Days whose facts stay in memory between changes: today's of each shop, so that a sale costs a fold and not a scan. */
const DAYS_HELD = 64;

export interface RollupOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log?: Log;
}

/**
 * Follows every `sales-*` database and keeps `day-rollup:<store>:<day>` of `chain` equal to the fold of that day's facts. A document is
 * written only when it changes. Cursors (`cursor:rollup:<database>`) are saved after the days they stand for, so a killed server repeats.
 */
export function startRollups(engine: Engine, { timeZoneOf, log = jsonLog }: RollupOptions): Follower {
  const strays = createStrays(engine);
  const held = new Map<string, Map<string, DayFact>>();
  const cursors = new Map<string, { since: Seq; rev: string | undefined }>();

  async function factsOf(store: string, day: string, timeZone: string): Promise<Map<string, DayFact>> {
    const name = `${store}:${day}`;
    const facts = held.get(name) ?? (await loadDayFacts(engine, { store, day, timeZone }, await strays.into(store, day)));
    held.delete(name);
    held.set(name, facts);
    for (const oldest of held.keys()) {
      if (held.size <= DAYS_HELD) break;
      held.delete(oldest);
    }
    return facts;
  }

  async function rollUp(store: string, day: string, timeZone: string): Promise<void> {
    const rollup = rollupDay((await factsOf(store, day, timeZone)).values(), { store, day, timeZone });
    const chain = await engine.open(CHAIN);
    const before = await chain.get(rollup._id);
    if (before && canonicalJson({ ...before, _rev: undefined }) === canonicalJson(rollup)) return;
    const result = await chain.put({ ...rollup, ...(before ? { _rev: before._rev } : {}) });
    if (!result.ok) throw new Error(`${rollup._id}: ${result.error}`);
  }

  async function cursorOf(name: string) {
    const known = cursors.get(name);
    if (known) return known;
    const doc = (await (await engine.open(CONTROL)).get(`cursor:rollup:${name}`)) as (StoredDocument & { since: Seq }) | null;
    return { since: doc?.since ?? 0, rev: doc?._rev };
  }

  async function work(name: string): Promise<void> {
    const store = parseDatabaseName(name)!.store!;
    const timeZone = timeZoneOf(store);
    const database = await engine.open(name);
    const cursor = await cursorOf(name);
    const touched = new Set<string>();
    let { since } = cursor;
    for (;;) {
      const { rows, lastSeq } = await database.changes({ since, limit: PAGE, includeDocs: true });
      since = lastSeq;
      for (const { doc } of rows) {
        const fact = doc && dayFactOf(doc);
        if (!fact) continue;
        const { own, others } = await strays.note(fact, timeZone);
        if (own) held.get(`${store}:${own}`)?.set(fact._id, fact);
        // The receipt's other facts may not be in memory under this day.
        for (const day of others) held.delete(`${store}:${day}`);
        for (const day of own ? [own, ...others] : others) touched.add(day);
      }
      if (rows.length < PAGE) break;
    }
    if (since === cursor.since) return;
    for (const day of touched) await rollUp(store, day, timeZone);
    const control = await engine.open(CONTROL);
    const doc = { _id: `cursor:rollup:${name}`, ...(cursor.rev ? { _rev: cursor.rev } : {}), type: 'cursor', since };
    const result = await control.put(doc);
    if (!result.ok) {
      cursors.delete(name);
      throw new Error(`${doc._id}: ${result.error}`);
    }
    cursors.set(name, { since, rev: result.rev ?? undefined });
  }

  return startFollower(engine, { what: 'rollup', wants: (name) => parseDatabaseName(name)?.kind === 'sales', work, log });
}
