import type { Refund, Sale, SaleLine } from '../documents/facts.ts';
import type { OrderEvent } from '../documents/order.ts';
import { handsOver } from '../folds/open-deposits.ts';
import type { Kopecks } from '../money/kopecks.ts';

type Money = Extract<OrderEvent, { kind: 'payment' | 'repayment' }>;

/** Money that really changed hands: what was set off or stays owed did not. */
const changedHands = ({ payments }: Pick<Sale | Refund, 'payments'>): Kopecks =>
  payments.reduce((sum, { method, amount }) => (method === 'prepaid' || method === 'credit' ? sum : sum + amount), 0);

/** Which lines of the receipt are the order's: all but those that were thrown in beside it. */
function ownAmount(lines: readonly SaleLine[], skus: ReadonlySet<string>): Kopecks {
  return lines.reduce((sum, line) => (line.of || line.subject === 'payment' || skus.has(line.sku) ? sum + line.amount : sum), 0);
}

/**
 * Registered receipts of an order as its payments: derived, so that one receipt is one payment whatever device looks, and the very events
 * that a till writes into the order. What else lay in the cart beside the order is not its money.
 */
export function paymentOf(sale: Sale, skus: ReadonlySet<string>): Money | null {
  const setOff = sale.payments.reduce((sum, { method, amount }) => (method === 'prepaid' ? sum + amount : sum), 0);
  const amount = Math.min(changedHands(sale), ownAmount(sale.lines, skus) - setOff);
  if (amount <= 0) return null;
  const role = isHandOver(sale, skus) ? 'balance' : 'deposit';
  return { id: sale.hlc, by: sale.by, at: sale.at, where: sale.pos, kind: 'payment', amount, sale: sale._id, role };
}

export function repaymentOf(refund: Refund): Money | null {
  const amount = changedHands(refund);
  if (amount <= 0) return null;
  const { hlc: id, by, at, pos: where, _id } = refund;
  return { id, by, at, where, kind: 'repayment', amount, refund: _id, of: refund.original.sale };
}

/** Did the order's own goods go with this receipt? */
export const isHandOver = ({ lines }: Pick<Sale, 'lines'>, skus: ReadonlySet<string>): boolean =>
  lines.some((line) => handsOver(line) && (line.of !== undefined || skus.has(line.sku)));

/** Those of the receipts that the order does not know of yet. */
export function unwritten<E extends OrderEvent>(events: readonly OrderEvent[], receipts: readonly E[]): E[] {
  const written = new Set(events.flatMap((event) => receiptOf(event) ?? []));
  return receipts.filter((event) => !written.has(receiptOf(event) ?? ''));
}

function receiptOf(event: OrderEvent): string | null {
  if (event.kind === 'payment') return event.sale;
  return event.kind === 'repayment' ? event.refund : null;
}
