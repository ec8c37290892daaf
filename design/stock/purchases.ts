import type { StockMovement } from '../documents/facts.ts';
import type { PurchaseOrder, PurchaseReceipt } from '../documents/purchase-order.ts';
import { articlesOf, thousandths } from '../folds/movement.ts';
import type { StockLine } from './paper.ts';
import { standingOrder, type PurchaseText } from './purchase-placing.ts';

/** Begins the number of an order, so that nobody takes it for a paper's. */
export const ORDER_MARK = 'П-';

export type PurchaseLine = PurchaseOrder['lines'][number];
/** `draft` is ours alone · `placed` nothing came yet · `partial` · `done` everything came · `closed` by hand. */
export type PurchaseState = 'draft' | 'placed' | 'partial' | 'done' | 'closed';

/** One article of an order. Pieces; kopecks a piece. */
export interface PurchaseLineView {
  readonly sku: string;
  /** 0: nobody ordered it. */
  readonly ordered: number;
  readonly came: number;
  /** Still expected; less than none: more came than was ordered. */
  readonly left: number;
  readonly price: number | null;
  /** What the papers said it costs, where that is another price than agreed. */
  readonly otherPrice: number | null;
}

export interface PurchaseView {
  readonly state: PurchaseState;
  readonly lines: readonly PurchaseLineView[];
  readonly receipts: readonly PurchaseReceipt[];
  /** Agreed, kopecks; `null` where a price is missing. */
  readonly sum: number | null;
}

const PREFIX = 'purchase-order:';

/** What a fact brought for an order: of which, and what; `null`: nothing. */
export function receiptFor(fact: StockMovement): { readonly order: string; readonly receipt: PurchaseReceipt } | null {
  const { document: paper, _id: id, at } = fact;
  if (paper?.kind !== 'receipt' || !paper.of?.startsWith(PREFIX)) return null;
  const lines = articlesOf(fact).map(({ sku, qty }) => ({ sku, qty }));
  return { order: paper.of, receipt: { id, at, number: paper.number, lines, ...(paper.prices ? { prices: paper.prices } : {}) } };
}

/** Receipts by the order that they name, each once, by time. */
export function receiptsByOrder(facts: Iterable<StockMovement>): Map<string, PurchaseReceipt[]> {
  const found = new Map<string, PurchaseReceipt[]>();
  for (const fact of facts) {
    const told = receiptFor(fact);
    if (told) found.set(told.order, united(found.get(told.order) ?? [], [told.receipt]));
  }
  return found;
}

/** All of both, each once; by time. */
export function united(a: readonly PurchaseReceipt[], b: readonly PurchaseReceipt[]): PurchaseReceipt[] {
  const all = new Map([...a, ...b].map((one) => [one.id, one]));
  return [...all.values()].sort((x, y) => x.at - y.at || (x.id < y.id ? -1 : 1));
}

type Order = Pick<PurchaseOrder, 'lines' | 'placed' | 'handed' | 'dropped' | 'closed' | 'receipts'>;

/** How an order stands. @param known receipts that this device knows of, beside those that the server told */
export function purchaseView(order: Order, known: readonly PurchaseReceipt[] = []): PurchaseView {
  const { lines, receipts: told } = standingOrder(order);
  const receipts = united(told, known);
  const ordered = sums(lines);
  const came = sums(receipts.flatMap((one) => one.lines));
  const agreed = new Map(lines.map(({ sku, price }) => [sku, price]));
  const paid = new Map(receipts.flatMap(({ prices = [] }) => prices.map(({ sku, price }) => [sku, price] as const)));
  const views = [...new Set([...ordered.keys(), ...came.keys()])].map((sku): PurchaseLineView => {
    const [due, got] = [ordered.get(sku) ?? 0, came.get(sku) ?? 0];
    const price = agreed.get(sku) ?? null;
    const last = paid.get(sku) ?? null;
    return {
      ...{ sku, ordered: due / 1_000, came: got / 1_000, left: (due - got) / 1_000, price },
      otherPrice: last !== null && last !== price ? last : null,
    };
  });
  const sum = lines.reduce<number | null>(
    (all, { qty, price }) => (all === null || price === null ? null : all + Math.round(qty * price)),
    0,
  );
  return { state: stateOf(order, receipts, views), lines: views, receipts, sum };
}

function stateOf(
  { placed, dropped, closed }: Order,
  receipts: readonly unknown[],
  lines: readonly PurchaseLineView[],
): PurchaseState {
  if (closed) return 'closed';
  if (receipts.length > 0) return lines.every(({ left }) => left <= 0) ? 'done' : 'partial';
  if (placed) return 'placed';
  return dropped ? 'closed' : 'draft';
}

function sums(lines: readonly StockLine[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { sku, qty } of lines) found.set(sku, (found.get(sku) ?? 0) + thousandths(qty));
  return found;
}

/** Is anything of it still to come? A draft promises nothing. */
export const isExpected = ({ state }: PurchaseView): boolean => state === 'placed' || state === 'partial';

/** What is still to come by all orders: article → pieces. */
export function orderedPieces(views: readonly PurchaseView[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { lines } of views.filter(isExpected))
    for (const { sku, left } of lines) if (left > 0) found.set(sku, (found.get(sku) ?? 0) + left);
  return found;
}

/** What a delivery should bring. */
export const expectedOf = ({ lines }: PurchaseView): StockLine[] =>
  lines.flatMap(({ sku, left }) => (left > 0 ? [{ sku, qty: left }] : []));

/** As it stands in the form. */
export type PurchaseDraft = PurchaseText;
type PurchaseFault = 'NO_SUPPLIER' | 'NO_LINES';
export function purchaseFault({ supplier, lines }: PurchaseDraft): PurchaseFault | null {
  if (supplier.trim() === '') return 'NO_SUPPLIER';
  return lines.length === 0 ? 'NO_LINES' : null;
}

/** What a supplier says that he has. Pieces; `rough`: «много», «>10». `at`: since when, epoch ms. */
export interface Offer {
  readonly supplier: string;
  readonly pieces: number;
  readonly rough: boolean;
  readonly at: number;
}

/** Who brought an article last, by the papers of receipts in any order: article → supplier. */
export function lastSuppliers(papers: readonly StockMovement[]): ReadonlyMap<string, string> {
  const found = new Map<string, { readonly supplier: string; readonly at: number }>();
  for (const paper of papers) {
    const { at, document } = paper;
    if (document?.kind !== 'receipt' || !document.party) continue;
    for (const { sku } of articlesOf(paper)) {
      const before = found.get(sku);
      if (!before || before.at < at || (before.at === at && document.party < before.supplier))
        found.set(sku, { supplier: document.party, at });
    }
  }
  return new Map([...found].map(([sku, { supplier }]) => [sku, supplier]));
}

/**
 * Proposals to order as drafts, one a supplier: an article goes to whoever says that he has most of it, else to whoever brought it last;
 * what nobody offers or has brought stands under no name, for a person to say.
 */
export function proposedOrders(
  rows: readonly { readonly sku: string; readonly order: number }[],
  offersOf: (sku: string) => readonly Offer[],
  broughtBy: ReadonlyMap<string, string> = new Map(),
): PurchaseDraft[] {
  const bySupplier = new Map<string, PurchaseLine[]>();
  for (const { sku, order } of rows) {
    if (order <= 0) continue;
    const offers = [...offersOf(sku)].sort((a, b) => b.pieces - a.pieces || (a.supplier < b.supplier ? -1 : 1));
    const best = offers.find(({ pieces }) => pieces > 0)?.supplier ?? broughtBy.get(sku) ?? '';
    bySupplier.set(best, [...(bySupplier.get(best) ?? []), { sku, qty: order, price: null }]);
  }
  return [...bySupplier]
    .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1))
    .map(([supplier, lines]) => ({ supplier, lines, note: '', due: null }));
}
