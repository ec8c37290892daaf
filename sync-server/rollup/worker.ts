import { CHAIN, CHAIN_COST, COSTS, parseDatabaseName } from '../../design/databases.ts';
import { isDayFactId, rollupId, type DayFact } from '../../design/folds/rollup-day.ts';
import { keyOfId } from '../../design/ids.ts';
import { SECOND, type Clock } from '../../design/time/clock.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Engine, Seq } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import type { Follower } from '../follow/follower.ts';
import { startFollower } from '../follow/follower.ts';
import { jsonLog, reasonOf, type Log } from '../log.ts';
import { createCostBook } from './costs.ts';
import { dayFactOf, loadDayFacts } from './day-facts.ts';
import { writeDay } from './day-writer.ts';
import { createRegisters, isRegister } from './registers.ts';
import { changeRollupState, rollupState } from './rebuild.request.ts';
import { createStrays } from './strays.ts';

const PAGE = 1_000;
/** Days whose facts stay in memory between changes: today's of each shop, so that a sale costs a fold and not a scan. */
const DAYS_HELD = 64;
/** How often it is looked whether a till has fallen silent. */
const LOOK_EVERY = 30 * SECOND;
/** Another way of folding: the days are folded anew at the first start. */
const FOLD = 2;

export interface RollupOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log?: Log;
}

export interface Rollups extends Follower {
  /** Works every day out again from the facts alone; days that no fact speaks of go. Answers how many days there are. */
  rebuild(): Promise<number>;
  /** Looks whether a till has fallen silent or come back, or a rebuild was asked for. Also done every half minute. */
  look(): void;
}

/**
 * Follows every `sales-*` database and keeps `day-rollup:<store>:<day>` of `chain` equal to the fold of that day's facts, and beside it
 * what the goods cost (`chain-cost`). Follows `chain` itself, too: a register that falls silent marks its days (C-12), a day's document
 * that was deleted is written again. Cursors (`cursor:rollup:<database>`) are saved after the days they stand for, so a killed server
 * repeats.
 */
export function startRollups(engine: Engine, { clock, timeZoneOf, log = jsonLog }: RollupOptions): Rollups {
  const strays = createStrays(engine);
  const costs = createCostBook(engine);
  const registers = createRegisters(clock, timeZoneOf);
  const cursors = createCursors(engine, 'rollup');
  const held = new Map<string, Map<string, DayFact>>();
  /** While a rebuild runs: the days that facts speak of, `store:day`. */
  let found: Set<string> | null = null;
  let chainSince: Seq | null = null;

  async function factsOf(store: string, day: string): Promise<Map<string, DayFact>> {
    const name = `${store}:${day}`;
    const place = { store, day, timeZone: timeZoneOf(store) };
    const facts = held.get(name) ?? (await loadDayFacts(engine, place, await strays.about(store, day, place.timeZone)));
    held.delete(name);
    held.set(name, facts);
    for (const oldest of held.keys()) {
      if (held.size <= DAYS_HELD) break;
      held.delete(oldest);
    }
    return facts;
  }

  async function rollUp(store: string, day: string): Promise<void> {
    const facts = [...(await factsOf(store, day)).values()];
    const unsent = registers.unsent(store, day);
    await writeDay(engine, { store, day, timeZone: timeZoneOf(store) }, facts, { unsent, costAt: costs.lookup });
    registers.wrote(store, day, unsent);
    if (facts.length > 0 || unsent.length > 0) found?.add(`${store}:${day}`);
  }

  async function begin(): Promise<void> {
    if (chainSince !== null) return;
    const chain = await engine.open(CHAIN);
    const { seq } = await chain.info();
    await costs.refresh();
    await registers.load(chain);
    chainSince = seq;
  }

  async function workSales(name: string): Promise<void> {
    const { store, month } = parseDatabaseName(name) as { store: string; month: string };
    const timeZone = timeZoneOf(store);
    const database = await engine.open(name);
    const before = await cursors.of(name);
    const touched = new Set<string>();
    let since = before;
    for (;;) {
      const { rows, lastSeq } = await database.changes({ since, limit: PAGE, includeDocs: true });
      since = lastSeq;
      for (const { id, deleted, doc } of rows) {
        const fact = !deleted && doc ? dayFactOf(doc) : null;
        if (!fact) {
          // No device may delete a fact; somebody with CouchDB's own password did.
          const own = deleted && isDayFactId(id) ? parseHlc(keyOfId(id)) : null;
          if (own) forget(store, localDate(own.wall, timeZone), touched);
          continue;
        }
        const { own, others } = await strays.note(fact, timeZone);
        if (own) held.get(`${store}:${own}`)?.set(fact._id, fact);
        // The receipt's other facts may not be in memory under this day.
        for (const day of others) held.delete(`${store}:${day}`);
        for (const day of own ? [own, ...others] : others) touched.add(day);
      }
      if (rows.length < PAGE) break;
    }
    // From the beginning: an older copy of the database may have been put in its place, and days may have lost their facts with it.
    if (before === 0) for (const day of await daysWritten(store, month)) forget(store, day, touched);
    if (since === before && touched.size === 0) return;
    for (const day of touched) await rollUp(store, day);
    await cursors.move(name, since);
  }

  function forget(store: string, day: string, touched: Set<string>): void {
    held.delete(`${store}:${day}`);
    touched.add(day);
  }

  async function daysWritten(store: string, month: string): Promise<string[]> {
    const prefix = `${month.slice(0, 4)}-${month.slice(4)}`;
    const range = { startkey: rollupId(store, prefix), endkey: rollupId(store, `${prefix}\ufff0`) };
    return (await (await engine.open(CHAIN)).range(range)).map(({ _id }) => _id.slice(rollupId(store, '').length));
  }

  async function workChain(): Promise<void> {
    const chain = await engine.open(CHAIN);
    const { rows, lastSeq } = await chain.changes({ since: chainSince!, includeDocs: true });
    chainSince = lastSeq;
    for (const { id, deleted, doc } of rows) {
      if (doc && !deleted && isRegister(id)) registers.note(doc);
      const [type, store, day] = id.split(':');
      if (deleted && type === 'day-rollup' && store && day && (await factsOf(store, day)).size > 0) await rollUp(store, day);
    }
    for (const [store, day] of registers.changed()) await rollUp(store, day);
  }

  async function workCosts(): Promise<void> {
    const changed = await costs.refresh();
    if (changed.size === 0) return;
    for (const [store, day] of await costs.daysWith(changed, timeZoneOf)) await rollUp(store, day);
  }

  async function work(name: string): Promise<void> {
    await begin();
    if (name === CHAIN) await workChain();
    else if (name === COSTS) await workCosts();
    else await workSales(name);
  }

  const isSales = (name: string): boolean => parseDatabaseName(name)?.kind === 'sales';
  const wants = (name: string): boolean => name === CHAIN || name === COSTS || isSales(name);
  const follower = startFollower(engine, { what: 'rollup', wants, work, log });

  async function rebuild(): Promise<number> {
    const days = (found = new Set<string>());
    await follower.between(async () => {
      held.clear();
      await strays.clear();
      await begin();
    });
    const names = (await engine.list()).filter(isSales).sort().reverse();
    // One database at a time: what is sold meanwhile is counted in between.
    for (const name of names) {
      await follower.between(async () => {
        await cursors.reset(name);
        await workSales(name);
      });
    }
    await follower.between(async () => {
      for (const [database, type] of [
        [CHAIN, 'day-rollup:'],
        [CHAIN_COST, 'day-cost:'],
      ] as const) {
        const stored = await engine.open(database);
        for (const { _id } of await stored.range({ startkey: type, endkey: `${type}\ufff0` })) {
          const [, store = '', day = ''] = _id.split(':');
          if (days.has(`${store}:${day}`)) continue;
          held.delete(`${store}:${day}`);
          await rollUp(store, day);
        }
      }
      found = null;
    });
    return days.size;
  }

  /** After an update that folds otherwise, and when a person asks for it, everything is folded anew; a kill in between begins it again. */
  async function foldAnew(): Promise<void> {
    const { fold, requested } = await rollupState(engine);
    if (fold === FOLD && requested === null) return;
    const chain = await engine.open(CHAIN);
    const nothing = (await chain.range({ startkey: 'day-rollup:', endkey: 'day-rollup:\ufff0', limit: 1 })).length === 0;
    if (nothing && requested === null) return changeRollupState(engine, () => ({ fold: FOLD }));
    const days = await rebuild();
    log('info', 'rollups-rebuilt', { days });
    await changeRollupState(engine, (before) => ({
      fold: FOLD,
      rebuilt: { at: clock.now(), days },
      requested: before.requested === requested ? null : before.requested,
    }));
  }
  let folding: Promise<void> = Promise.resolve();
  const foldWhereAsked = (): void => {
    folding = folding.then(foldAnew).catch((error: unknown) => log('error', 'rollup-failed', { error: reasonOf(error) }));
  };
  foldWhereAsked();
  const timer = setInterval(() => {
    follower.look(CHAIN);
    foldWhereAsked();
  }, LOOK_EVERY);
  timer.unref();

  return {
    rebuild,
    look() {
      follower.look(CHAIN);
      foldWhereAsked();
    },
    async settled() {
      await folding;
      await follower.settled();
    },
    async stop() {
      clearInterval(timer);
      await follower.stop();
      await folding;
    },
  };
}
