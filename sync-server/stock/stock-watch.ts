import { CHAIN, parseDatabaseName } from '../../design/databases.ts';
import type { Report, ReportItem } from '../../design/documents/chain.ts';
import type { Receipt, StockMovement } from '../../design/documents/facts.ts';
import { RECEIPT_TYPES } from '../../design/folds/movement.ts';
import type { Shortage } from '../../design/stock/floor-ledger.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { ChangeRow, Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { workThrough } from '../follow/work-through.ts';
import type { Log } from '../log.ts';
import { writeReport } from '../reconcile/reports.store.ts';
import { createStamps } from '../stamps.ts';
import { readFloor, type ShopFloor } from './shop-floor.ts';

/** What a report lists at most; how many there are is told beside it. */
const ITEMS_AT_MOST = 200;
const isFact = (type: unknown): boolean => type === 'stock-movement' || (RECEIPT_TYPES as readonly unknown[]).includes(type);

/**
 * Tells accountant and manager what fell below zero (requirements C-20, C-21, C-22; A-13: nothing is ever refused for it). One report a shop
 * (`report:stock:<store>`) lists what needs counting now and why; it is new again when an article joins it.
 */
export function startStockWatch(engine: Engine, { clock, log }: { readonly clock: Clock; readonly log: Log }): Follower {
  const cursors = createCursors(engine, 'stock');
  const stamps = createStamps(clock);
  /** Shops whose facts have changed since the start: read whole once, then kept up. */
  const floors = new Map<string, ShopFloor>();

  async function work(name: string): Promise<void> {
    const { store } = parseDatabaseName(name)!;
    const facts: ChangeRow[] = [];
    await workThrough(engine, cursors, name, {
      take: (rows) => void facts.push(...rows.filter(({ doc }) => isFact(doc?.['type']) || doc?.['type'] === 'fiscal-result')),
      end: async () => void (facts.length > 0 && (await judge(store!, name, facts))),
    });
  }

  async function judge(store: string, name: string, rows: readonly ChangeRow[]): Promise<void> {
    const known = floors.get(store);
    // What came into a month behind the opening is in a correction, or will be: the floor is read anew.
    if (!known || name < known.from) floors.set(store, await readFloor(engine, store));
    const { ledger } = floors.get(store)!;
    if (known && name >= known.from) {
      for (const { id, doc } of rows) {
        if (doc!['type'] === 'fiscal-result') ledger.takeResult(id);
        else ledger.take(doc as unknown as Receipt | StockMovement);
      }
    }
    await tell(store, ledger.shortages());
  }

  async function tell(store: string, found: readonly Shortage[]): Promise<void> {
    const _id = `report:stock:${store}`;
    const before = (await (await engine.open(CHAIN)).get(_id)) as unknown as Report | null;
    if (!before && found.length === 0) return;
    const items = found.slice(0, ITEMS_AT_MOST).map((shortage) => itemOf(store, shortage));
    if (before && JSON.stringify(before.items) === JSON.stringify(items) && before.found === found.length) return;
    const known = new Set(before?.items.map(({ sku }) => sku));
    const isNews = items.some(({ sku }) => !known.has(sku));
    const now = clock.now();
    const head = { _id, type: 'report', schema: 1, hlc: stamps(), by: null, pos: null, job: 'stock', at: now } as const;
    const from = Math.min(now, ...items.map(({ at }) => at ?? now));
    const counts = { from, to: now, store, lost: 0, waiting: 0, found: found.length, items, tills: [] };
    await writeReport(engine, { ...head, ...counts, seen: isNews ? null : (before?.seen ?? null) });
    if (isNews) log('warn', 'stock-below-zero', { job: 'stock', store, articles: found.length });
  }

  return startFollower(engine, { what: 'stock', wants: (name) => parseDatabaseName(name)?.kind === 'sales', work, log });
}

const itemOf = (store: string, { sku, what, qty, because }: Shortage): ReportItem => ({
  ...{ pos: because.pos ?? '', store, what, id: because.id, fn: null, fd: null, at: because.at, sku, qty },
});
