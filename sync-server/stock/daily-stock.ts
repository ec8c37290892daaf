import { CHAIN, parseDatabaseName, salesDatabase } from '../../design/databases.ts';
import type { Report, ReportItem } from '../../design/documents/chain.ts';
import type { StockMovement } from '../../design/documents/facts.ts';
import { articlesOf } from '../../design/folds/movement.ts';
import { keyOfId } from '../../design/ids.ts';
import { adjustmentFacts, adjustmentId } from '../../design/stock/adjustment.ts';
import { judgeCount, shelfCounts, type CountVerdict, type ShelfCount } from '../../design/stock/daily-count.ts';
import { DAY, type Clock } from '../../design/time/clock.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localDate, localDateTime, localMonth } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import { startRound, type Round } from '../follow/round.ts';
import type { Log } from '../log.ts';
import { handedIn } from '../openings/handed-in.ts';
import { writeReport } from '../reconcile/reports.store.ts';
import { createStamps } from '../stamps.ts';
import { isSalesOf, readFloor } from './shop-floor.ts';

/** Hour of the shop's day at which its counts are held against the books. */
const AT_HOUR = '03';
/** A till that has been away for longer than this holds no count up any more: what it hands in then is found by the next count. */
const WAIT_AT_MOST = 7 * DAY;
/** Counts of the days before that are looked at again: their tills may have come back since. */
const LOOK_BACK = WAIT_AT_MOST + DAY;

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
 */
export function startDailyStock(engine: Engine, { clock, timeZoneOf, log }: DailyStockOptions): DailyStock {
  const stamps = createStamps(clock);

  async function shop(store: string, now: number): Promise<void> {
    const zone = timeZoneOf(store);
    if (localDateTime(now, zone).slice(11, 13) < AT_HOUR) return;
    const day = localDate(now, zone);
    const _id = `report:c40:${store}:${day}`;
    if ((await (await engine.open(CHAIN)).get(_id)) !== null) return;
    const { verdicts, waiting, from } = await verdictsOf(store, now);
    const posted = await post(
      store,
      verdicts.filter(({ small }) => small),
    );
    const large = verdicts.filter(({ small }) => !small);
    const items = [
      ...large.map((one) => itemOf(store, one, 'count-differs')),
      ...posted.map((one) => itemOf(store, one, 'count-adjusted')),
    ];
    const report: Report = {
      ...{ _id, type: 'report', schema: 1, hlc: stamps(), by: null, pos: null, job: 'c40', at: now, from, to: now, store },
      ...{ lost: 0, waiting, found: large.length, items: items.slice(0, 500), tills: [], seen: null },
    };
    await writeReport(engine, report);
    if (items.length > 0)
      log('warn', 'reconciliation-stock', { job: 'c40', store, adjusted: posted.length, found: large.length });
  }

  async function verdictsOf(store: string, now: number) {
    const { ledger, papers } = await readFloor(engine, store);
    const counts = shelfCounts(papers).filter(({ at }) => now - at <= LOOK_BACK);
    const done = await postedBefore(
      store,
      counts.map(({ id, sku }) => idOf(store, id, sku)),
    );
    const verdicts: CountVerdict[] = [];
    let waiting = 0;
    for (const count of counts) {
      if (done.has(idOf(store, count.id, count.sku))) continue;
      if (now - count.at <= WAIT_AT_MOST && !(await handedIn(engine, store, count.at))) waiting += 1;
      else {
        const verdict = judgeCount(count, ledger.at(count.sku, count.at));
        // Somebody has put it right since by hand or by a stock-take: what was counted then is no longer the question.
        if (verdict && !papers.some((paper) => putsRight(paper, count))) verdicts.push(verdict);
      }
    }
    const from = Math.min(now, ...counts.map(({ at }) => at));
    return { verdicts, waiting, from };
  }

  async function post(store: string, verdicts: readonly CountVerdict[]): Promise<CountVerdict[]> {
    for (const { id, sku, difference } of verdicts) {
      const hlc = stamps();
      const wall = parseHlc(hlc)!.wall;
      const head = {
        key: keyFor(store, id),
        number: null,
        of: id,
        because: 'daily_reconciliation',
        store,
        at: wall,
        hlc,
      } as const;
      const facts = adjustmentFacts({ ...head, by: null, pos: null }, [{ sku, place: 'floor', difference }]);
      const database = await engine.open(salesDatabase(store, localMonth(wall, timeZoneOf(store))));
      for (const fact of facts) {
        const written = await database.put(fact);
        if (!written.ok && written.error !== 'conflict') throw new Error(`${fact._id}: ${written.error}`);
      }
    }
    return [...verdicts];
  }

  /** Which of these adjustments are in the books, whatever month they were written in. */
  async function postedBefore(store: string, ids: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    if (ids.length === 0) return found;
    for (const name of (await engine.list()).filter((one) => isSalesOf(one, store)))
      for (const { _id } of await (await engine.open(name)).range({ keys: ids })) found.add(_id);
    return found;
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

const putsRight = (paper: StockMovement, { sku, at }: ShelfCount): boolean =>
  paper.document?.kind === 'adjustment' && paper.at > at && articlesOf(paper).some((one) => one.sku === sku);
const keyFor = (store: string, count: string): string => `reconcile-${store}-${keyOfId(count)}`;
const idOf = (store: string, count: string, sku: string): string => adjustmentId(keyFor(store, count), 'floor', sku);
const itemOf = (store: string, { id, sku, at, difference }: CountVerdict, what: string): ReportItem => ({
  ...{ pos: '', store, what, id, fn: null, fd: null, at, sku, qty: difference },
});
