import { parseDatabaseName, salesDatabaseOf, storeDatabase } from '../../design/databases.ts';
import { stockTake, type StockTake } from '../../design/documents/stock-take.ts';
import { RECEIPT_TYPES } from '../../design/folds/movement.ts';
import { rangeOf } from '../../design/ids.ts';
import { isOfTake, LATE_AT_MOST, lateFacts } from '../../design/stock-take/late.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Database, Engine, StoredDocument } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { workThrough } from '../follow/work-through.ts';
import type { Log } from '../log.ts';
import { createStamps } from '../stamps.ts';
import { readTakeBook } from './take-book.ts';
import { writeTakeCost } from './take-cost.ts';

/** Facts that come late, and takes that are posted. */
const FOLLOWED: ReadonlySet<string> = new Set(['sales', 'store']);
const MOVES: readonly unknown[] = [...RECEIPT_TYPES, 'stock-movement'];

export interface LateSalesOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log: Log;
}

type Posted = StockTake & { readonly approved: NonNullable<StockTake['approved']> };
const countedLast = ({ approved, begun }: Posted): number => approved.lines.reduce((last, { at }) => Math.max(last, at), begun);

/**
 * A till that was away brings a sale of before a count that is posted already: what was posted called it a shortage. The take is held
 * against the books once more and the difference becomes a fact more (`late_sale`), written once: what has been posted is counted in, so a
 * run that was killed, or a fact that is told again, adds nothing. A take is looked at, too, when it is told to be posted: a sale that came
 * in between the poster's look at the books and that word is in neither otherwise.
 */
export function startLateSales(engine: Engine, { clock, timeZoneOf, log }: LateSalesOptions): Follower {
  const cursors = createCursors(engine, 'late-sales');
  const stamps = createStamps(clock);

  function postedIn(docs: readonly StoredDocument[]): Posted[] {
    return docs.flatMap((doc) => {
      const take = stockTake.safeParse(doc).data;
      const isRecent = take?.posted && clock.now() - take.posted.at <= LATE_AT_MOST;
      return isRecent && take.approved ? [{ ...take, approved: take.approved }] : [];
    });
  }

  async function postedTakes(store: string): Promise<Posted[]> {
    return postedIn(await (await engine.open(storeDatabase(store))).range(rangeOf('stock-take')));
  }

  async function correct(take: Posted): Promise<void> {
    const { store } = take;
    const { book, own } = await readTakeBook(engine, take);
    const hlc = stamps();
    const facts = lateFacts(take, book, own, { hlc });
    if (facts.length === 0) return;
    const sales = await engine.open(salesDatabaseOf({ store, hlc }, timeZoneOf(store)));
    for (const fact of facts) {
      const written = await sales.put(fact);
      if (!written.ok) throw new Error(`${fact._id}: ${written.error}`);
    }
    await writeTakeCost(engine, take, [...own, ...facts], hlc);
    log('warn', 'stock-take-corrected', { store, take: take._id, articles: facts.length });
  }

  async function work(name: string): Promise<void> {
    const { store, kind } = parseDatabaseName(name)!;
    let takes: Posted[] | null = null;
    const late = new Map<string, Posted>();
    await workThrough(engine, cursors, name, {
      async take(rows, database) {
        for (const { doc, deleted } of rows) {
          if (deleted || !doc) continue;
          if (kind === 'store') {
            for (const take of postedIn([doc])) late.set(take._id, take);
            continue;
          }
          takes ??= await postedTakes(store!);
          for (const take of takes) if (!late.has(take._id) && (await isBefore(database, doc, take))) late.set(take._id, take);
        }
      },
      async end() {
        // The earlier count first: what it adds is in the books of the later one.
        for (const take of [...late.values()].sort((a, b) => countedLast(a) - countedLast(b))) await correct(take);
      },
    });
  }

  return startFollower(engine, {
    what: 'late-sales',
    wants: (name) => FOLLOWED.has(parseDatabaseName(name)?.kind ?? ''),
    work,
    log,
  });
}

/** Does a document move goods at an instant before the take's last count? A result tells by its receipt. */
async function isBefore(database: Database, doc: StoredDocument, take: Posted): Promise<boolean> {
  const last = countedLast(take);
  if (doc['type'] === 'fiscal-result') {
    const receipt = await database.get(String(doc['sale']));
    // The receipt lies in another month, or is yet to come.
    return receipt === null || (receipt['at'] as number) <= last;
  }
  if (!MOVES.includes(doc['type']) || isOfTake(doc as never, take._id)) return false;
  return (doc['at'] as number) <= last;
}
