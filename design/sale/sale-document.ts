import type { Refund, Sale, SaleVoid, ShiftRef } from '../documents/facts.ts';
import type { ReceiptRequest } from '../fiscal/wire.ts';
import { keyOfId } from '../ids.ts';
import { roublesFromKopecks, type Kopecks } from '../money/kopecks.ts';
import { cartTotal, changeOf, type CartLine } from './cart.ts';

export interface SaleInput {
  readonly stamp: string;
  /** UUIDv4: the `Idempotency-Key`, chosen once and kept. */
  readonly key: string;
  readonly at: number;
  readonly store: string;
  readonly pos: string;
  readonly by: { readonly id: string; readonly name: string; readonly inn: string | null };
  readonly shift: ShiftRef;
  readonly lines: readonly CartLine[];
  readonly method: 'cash' | 'card';
  readonly tendered: Kopecks | null;
}

/** The sale as it is written before anything else happens: complete and final. */
export function composeSale(input: SaleInput): Sale {
  const total = cartTotal(input.lines);
  const cash = input.method === 'cash';
  return {
    _id: `sale:${input.stamp}`,
    type: 'sale',
    schema: 1,
    hlc: input.stamp,
    by: input.by.id,
    pos: input.pos,
    store: input.store,
    key: input.key,
    fn: input.shift.fn,
    shift: input.shift,
    at: input.at,
    cashier: { name: input.by.name, inn: input.by.inn },
    lines: input.lines.map((line) => ({
      sku: line.entry.sku,
      name: line.entry.name,
      kind: line.entry.kind,
      qty: line.qty,
      price: line.price,
      discount: line.discount,
      amount: line.amount,
      vat: line.entry.vat,
      subject: line.entry.subject,
      method: 'full',
      mark: null,
    })),
    payments: [{ method: input.method, amount: total }],
    total,
    client: null,
    tendered: cash ? (input.tendered ?? total) : null,
    change: cash ? changeOf(total, input.tendered) : 0,
  };
}

/**
 * What the gateway is asked to register, from the stored document alone: a retry after a reload composes the very same body, so the
 * same key never meets another one.
 */
export function receiptRequestOf(doc: Sale | Refund): ReceiptRequest {
  const { type } = doc;
  return {
    pos_id: doc.pos ?? '',
    type,
    cashier: doc.cashier,
    items: doc.lines.map((line) => ({
      sku: line.sku,
      name: line.name,
      qty: line.qty,
      price: roublesFromKopecks(line.price),
      discount: roublesFromKopecks(line.discount),
      vat: line.vat,
      subject: line.subject,
      method: line.method,
      mark_code: line.mark,
    })),
    payments: doc.payments.map((payment) => ({ method: payment.method, amount: roublesFromKopecks(payment.amount) })),
    customer: null,
    original_receipt_id: type === 'refund' ? doc.original.receipt : null,
    original_fiscal: type === 'refund' ? { fn: doc.original.fn, fd: doc.original.fd, fp: doc.original.fp } : null,
    sale: doc,
  };
}

/** One void a sale, whoever asks: its id is made of the sale's key. */
export const voidIdOf = (saleId: string): string => `sale-void:${keyOfId(saleId)}`;

/** A sale that never began and never will. */
export function composeVoid(
  doc: Pick<Sale, '_id' | 'store' | 'pos' | 'shift'>,
  given: { stamp: string; by: string | null; at: number; reason: string },
): SaleVoid {
  return {
    _id: voidIdOf(doc._id),
    type: 'sale-void',
    schema: 1,
    hlc: given.stamp,
    by: given.by,
    pos: doc.pos,
    store: doc.store,
    sale: doc._id,
    shift: doc.shift,
    at: given.at,
    reason: given.reason,
  };
}
