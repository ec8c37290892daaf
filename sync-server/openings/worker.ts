import { parseDatabaseName, salesDatabase, storeDatabase } from '../../design/databases.ts';
import { openingCorrection, type Opening, type OpeningCorrection } from '../../design/documents/opening.ts';
import { differenceOf, isNothing, NOTHING, sumOf } from '../../design/folds/balance.ts';
import {
  correctionId,
  nextMonth,
  openingBalance,
  openingId,
  outstanding,
  recordedMovement,
  sealDue,
} from '../../design/folds/opening.ts';
import { rangeOf } from '../../design/ids.ts';
import { HOUR, type Clock } from '../../design/time/clock.ts';
import { instantOf } from '../../design/time/day-range.ts';
import { localMonth } from '../../design/time/local-time.ts';
import type { Database, DocumentInput, Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { jsonLog, type Log } from '../log.ts';
import { createStamps } from '../stamps.ts';
import { handedIn } from './handed-in.ts';
import { monthMovement, monthsOf } from './month-facts.ts';

export interface OpeningsOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log?: Log;
}

/**
 * Seals what each shop had at the start of a month (design §4), one document a month in `store-<code>`, when the month before is over
 * and handed in; what comes later becomes a correction beside it. Every step is repeatable: ids are given, documents are never changed,
 * and a second server that does the same work meets a conflict and looks again.
 */
export function startOpenings(engine: Engine, { clock, timeZoneOf, log = jsonLog }: OpeningsOptions): Follower {
  const cursors = createCursors(engine, 'openings');
  const stamps = createStamps(clock);
  const looked = new Map<string, number>();
  /** The first month of each shop. */
  const firsts = new Map<string, string>();

  const get = async (database: Database, month: string): Promise<Opening | null> =>
    (await database.get(openingId(month))) as unknown as Opening | null;

  async function chainOf(database: Database): Promise<{ openings: Opening[]; corrections: OpeningCorrection[] }> {
    const docs = await database.range(rangeOf('opening'));
    const corrections = (await database.range(rangeOf('opening-correction'))).flatMap(
      (doc) => openingCorrection.safeParse(doc).data ?? [],
    );
    return { openings: docs as unknown as Opening[], corrections };
  }

  async function write(database: Database, doc: DocumentInput): Promise<void> {
    const written = await database.put(doc);
    if (!written.ok) throw new Error(`${doc._id}: ${written.error}`);
  }

  async function seal(store: string, month: string, next: string, complete: boolean): Promise<void> {
    const database = await engine.open(storeDatabase(store));
    const { moved, seq, empty } = await monthMovement(engine, store, month);
    const { openings, corrections } = await chainOf(database);
    const before = openings.find((one) => one.month === month);
    if (empty && openings.length === 0) return;
    const base = before ? openingBalance(openings, corrections, month)! : NOTHING;
    const contained = new Set(openings.flatMap((one) => one.corrections));
    const doc: Omit<Opening, '_rev'> = {
      _id: openingId(next),
      type: 'opening',
      schema: 1,
      hlc: stamps(),
      by: null,
      pos: null,
      store,
      month: next,
      ...sumOf(base, moved),
      moved,
      previous: before?._id ?? null,
      corrections: before ? outstanding(corrections, month, contained).map((one) => one._id) : [],
      sealed: clock.now(),
      complete,
    };
    await write(database, doc);
    if (seq !== null) await cursors.move(salesDatabase(store, month), seq);
    log('info', 'opening-sealed', { store, month: next, complete });
  }

  /** Facts of a month came after the opening behind it was sealed. */
  async function correct(store: string, month: string, next: Opening): Promise<void> {
    const database = await engine.open(storeDatabase(store));
    const { moved, seq } = await monthMovement(engine, store, month);
    const { corrections } = await chainOf(database);
    const lacking = differenceOf(moved, recordedMovement(next, corrections));
    if (!isNothing(lacking)) {
      const n = corrections.filter((one) => one.month === next.month).length + 1;
      const head = {
        _id: correctionId(next.month, n),
        type: 'opening-correction',
        schema: 1,
        hlc: stamps(),
        by: null,
        pos: null,
      };
      await write(database, { ...head, store, month: next.month, at: clock.now(), ...lacking });
      log('warn', 'opening-corrected', { store, month: next.month, correction: n });
    }
    if (seq !== null) await cursors.move(salesDatabase(store, month), seq);
  }

  /** The months that are over, from the first that has a database on, without gaps. */
  async function monthsOver(store: string, current: string): Promise<string[]> {
    const first = firsts.get(store) ?? (await monthsOf(engine, store))[0];
    if (first !== undefined) firsts.set(store, first);
    const months: string[] = [];
    for (let month = first; month !== undefined && month < current; month = nextMonth(month)) months.push(month);
    return months;
  }

  /** Looks at a shop's months from `from` on, and from the last opening on: corrects what is sealed, then seals what is due, in order. */
  async function settle(store: string, from: string): Promise<void> {
    const timeZone = timeZoneOf(store);
    const database = await engine.open(storeDatabase(store));
    const over = await monthsOver(store, localMonth(clock.now(), timeZone));
    let sealedUpTo = over.length;
    while (sealedUpTo > 0 && !(await get(database, nextMonth(over[sealedUpTo - 1]!)))) sealedUpTo -= 1;

    let changed = false;
    for (const month of over.slice(0, sealedUpTo).filter((one) => one >= from)) {
      const name = salesDatabase(store, month);
      const opening = await get(database, nextMonth(month));
      const held = await engine.exists(name);
      if (!changed && held) changed = (await cursors.of(name)) !== (await (await engine.open(name)).info()).seq;
      if (!changed) break;
      // A receipt that came late may be the one that a later month's result waits for.
      if (opening && held) await correct(store, month, opening);
    }
    for (const month of over.slice(sealedUpTo)) {
      const next = nextMonth(month);
      if (!sealDue(next, timeZone, clock.now(), true)) return;
      const complete = await handedIn(engine, store, instantOf(`${next.slice(0, 4)}-${next.slice(4)}-01T00:00:00`, timeZone));
      if (!sealDue(next, timeZone, clock.now(), complete)) return;
      await seal(store, month, next, complete);
    }
  }

  async function work(name: string): Promise<void> {
    const { store, month } = parseDatabaseName(name)!;
    const isOver = month! < localMonth(clock.now(), timeZoneOf(store!));
    // A sale of today moves no opening: it is the occasion to look whether one is due, and no more often than that.
    if (!isOver && Math.abs(clock.now() - (looked.get(store!) ?? 0)) < HOUR) return;
    looked.set(store!, clock.now());
    await settle(store!, month!);
  }

  const follower = startFollower(engine, {
    what: 'openings',
    wants: (name) => parseDatabaseName(name)?.kind === 'sales',
    work,
    log,
  });
  const timer = setInterval(() => {
    const names = engine.list();
    names.then((all) => all.forEach((name) => isLast(name) && follower.look(name))).catch(() => undefined);
  }, HOUR);
  timer.unref();
  /** The month that ended last: the one whose opening may be due. */
  function isLast(name: string): boolean {
    const { kind, store, month } = parseDatabaseName(name) ?? {};
    return kind === 'sales' && nextMonth(month!) === localMonth(clock.now(), timeZoneOf(store!));
  }
  return {
    settled: () => follower.settled(),
    stop() {
      clearInterval(timer);
      return follower.stop();
    },
  };
}
