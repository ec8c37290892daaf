import { parseDatabaseName, resultIdOf } from '../../design/databases.ts';
import type { Report, ReportItem } from '../../design/documents/chain.ts';
import type { Correction, FiscalResult, Refund, Sale } from '../../design/documents/facts.ts';
import { keyOfId, rangeOf } from '../../design/ids.ts';
import { exceedingRefunds } from '../../design/refund/exceeding.ts';
import { returnOf } from '../../design/refund/returns.ts';
import type { Clock } from '../../design/time/clock.ts';
import { CHAIN } from '../../design/databases.ts';
import type { Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { workThrough } from '../follow/work-through.ts';
import type { Log } from '../log.ts';
import { createStamps } from '../stamps.ts';
import { writeReport } from './reports.store.ts';

/**
 * The third ring of refund limits (design §6): as soon as a refund or its fiscal result arrives, all refunds of its original that the chain
 * knows are held against what was sold; the reversal of a corrected receipt gives all of it back. Two tills that were offline may both have given the same goods back: nothing is refused any
 * more, a report (`report:refunds:<key of the sale>`) tells a person, once for each excess.
 */
export function startRefundWatch(engine: Engine, { clock, log }: { readonly clock: Clock; readonly log: Log }): Follower {
  const cursors = createCursors(engine, 'refunds');
  const stamps = createStamps(clock);
  const isSales = (name: string): boolean => parseDatabaseName(name)?.kind === 'sales';

  async function everywhere<T>(ids: readonly string[]): Promise<T[]> {
    const found: T[] = [];
    for (const name of (await engine.list()).filter(isSales)) {
      found.push(...((await (await engine.open(name)).range({ keys: ids })) as unknown as T[]));
    }
    return found;
  }

  /** Every refund of these originals that a drive has made, by original. */
  async function registered(originals: ReadonlySet<string>): Promise<Map<string, Refund[]>> {
    const refunds: Refund[] = [];
    for (const name of (await engine.list()).filter(isSales)) {
      const database = await engine.open(name);
      const docs = [...(await database.range(rangeOf('refund'))), ...(await database.range(rangeOf('correction')))];
      const all = (docs as unknown as (Refund | Correction)[]).map(returnOf).filter((back) => back !== null);
      refunds.push(...all.filter(({ original }) => original.sale !== null && originals.has(original.sale)));
    }
    const results = await everywhere<FiscalResult>(refunds.map(({ _id }) => resultIdOf(_id)));
    const made = new Set(results.map(({ sale }) => sale));
    const once = new Map(refunds.filter(({ _id }) => made.has(_id)).map((refund) => [refund._id, refund]));
    return Map.groupBy(once.values(), ({ original }) => original.sale!);
  }

  async function judge(originals: ReadonlySet<string>): Promise<void> {
    const refunds = await registered(originals);
    for (const sale of await everywhere<Sale>([...refunds.keys()])) {
      const own = refunds.get(sale._id) ?? [];
      const found = exceedingRefunds(sale, own);
      if (found.length > 0) await tell(sale, own, found);
    }
  }

  async function tell(sale: Sale, refunds: readonly Refund[], found: ReturnType<typeof exceedingRefunds>): Promise<void> {
    const byId = new Map(refunds.map((refund) => [refund._id, refund]));
    const items = found.map(({ refund: id, sku, of, sold, returned, asked }): ReportItem => {
      const { pos, store, at } = byId.get(id)!;
      const over = of === 'amount' ? { difference: returned + asked - sold } : {};
      return {
        pos: pos ?? '',
        store,
        what: 'refund-exceeds-sale',
        id,
        fn: sale.fn,
        fd: byId.get(id)!.original.fd,
        at,
        sku,
        ...over,
      };
    });
    const _id = `report:refunds:${keyOfId(sale._id)}`;
    const before = (await (await engine.open(CHAIN)).get(_id)) as unknown as Report | null;
    if (before && before.items.length === items.length) return;
    const now = clock.now();
    const head = { _id, type: 'report', schema: 1, hlc: stamps(), by: null, pos: null, job: 'refunds', at: now } as const;
    const counts = { from: sale.at, to: now, store: sale.store, lost: 0, waiting: 0, found: items.length, items, tills: [] };
    await writeReport(engine, { ...head, ...counts, seen: null });
    log('warn', 'refunds-exceed-sale', { job: 'refunds', store: sale.store, found: items.length });
  }

  async function work(name: string): Promise<void> {
    const originals = new Set<string>();
    const late: string[] = [];
    await workThrough(engine, cursors, name, {
      take(rows) {
        for (const { doc, deleted } of rows) {
          const fact = deleted ? null : (doc as unknown as Partial<Refund | Correction | FiscalResult> | null);
          if ((fact?.type === 'refund' || fact?.type === 'correction') && fact.original?.sale) originals.add(fact.original.sale);
          else if (fact?.type === 'fiscal-result' && fact.operation !== 'sale' && fact.sale) late.push(fact.sale);
        }
      },
      async end() {
        for (const { original } of late.length > 0 ? await everywhere<Refund | Correction>(late) : [])
          if (original?.sale) originals.add(original.sale);
        if (originals.size > 0) await judge(originals);
      },
    });
  }

  return startFollower(engine, { what: 'refunds', wants: isSales, work, log });
}
