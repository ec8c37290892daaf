import { storeDatabase } from '../../../design/databases.ts';
import type { Order } from '../../../design/documents/order.ts';
import type { PurchaseOrder } from '../../../design/documents/purchase-order.ts';
import { isReceipt } from '../../../design/folds/movement.ts';
import { replayOrder, type OrderView } from '../../../design/folds/order.ts';
import { rangeOf } from '../../../design/ids.ts';
import { readPowerArticle } from '../../../design/optics/lens-sku.ts';
import { StockBook } from '../../../design/stock/book.ts';
import { SHELF_PLACES } from '../../../design/stock/places.ts';
import { orderedPieces, purchaseView } from '../../../design/stock/purchases.ts';
import type { Engine } from '../../engine/engine.ts';
import { factsSince } from '../../stock/facts-since.ts';

/** What still hangs on an article in a shop. */
export interface Standing {
  readonly store: string;
  /** Pieces by the books, wherever in the shop. */
  readonly lies: number;
  /** Pieces that suppliers are still to bring. */
  readonly expected: number;
  /** Glasses orders that are not handed over yet, by their numbers. */
  readonly orders: readonly string[];
}

const OPEN: readonly OrderView['state'][] = ['draft', 'confirmed', 'production', 'ready'];

/** An article, or the family whose power it is. */
const familyOf = (sku: string): string => readPowerArticle(sku)?.sku ?? sku;

/**
 * Where articles lie, are expected or promised, by SKU: who takes them out of the catalogue should know. Articles of which nothing stands
 * are not in it. Reads the books of every shop: for a press of a button, not for a list.
 * @param wanted of lenses the family; its powers count as it
 */
export async function standingGoods(
  engine: Engine,
  shops: readonly { readonly code: string }[],
  wanted: ReadonlySet<string>,
  now: number,
): Promise<Map<string, Standing[]>> {
  const found = new Map<string, Standing[]>();
  for (const { code } of shops) {
    const lies = await lying(engine, code, wanted, now);
    const expected = await coming(engine, code, wanted);
    const orders = await promised(engine, code, wanted);
    for (const sku of new Set([...lies.keys(), ...expected.keys(), ...orders.keys()])) {
      const one = { store: code, lies: lies.get(sku) ?? 0, expected: expected.get(sku) ?? 0, orders: orders.get(sku) ?? [] };
      found.set(sku, [...(found.get(sku) ?? []), one]);
    }
  }
  return found;
}

function add(sums: Map<string, number>, sku: string, qty: number): void {
  sums.set(sku, (sums.get(sku) ?? 0) + qty);
}

/** A shop without books of stock has nothing lying; what its books call less than nothing does not lie there either. */
async function lying(engine: Engine, store: string, wanted: ReadonlySet<string>, now: number) {
  const { opening, facts } = await factsSince(engine, store, now);
  const book = new StockBook();
  book.begin(opening);
  for (const fact of facts) {
    if (fact.type === 'fiscal-result') book.takeResult(fact._id);
    else if (fact.type === 'stock-movement' || isReceipt(fact)) book.take(fact);
  }
  const sums = new Map<string, number>();
  for (const place of book.kept ? SHELF_PLACES : []) {
    for (const [sku, qty] of book.articles(place)) if (qty > 0 && wanted.has(familyOf(sku))) add(sums, familyOf(sku), qty);
  }
  return sums;
}

async function coming(engine: Engine, store: string, wanted: ReadonlySet<string>): Promise<Map<string, number>> {
  const docs = await (await engine.open(storeDatabase(store))).range(rangeOf('purchase-order'));
  const views = docs.map((doc) => purchaseView(doc as unknown as PurchaseOrder, []));
  const sums = new Map<string, number>();
  for (const [sku, qty] of orderedPieces(views)) if (wanted.has(familyOf(sku))) add(sums, familyOf(sku), qty);
  return sums;
}

async function promised(engine: Engine, store: string, wanted: ReadonlySet<string>): Promise<Map<string, string[]>> {
  const docs = (await (await engine.open(storeDatabase(store))).range(rangeOf('order'))) as unknown as Order[];
  const found = new Map<string, string[]>();
  for (const { _id, number, events } of docs) {
    const view = replayOrder(events);
    if (!OPEN.includes(view.state)) continue;
    for (const sku of articlesOf(view)) if (wanted.has(sku)) found.set(sku, [...(found.get(sku) ?? []), number ?? _id]);
  }
  return found;
}

/** Whatever an order is made of: frames and lenses of its pairs, and what else is on its bill. */
function articlesOf({ details, pairs, lines }: OrderView): Set<string> {
  const ofPairs = pairs.flatMap(({ details: pair }) => [
    pair?.frame?.whose === 'ours' ? pair.frame.sku : null,
    pair?.od?.sku,
    pair?.os?.sku,
  ]);
  const named = [details.lens, details.frame, ...ofPairs, ...lines.map(({ sku }) => sku)];
  return new Set(named.flatMap((sku) => (sku ? [familyOf(sku)] : [])));
}
