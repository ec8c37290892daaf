import { parseDatabaseName, salesDatabase, salesDatabaseOf, storeDatabase } from '../../design/databases.ts';
import type { StockMovement } from '../../design/documents/facts.ts';
import type { Opening } from '../../design/documents/opening.ts';
import type { Order } from '../../design/documents/order.ts';
import { upgrade } from '../../design/documents/upgrade.ts';
import { rangeOf } from '../../design/ids.ts';
import { goodsPrefix, missingGoods, orderGoods } from '../../design/stock/order-goods.ts';
import { DAY, type Clock } from '../../design/time/clock.ts';
import { localMonth } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { workThrough } from '../follow/work-through.ts';
import type { Log } from '../log.ts';
import { monthsOf } from '../openings/month-facts.ts';
import { createStamps } from '../stamps.ts';

/** Orders are far longer than facts. */
const PAGE = 200;
/** A shop that begins to keep stock has counted what lies there: what its workshop did long ago is contained. */
const LOOK_BACK = 31 * DAY;

export interface OrderGoodsOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log: Log;
}

/**
 * Enters what the workshop does with goods into the books of the shop: lenses that came for an order, spoilt ones, those that go back. The
 * server alone writes these facts, from the orders' own events and under their names, so that two tablets that tell the same breakage
 * write it off once. A shop that keeps no stock gets none.
 */
export function startOrderGoods(engine: Engine, { clock, timeZoneOf, log }: OrderGoodsOptions): Follower {
  const cursors = createCursors(engine, 'order-goods');
  const stamps = createStamps(clock);

  async function work(name: string): Promise<void> {
    const { store } = parseDatabaseName(name)!;
    await workThrough(engine, cursors, name, {
      page: PAGE,
      async take(rows) {
        for (const { doc, deleted } of rows) {
          // Of an erased client's order nothing is told any more, and what it moved stays moved.
          if (deleted || doc?.['type'] !== 'order' || doc['erased'] === true) continue;
          const { doc: order, newer } = upgrade(doc as never) as { doc: unknown; newer: boolean };
          if (!newer) await enter(store!, order as Order);
        }
      },
    });
  }

  async function enter(store: string, order: Order): Promise<void> {
    const goods = orderGoods(order.events);
    const zone = timeZoneOf(store);
    const first = order.events.reduce((least, { at }) => Math.min(least, at), clock.now());
    const months = (await monthsOf(engine, store)).filter((month) => month >= localMonth(Math.max(0, first), zone));
    const written = await entered(store, order._id, months);
    if (goods.length === 0 && written.length === 0) return;
    const kept = await keptSince(store);
    if (kept === null) return;
    const since = Math.max(kept, clock.now() - LOOK_BACK);
    for (const fact of missingGoods({ ...order, store }, written, { since, stamp: stamps })) {
      const sales = await engine.open(salesDatabaseOf({ store, hlc: fact.hlc }, zone));
      const put = await sales.put(fact);
      if (!put.ok && put.error !== 'conflict') throw new Error(`${fact._id}: ${put.error}`);
      log('info', 'order-goods', { store, fact: fact._id, kind: fact.document!.kind });
    }
  }

  async function entered(store: string, order: string, months: readonly string[]): Promise<StockMovement[]> {
    const prefix = goodsPrefix(order);
    const found: StockMovement[] = [];
    for (const month of months) {
      const sales = await engine.open(salesDatabase(store, month));
      found.push(...((await sales.range({ startkey: prefix, endkey: `${prefix}\ufff0` })) as unknown as StockMovement[]));
    }
    return found;
  }

  /** Since when the shop has a record of its stock, epoch ms; `null`: it has none. */
  async function keptSince(store: string): Promise<number | null> {
    const openings = (await (await engine.open(storeDatabase(store))).range(rangeOf('opening'))) as unknown as Opening[];
    if (openings.some(({ stock }) => Object.values(stock).some((skus) => Object.values(skus).some((sum) => sum > 0)))) return 0;
    for (const month of await monthsOf(engine, store)) {
      const sales = await engine.open(salesDatabase(store, month));
      const [first] = await sales.range({ ...rangeOf('stock-movement'), limit: 1 });
      if (first) return first['at'] as number;
    }
    return null;
  }

  return startFollower(engine, {
    what: 'order-goods',
    wants: (name) => parseDatabaseName(name)?.kind === 'store',
    work,
    log,
  });
}
