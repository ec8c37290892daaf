import type { Refund, Sale, SaleLine } from '../documents/facts.ts';
import type { OrderEvent } from '../documents/order.ts';
import { handsOver, IN_ADVANCE } from '../folds/open-deposits.ts';
import type { Kopecks } from '../money/kopecks.ts';

type Money = Extract<OrderEvent, { kind: 'payment' | 'repayment' }>;

/** Money that really changed hands: what was set off or stays owed did not. */
const changedHands = ({ payments }: Pick<Sale | Refund, 'payments'>): Kopecks =>
  payments.reduce((sum, { method, amount }) => (method === 'prepaid' || method === 'credit' ? sum : sum + amount), 0);

/**
 * What the receipt says of the order: not what was thrown in beside it. Money before the goods is the order's whatever it was taken for: it
 * is set off whole at the hand-over, and the order may have been changed since.
 */
function ownAmount({ lines, payments }: Pick<Sale | Refund, 'lines' | 'payments'>, isOwn: (line: SaleLine) => boolean): Kopecks {
  const own = lines.filter((line) => line.subject === 'payment' || IN_ADVANCE.includes(line.method) || isOwn(line));
  const setOff = payments.filter(({ method }) => method === 'prepaid');
  return Math.min(changedHands({ payments }), sumOf(own) - sumOf(setOff));
}
const sumOf = (parts: readonly { readonly amount: Kopecks }[]): Kopecks => parts.reduce((sum, { amount }) => sum + amount, 0);

/**
 * Registered receipts of an order as its payments: derived, so that one receipt is one payment whatever device looks, and the very events
 * that a till writes into the order. What else lay in the cart beside the order is not its money.
 */
export function paymentOf(sale: Sale, skus: ReadonlySet<string>): Money | null {
  const amount = ownAmount(sale, ({ of, sku }) => of !== undefined || skus.has(sku));
  if (amount <= 0) return null;
  const role = isHandOver(sale, skus) ? 'balance' : 'deposit';
  return { id: sale.hlc, by: sale.by, at: sale.at, where: sale.pos, kind: 'payment', amount, sale: sale._id, role };
}

/** What a refund gives back of it; a thing bought beside the order comes back without it. */
export function repaymentOf(refund: Refund, skus: ReadonlySet<string>): Money | null {
  const amount = ownAmount(refund, ({ sku }) => skus.has(sku));
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
