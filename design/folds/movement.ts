import type { CashMovement, FiscalResult, Receipt, ShiftEvent, StockMovement } from '../documents/facts.ts';
import type { Balance } from '../documents/opening.ts';
import { BalanceSum } from './balance.ts';
import { handsOver, ownerOf, paidInAdvance, revivedBy } from './open-deposits.ts';

/** Where a shop sells from: what a receipt takes leaves this place, what is returned comes back to it. */
export const SALES_FLOOR = 'floor';

export type { Receipt } from '../documents/facts.ts';
export type BalanceFact = Receipt | FiscalResult | ShiftEvent | CashMovement | StockMovement;
export const RECEIPT_TYPES = ['sale', 'refund', 'correction'] as const;
export const BALANCE_FACT_TYPES = [...RECEIPT_TYPES, 'fiscal-result', 'shift-event', 'cash-movement', 'stock-movement'] as const;
export const isReceipt = (fact: { readonly type: string }): fact is Receipt =>
  (RECEIPT_TYPES as readonly string[]).includes(fact.type);
export const isBalanceFact = (doc: { type?: unknown }): doc is BalanceFact =>
  (BALANCE_FACT_TYPES as readonly unknown[]).includes(doc.type);

/**
 * What facts move: stock by place, cash by till, deposits by client. Pure, in any order and with repeats. A receipt counts where its
 * fiscal result is (without one it never happened, or is not known to have), so `receipts` may hold those of other months whose result
 * is among the facts. What a count of the drawer found too much or too little is a movement, too.
 */
export function movementOf(facts: Iterable<BalanceFact>, receipts: Iterable<Receipt> = []): Balance {
  const sum = new BalanceSum();
  const known = new Map<string, Receipt>();
  const results = new Map<string, FiscalResult>();
  const seen = new Set<string>();
  for (const receipt of receipts) known.set(receipt._id, receipt);
  for (const fact of facts) {
    if (seen.has(fact._id)) continue;
    seen.add(fact._id);
    if (isReceipt(fact)) known.set(fact._id, fact);
    else if (fact.type === 'fiscal-result') results.set(fact.sale, fact);
    else if (fact.type === 'cash-movement') sum.cash(tillOf(fact), fact.direction === 'in' ? fact.amount : -fact.amount);
    else if (fact.type === 'shift-event') sum.cash(tillOf(fact), fact.cash?.difference ?? 0);
    else moveStock(sum, fact);
  }
  for (const id of results.keys()) {
    const receipt = known.get(id);
    if (receipt) moveReceipt(sum, receipt, (sale) => known.get(sale));
  }
  return sum.result();
}

/** Receipts whose result is among the facts and which are not: they lie in another month. */
export function receiptsElsewhere(facts: readonly BalanceFact[]): string[] {
  const here = new Set(facts.map(({ _id }) => _id));
  return facts.flatMap((fact) => (fact.type === 'fiscal-result' && !here.has(fact.sale) ? [fact.sale] : []));
}

const tillOf = ({ pos, shift }: { pos: string | null; shift: { fn: string } }): string => pos ?? shift.fn;
export const thousandths = (pieces: number): number => Math.round(pieces * 1_000);

/** Every article that a movement moves. */
export const articlesOf = ({ sku, qty, more = [] }: StockMovement): readonly { readonly sku: string; readonly qty: number }[] => [
  { sku, qty },
  ...more,
];

function moveStock(sum: BalanceSum, movement: StockMovement): void {
  for (const { sku, qty } of articlesOf(movement)) {
    sum.stock(movement.from, sku, -thousandths(qty));
    sum.stock(movement.to, sku, thousandths(qty));
  }
}

function moveReceipt(sum: BalanceSum, receipt: Receipt, find: (sale: string) => Receipt | undefined): void {
  const sign = sideOf(receipt);
  const of = receipt.type === 'sale' ? undefined : receipt.original?.sale;
  const owner = receipt.type === 'sale' ? ownerOf(receipt) : (receipt.client ?? of ?? receipt._id);
  // What is set off stands under whoever paid it in; a refund of the hand-over revives it there.
  const original = typeof of === 'string' ? find(of) : receipt;
  const settles = original?.type === 'sale' ? (original.settles ?? []) : [];
  const named = receipt.type === 'sale' ? settles : revivedBy(receipt, settles);
  let prepaid = 0;
  for (const { method, amount } of receipt.payments) {
    if (method === 'cash') sum.cash(tillOf(receipt), sign * amount);
    if (method === 'prepaid') prepaid += amount;
  }
  for (const deposit of named) {
    sum.deposit(deposit.owner, -sign * deposit.amount);
    prepaid -= deposit.amount;
  }
  sum.deposit(owner, sign * (paidInAdvance(receipt) - prepaid));
  for (const [sku, moved] of stockOfReceipt(receipt)) sum.stock(SALES_FLOOR, sku, moved);
}

const sideOf = (receipt: Receipt): 1 | -1 =>
  (receipt.type === 'correction' ? receipt.operation : receipt.type) === 'sale' ? 1 : -1;

/** What a receipt moves on the sales floor: SKU and thousandths of a piece, less than zero where it leaves. */
export function stockOfReceipt(receipt: Receipt): [string, number][] {
  const sign = sideOf(receipt);
  return receipt.lines.flatMap((line): [string, number][] =>
    line.subject === 'goods' && handsOver(line) ? [[line.sku, -sign * thousandths(line.qty)]] : [],
  );
}
