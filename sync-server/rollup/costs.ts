import { CHAIN, COSTS } from '../../design/databases.ts';
import { costAt, costSince } from '../../design/catalogue/cost-at.ts';
import { cost as costShape, type Cost } from '../../design/documents/catalogue.ts';
import type { DayRollup } from '../../design/documents/chain.ts';
import type { CostLookup } from '../../design/folds/cost-day.ts';
import { rangeOf } from '../../design/ids.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Engine, Seq, StoredDocument } from '../engine/engine.ts';

/** Purchase costs in memory: a day's fold asks for hundreds of them. */
export interface CostBook {
  readonly lookup: CostLookup;
  /** Follows the database. Answers what changed, since when (epoch ms); nothing the first time. */
  refresh(): Promise<Map<string, number>>;
  /** Days, `store:day`, whose goods are among those: from when their cost changed on. */
  daysWith(changed: ReadonlyMap<string, number>, timeZoneOf: (store: string) => string): Promise<[store: string, day: string][]>;
}

const PAGE = 1_000;

export function createCostBook(engine: Engine): CostBook {
  const costs = new Map<string, Pick<Cost, 'cost' | 'history' | 'hlc' | 'stamps'>>();
  let since: Seq | null = null;

  function take(doc: StoredDocument | null): [sku: string, from: number] | null {
    const known = costShape.safeParse(doc);
    if (!known.success) return null;
    const { sku, cost, history, hlc, stamps } = known.data;
    costs.set(sku, { cost, hlc, stamps, ...(history && { history }) });
    return [sku, costSince(known.data)];
  }

  return {
    lookup(sku, at) {
      const known = costs.get(sku);
      return known ? costAt(known, at) : null;
    },
    async refresh() {
      const changed = new Map<string, number>();
      const database = await engine.open(COSTS);
      const first = since === null;
      for (;;) {
        const { rows, lastSeq } = await database.changes({ since: since ?? 0, limit: PAGE, includeDocs: true });
        since = lastSeq;
        for (const { doc } of rows) {
          const taken = take(doc);
          if (taken && !first) changed.set(taken[0], Math.min(taken[1], changed.get(taken[0]) ?? Infinity));
        }
        if (rows.length < PAGE) return changed;
      }
    },
    async daysWith(changed, timeZoneOf) {
      const days: [string, string][] = [];
      const earliest = Math.min(...changed.values());
      const rollups = (await (await engine.open(CHAIN)).range(rangeOf('day-rollup'))) as unknown as DayRollup[];
      for (const { store, day, byProduct } of rollups) {
        const zone = timeZoneOf(store);
        if (day < localDate(earliest, zone)) continue;
        const touched = [...changed].some(([sku, from]) => Object.hasOwn(byProduct, sku) && day >= localDate(from, zone));
        if (touched) days.push([store, day]);
      }
      return days;
    },
  };
}
