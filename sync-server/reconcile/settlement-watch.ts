import { CHAIN, parseDatabaseName } from '../../design/databases.ts';
import type { Report } from '../../design/documents/chain.ts';
import type { FiscalResult, Receipt } from '../../design/documents/facts.ts';
import { keyOfId } from '../../design/ids.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { workThrough } from '../follow/work-through.ts';
import type { Log } from '../log.ts';
import { createStamps } from '../stamps.ts';
import { overdrawn, takenBy, type Overdrawn } from './deposits.ts';
import { writeReport } from './reports.store.ts';

/**
 * As soon as a receipt that sets a deposit off or pays a debt off arrives with its fiscal result, everything that the chain knows of that
 * deposit or debt is held together. Used twice by tills that were offline, nothing is refused any more: a report
 * (`report:deposits:at-<key of the document>`) tells a person whose money it was, by which receipts, and how much is too much.
 */
export function startSettlementWatch(engine: Engine, { clock, log }: { readonly clock: Clock; readonly log: Log }): Follower {
  const cursors = createCursors(engine, 'settlements');
  const stamps = createStamps(clock);

  async function tell({ sale, store, since, items }: Overdrawn): Promise<void> {
    const _id = `report:deposits:at-${keyOfId(sale)}`;
    const before = (await (await engine.open(CHAIN)).get(_id)) as unknown as Report | null;
    if (before && JSON.stringify(before.items) === JSON.stringify(items)) return;
    const now = clock.now();
    const head = { _id, type: 'report', schema: 1, hlc: stamps(), by: null, pos: null, job: 'deposits', at: now } as const;
    const counts = { from: since, to: now, store, lost: 0, waiting: 0, found: 1, items: [...items], tills: [] };
    await writeReport(engine, { ...head, ...counts, seen: null });
    log('warn', 'settled-twice', { job: 'deposits', store, receipts: items.length - 1 });
  }

  async function work(name: string): Promise<void> {
    const named = new Set<string>();
    await workThrough(engine, cursors, name, {
      async take(rows, database) {
        const facts = rows.flatMap(({ doc, deleted }) => (deleted || !doc ? [] : [doc as unknown as Receipt | FiscalResult]));
        // The receipt of a result lies beside it; where it does not, the daily comparison sees it.
        const late = facts.flatMap((fact) => (fact.type === 'fiscal-result' && fact.operation !== 'refund' ? [fact.sale] : []));
        const receipts = late.length > 0 ? ((await database.range({ keys: late })) as unknown as Receipt[]) : [];
        for (const fact of [...facts, ...receipts]) {
          if (fact.type === 'sale' || fact.type === 'correction') takenBy(fact).forEach((id) => named.add(id));
        }
      },
      async end() {
        for (const one of await overdrawn(engine, named, true)) await tell(one);
      },
    });
  }

  return startFollower(engine, {
    what: 'settlements',
    wants: (name) => parseDatabaseName(name)?.kind === 'sales',
    work,
    log,
  });
}
