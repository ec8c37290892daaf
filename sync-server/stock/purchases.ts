import { canonicalJson } from '../../design/canonical-json.ts';
import { parseDatabaseName, salesDatabase, storeDatabase } from '../../design/databases.ts';
import { stockMovement, type StockMovement } from '../../design/documents/facts.ts';
import { purchaseOrder, type PurchaseOrder } from '../../design/documents/purchase-order.ts';
import { docId, keyOfId, rangeOf } from '../../design/ids.ts';
import { editFields, stampAfter } from '../../design/merge/edit.ts';
import { apartTexts, type ApartText } from '../../design/stock/purchase-placing.ts';
import { receiptFor, receiptsByOrder, united } from '../../design/stock/purchases.ts';
import type { Clock } from '../../design/time/clock.ts';
import { formatHlc, parseHlc } from '../../design/time/hlc.ts';
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
 * paper may reach it in either order. What somebody wrote in a draft, or handed over otherwise, without knowing that it had gone to the
 * supplier, it makes a draft of its own (`apart`).
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
    for (const { _id } of orders) {
      await write(store, _id, receipts.get(_id) ?? []);
      await keepApart(store, _id);
    }
  }

  /** The draft first, then the word that it is kept: killed between the two, the draft is found by its name. */
  async function keepApart(store: string, id: string): Promise<void> {
    const database = await engine.open(storeDatabase(store));
    for (let attempt = 1; ; attempt += 1) {
      const order = purchaseOrder.safeParse(await database.get(id)).data;
      const texts = order ? apartTexts(order) : [];
      if (!order || texts.length === 0) return;
      for (const one of texts) await makeDraft(store, order, one);
      const hand = { hlc: stampAfter(stamps(), order), by: null, pos: null };
      const kept = [...(order.kept ?? []), ...texts.map(({ key }) => key)].sort();
      const written = await database.put(editFields<PurchaseOrder>(order, { kept }, hand));
      if (written.ok) return log('warn', 'purchase-written-apart', { store, order: id, drafts: texts.length });
      if (written.error !== 'conflict' || attempt >= MOST_TRIES) throw new Error(`${id}: ${written.error}`);
    }
  }

  async function makeDraft(store: string, { _id: order, number }: PurchaseOrder, { key, text, hlc, handed }: ApartText) {
    const database = await engine.open(storeDatabase(store));
    const known = (await database.range(rangeOf('purchase-order'))).flatMap((doc) => purchaseOrder.safeParse(doc).data ?? []);
    const siblings = known.filter(({ apart }) => apart?.order === order);
    if (siblings.some(({ apart }) => apart!.key === key)) return;
    const ids = new Set(known.map(({ _id }) => _id));
    const draft: PurchaseOrder = {
      ...{ _id: freeId(hlc, ids), type: 'purchase-order', schema: 1, hlc: stamps(), by: null, pos: null, store, ...text },
      ...{ number: `${number}/${siblings.length + 2}`, placed: null, closed: null, receipts: [] },
      ...{ apart: { order, number, key, handed }, stamps: {} },
    };
    const fields = [...Object.keys(text), 'placed', 'dropped', 'closed'];
    const written = await database.put({ ...draft, stamps: Object.fromEntries(fields.map((field) => [field, draft.hlc])) });
    if (!written.ok) throw new Error(`${draft._id}: ${written.error}`);
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

/** Named by the stamp of its text, so that two servers, or a second try, make the same; the next one where another order bears that name. */
function freeId(hlc: string, taken: ReadonlySet<string>): string {
  const stamp = parseHlc(hlc)!;
  for (let { counter } = stamp; ; counter += 1) {
    const id = docId('purchase-order', formatHlc({ ...stamp, counter }));
    if (!taken.has(id)) return id;
  }
}
