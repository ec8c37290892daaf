import { CHAIN, parseDatabaseName, salesDatabase } from '../../design/databases.ts';
import type { Report, ReportItem } from '../../design/documents/chain.ts';
import type { StockMovement } from '../../design/documents/facts.ts';
import { isReceipt } from '../../design/folds/movement.ts';
import { keyOfId, rangeOf } from '../../design/ids.ts';
import { adjustmentFacts } from '../../design/stock/adjustment.ts';
import { isSettledBy, judgeCount, leftToPost, postedFor, shelfCounts, type ShelfCount } from '../../design/stock/daily-count.ts';
import { BookLedger } from '../../design/stock-take/book.ts';
import { LATE_AT_MOST } from '../../design/stock-take/late.ts';
import { DAY, type Clock } from '../../design/time/clock.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localDate, localDateTime, localMonth } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import { startRound, type Round } from '../follow/round.ts';
import type { Log } from '../log.ts';
import { handedIn } from '../openings/handed-in.ts';
import { monthsOf } from '../openings/month-facts.ts';
import { writeReport } from '../reconcile/reports.store.ts';
import { createStamps } from '../stamps.ts';
import { factsSince } from './facts-since.ts';

/** Hour of the shop's day at which its counts are held against the books. */
const AT_HOUR = '03';
/** A till that has been away for longer than this holds no count up any more: what it hands in then is found by the next count. */
const WAIT_AT_MOST = 7 * DAY;
/** A count that waits for a person is told so many days long. */
const LOOK_BACK = WAIT_AT_MOST + DAY;

type Counted = ShelfCount & { readonly difference: number };
/** `turn`: how many papers were written for the count before. */
type Due = Counted & { readonly turn: number };
interface Verdicts {
  readonly due: Due[];
  readonly large: Counted[];
  waiting: number;
  readonly from: number;
}
interface Known {
  readonly now: number;
  readonly papers: readonly StockMovement[];
  readonly book: Pick<BookLedger, 'at'>;
}

interface DailyStockOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log: Log;
}
/** `run`: looks at every shop now; each does its work once a day, from 03:00 on. */
export type DailyStock = Round;

/**
 * Requirement C-40: at 03:00 of each shop, what people counted on the shelves against what the books said when they counted. Up to 5
 * pieces or 10 % are put right (`daily_reconciliation`), each count of an article once, by the name of its fact; more waits for a person, in
 * the day's report (`report:c40:<store>:<day>`). A count waits until every till of the shop has handed in what it sold before it.
 * What a till that was away for longer sold before a count (`LATE_AT_MOST`, 60 days, as for a stock-take) corrects what was posted for it: the
 * newest count of an article is held against the books of its instant each night, and what is lacking is a fact more (`late_sale`).
 */
export function startDailyStock(engine: Engine, { clock, timeZoneOf, log }: DailyStockOptions): DailyStock {
  const stamps = createStamps(clock);

  async function shop(store: string, now: number): Promise<void> {
    const zone = timeZoneOf(store);
    if (localDateTime(now, zone).slice(11, 13) < AT_HOUR) return;
    const day = localDate(now, zone);
    const _id = `report:c40:${store}:${day}`;
    if ((await (await engine.open(CHAIN)).get(_id)) !== null) return;
    const { due, large, waiting, from } = await verdictsOf(store, now);
    for (const one of due) await post(store, one);
    const items = [
      ...large.map((one) => itemOf(store, one, 'count-differs')),
      ...due.map((one) => itemOf(store, one, 'count-adjusted')),
    ];
    const report: Report = {
      ...{ _id, type: 'report', schema: 1, hlc: stamps(), by: null, pos: null, job: 'c40', at: now, from, to: now, store },
      ...{ lost: 0, waiting, found: large.length, items: items.slice(0, 500), tills: [], seen: null },
    };
    await writeReport(engine, report);
    if (items.length > 0) log('warn', 'reconciliation-stock', { job: 'c40', store, adjusted: due.length, found: large.length });
  }

  async function verdictsOf(store: string, now: number): Promise<Verdicts> {
    const zone = timeZoneOf(store);
    const papers = await papersSince(engine, store, localMonth(now - LATE_AT_MOST, zone));
    const counts = shelfCounts(papers).filter(({ at }) => now - at <= LATE_AT_MOST);
    const found: Verdicts = { due: [], large: [], waiting: 0, from: Math.min(now, ...counts.map(({ at }) => at)) };
    if (counts.length === 0) return found;
    const book = await readBook(engine, store, counts);
    for (const count of counts) {
      if (now - count.at <= WAIT_AT_MOST && !(await handedIn(engine, store, count.at))) found.waiting += 1;
      // Somebody has put it right since by hand or by a stock-take: what was counted then is no longer the question.
      else if (!papers.some((paper) => isSettledBy(paper, count))) judge(count, found, { now, papers, book });
    }
    return found;
  }

  /** The count against the books without what was posted for it; what that lacks or has too much, now that all is known, is due. */
  function judge(count: ShelfCount, found: Verdicts, { now, papers, book }: Known): void {
    const posted = postedFor(count, papers);
    const verdict = judgeCount(count, book.at(count.sku, count.at));
    const difference = leftToPost(verdict?.difference ?? 0, posted.pieces);
    if (difference === 0) return;
    if (verdict === null || verdict.small) found.due.push({ ...count, difference, turn: posted.papers });
    // An old one was told while it was new, unless it had been put right and is not right any more.
    else if (now - count.at <= LOOK_BACK || posted.papers > 0) found.large.push({ ...count, difference });
  }

  async function post(store: string, { id, sku, at, difference, turn }: Due): Promise<void> {
    const hlc = stamps();
    const key = turn === 0 ? keyFor(store, id) : `${keyFor(store, id)}~late${turn}`;
    const because = turn === 0 ? 'daily_reconciliation' : 'late_sale';
    // Of the instant of the count: a stock-take of between then and now sees the books as they were.
    const head = { key, number: null, of: id, because, store, at, hlc, by: null, pos: null };
    const database = await engine.open(salesDatabase(store, localMonth(parseHlc(hlc)!.wall, timeZoneOf(store))));
    for (const fact of adjustmentFacts(head, [{ sku, place: 'floor', difference }])) {
      const written = await database.put(fact);
      if (!written.ok && written.error !== 'conflict') throw new Error(`${fact._id}: ${written.error}`);
    }
  }

  return startRound({
    what: 'reconciliation-stock',
    log,
    async work() {
      const stores = (await engine.list())
        .map(parseDatabaseName)
        .flatMap((name) => (name?.kind === 'store' ? [name.store!] : []));
      for (const store of stores) await shop(store, clock.now());
    },
  });
}

const keyFor = (store: string, count: string): string => `reconcile-${store}-${keyOfId(count)}`;
const itemOf = (store: string, { id, sku, at, difference }: Counted, what: string): ReportItem => ({
  ...{ pos: '', store, what, id, fn: null, fd: null, at, sku, qty: difference },
});

/** Stock papers of a shop from a month on, `YYYYMM`. */
async function papersSince(engine: Engine, store: string, month: string): Promise<StockMovement[]> {
  const papers: StockMovement[] = [];
  for (const one of (await monthsOf(engine, store)).filter((name) => name >= month)) {
    const database = await engine.open(salesDatabase(store, one));
    papers.push(...((await database.range(rangeOf('stock-movement'))) as unknown as StockMovement[]));
  }
  return papers;
}

/** The floor's books since the oldest of these counts, without what was written for them. */
async function readBook(engine: Engine, store: string, counts: readonly ShelfCount[]): Promise<BookLedger> {
  const since = counts.reduce((least, { at }) => Math.min(least, at - 1), Infinity);
  const { opening, facts } = await factsSince(engine, store, since);
  const judged = new Set(counts.map(({ id, sku }) => `${id} ${sku}`));
  const isOwn = ({ document: paper, sku }: StockMovement): boolean =>
    paper?.kind === 'adjustment' && judged.has(`${paper.of} ${sku}`);
  const book = new BookLedger('floor', since);
  book.begin(opening);
  for (const fact of facts) {
    if (fact.type === 'fiscal-result') book.takeResult(fact._id);
    else if (isReceipt(fact) || (fact.type === 'stock-movement' && !isOwn(fact))) book.take(fact);
  }
  return book;
}
