import { parseDatabaseName, salesDatabaseOf } from '../../design/databases.ts';
import { stockTake, type StockTake } from '../../design/documents/stock-take.ts';
import { keyOfId, rangeOf } from '../../design/ids.ts';
import { editFields, stampAfter } from '../../design/merge/edit.ts';
import { adjustmentFacts } from '../../design/stock/adjustment.ts';
import { correctionsOf } from '../../design/stock-take/differences.ts';
import { HOUR, SECOND, type Clock } from '../../design/time/clock.ts';
import type { Database, Engine } from '../engine/engine.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { jsonLog, type Log } from '../log.ts';
import { handedIn } from '../openings/handed-in.ts';
import { createStamps } from '../stamps.ts';
import { readTakeBook } from './take-book.ts';
import { writeTakeCost } from './take-cost.ts';

/** A signed take waits so long for tills that have not handed in since the last piece was counted. */
const POST_AT_LAST = 12 * HOUR;
const LOOK_AGAIN = 15 * SECOND;

export interface PosterOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log?: Log;
  /** Ms between two looks at a take that waits for tills. */
  readonly lookAgain?: number;
}

type Signed = StockTake & { readonly approved: NonNullable<StockTake['approved']> };

/**
 * Posts signed stock-takes: one writer, so that a count that two tablets approve apart is posted once. The signed counts are held against
 * the books at the instants they were counted at, by everything that the tills have handed in: a sale of before the count that a till sent
 * after the signature is no shortage. Every step is repeatable; ids come from the take, the place and the article.
 */
export function startStockTakes(engine: Engine, options: PosterOptions): Follower {
  const { clock, timeZoneOf, log = jsonLog, lookAgain = LOOK_AGAIN } = options;
  const stamps = createStamps(clock);
  const timers = new Map<string, NodeJS.Timeout>();

  async function post(database: Database, take: Signed): Promise<void> {
    const { store, approved, place, number } = take;
    const now = clock.now();
    const counted = approved.lines.reduce((last, { at }) => Math.max(last, at), take.begun);
    const complete = await handedIn(engine, store, counted);
    if (!complete && now < approved.at + POST_AT_LAST) return waitFor(database.name);
    const { book, own } = await readTakeBook(engine, take);
    const corrections = correctionsOf({ place, lines: approved.lines }, book);
    // Of the signature's own instant, so that a run that was killed half way writes the same facts into the same month once more.
    const signedAt = take.stamps['approved'] ?? take.hlc;
    const named = salesDatabaseOf({ store, hlc: signedAt }, timeZoneOf(store));
    const hlc = (await engine.exists(named)) ? signedAt : stamps();
    const head = { key: keyOfId(take._id), number, of: take._id, because: 'stock_take', store, signed: approved.signed };
    const facts = adjustmentFacts({ ...head, at: approved.at, hlc, by: approved.by, pos: null }, corrections);
    // Written by a run that was killed before it told the take: those stand, in whichever month it wrote them.
    const entered = new Set(own.map(({ _id }) => _id));
    const lacking = facts.filter(({ _id }) => !entered.has(_id));
    if (lacking.length > 0) {
      const sales = await engine.open(salesDatabaseOf({ store, hlc }, timeZoneOf(store)));
      const results = await sales.bulk(lacking);
      const failed = results.find(({ ok }) => !ok);
      if (failed) throw new Error(`${failed.id}: ${failed.error}`);
    }
    await writeTakeCost(engine, take, [...own, ...lacking], stamps());
    const posted = { at: now, facts: facts.length, complete };
    const told = await database.put(
      editFields<StockTake>(take, { posted }, { hlc: stampAfter(stamps(), take), by: null, pos: null }),
    );
    if (!told.ok) throw new Error(`${take._id}: ${told.error}`);
    log('info', 'stock-take-posted', { store, facts: facts.length, complete });
  }

  function waitFor(name: string): void {
    if (timers.has(name)) return;
    timers.set(
      name,
      setTimeout(() => {
        timers.delete(name);
        follower.look(name);
      }, lookAgain),
    );
  }

  async function work(name: string): Promise<void> {
    const database = await engine.open(name);
    for (const doc of await database.range(rangeOf('stock-take'))) {
      const take = stockTake.safeParse(doc).data;
      if (take?.approved && !take.posted) await post(database, { ...take, approved: take.approved });
    }
  }

  const follower = startFollower(engine, {
    what: 'stock-takes',
    wants: (name) => parseDatabaseName(name)?.kind === 'store',
    work,
    log,
  });
  return {
    settled: () => follower.settled(),
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      return follower.stop();
    },
  };
}
