import { canonicalJson } from '../../design/canonical-json.ts';
import { parseDatabaseName, salesDatabase, storeDatabase } from '../../design/databases.ts';
import { stockMovement, type StockMovement } from '../../design/documents/facts.ts';
import { purchaseOrder, type PurchaseOrder } from '../../design/documents/purchase-order.ts';
import { keyOfId, rangeOf } from '../../design/ids.ts';
import { editFields, stampAfter } from '../../design/merge/edit.ts';
import { receiptFor, receiptsByOrder, united } from '../../design/stock/purchases.ts';
import type { Clock } from '../../design/time/clock.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localMonth } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { workThrough } from '../follow/work-through.ts';
import type { Log } from '../log.ts';
import { monthsOf } from '../openings/month-facts.ts';
import { createStamps } from '../stamps.ts';

const MOST_TRIES = 5;

export interface PurchasesOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log: Log;
}

/**
 * Tells an order at a supplier what came for it (`receipts`): a device keeps the facts of two months, an order may wait for longer. The
 * server alone writes that field, from all papers that name the order, so two tablets that take in one delivery lose nothing; order and
 * paper may reach it in either order.
 */
export function startPurchases(engine: Engine, { clock, timeZoneOf, log }: PurchasesOptions): Follower {
  const cursors = createCursors(engine, 'purchases');
  const stamps = createStamps(clock);

  async function work(name: string): Promise<void> {
    const { kind, store } = parseDatabaseName(name)!;
    const named = new Set<string>();
    await workThrough(engine, cursors, name, {
      take(rows) {
        for (const { doc, deleted } of rows) {
          if (deleted || !doc) continue;
          if (kind === 'store' && doc['type'] === 'purchase-order') named.add(doc._id);
          const fact = doc['type'] === 'stock-movement' ? (stockMovement.safeParse(doc).data ?? null) : null;
          const told = fact && receiptFor(fact);
          if (told) named.add(told.order);
        }
      },
      end: async () => void (named.size > 0 && (await tell(store!, named))),
    });
  }

  async function tell(store: string, named: ReadonlySet<string>): Promise<void> {
    const database = await engine.open(storeDatabase(store));
    const orders = (await database.range({ keys: [...named].sort() })).flatMap((doc) => purchaseOrder.safeParse(doc).data ?? []);
    if (orders.length === 0) return;
    const first = orders.reduce((least, { _id }) => Math.min(least, parseHlc(keyOfId(_id))?.wall ?? 0), clock.now());
    const from = localMonth(Math.max(0, first), timeZoneOf(store));
    const facts: StockMovement[] = [];
    for (const month of (await monthsOf(engine, store)).filter((one) => one >= from)) {
      const sales = await engine.open(salesDatabase(store, month));
      facts.push(...(await sales.range(rangeOf('stock-movement'))).flatMap((doc) => stockMovement.safeParse(doc).data ?? []));
    }
    const receipts = receiptsByOrder(facts);
    for (const { _id } of orders) await write(store, _id, receipts.get(_id) ?? []);
  }

  async function write(store: string, id: string, found: PurchaseOrder['receipts']): Promise<void> {
    const database = await engine.open(storeDatabase(store));
    for (let attempt = 1; ; attempt += 1) {
      const order = purchaseOrder.safeParse(await database.get(id)).data;
      if (!order) return;
      const receipts = united(order.receipts, found);
      if (canonicalJson(receipts) === canonicalJson(order.receipts)) return;
      const hand = { hlc: stampAfter(stamps(), order), by: null, pos: null };
      const written = await database.put(editFields<PurchaseOrder>(order, { receipts }, hand));
      if (written.ok) return log('info', 'purchase-received', { store, order: id, papers: receipts.length });
      if (written.error !== 'conflict' || attempt >= MOST_TRIES) throw new Error(`${id}: ${written.error}`);
    }
  }

  return startFollower(engine, {
    what: 'purchases',
    wants: (name) => ['store', 'sales'].includes(parseDatabaseName(name)?.kind ?? ''),
    work,
    log,
  });
}
