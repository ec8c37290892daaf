import type { Correction, OriginalReceipt, Receipt, Sale, SaleVoid, ShiftRef } from '../documents/facts.ts';
import type { Contact } from '../documents/people.ts';
import type { ReceiptRequest } from '../fiscal/wire.ts';
import { keyOfId } from '../ids.ts';
import { roublesFromKopecks } from '../money/kopecks.ts';
import type { VatRate } from '../money/vat.ts';
import type { Cart } from './cart.ts';
import { receiptTotal, settledLines, type PaidLine } from './settlement.ts';
import { changeFor, paymentsOf, restOf, settledBy, tenderedCash, type PaymentPlan } from './tenders.ts';

/** What is paid for: the cart, priced, with lines of earlier deposits where they are handed over now. */
export type PaidCart = Omit<Cart, 'lines'> & { readonly lines: readonly PaidLine[] };

export interface SaleInput extends PaymentPlan {
  readonly stamp: string;
  /** UUIDv4: the `Idempotency-Key`, chosen once and kept. */
  readonly key: string;
  readonly at: number;
  /** `YYYY-MM-DD` in the shop's zone. */
  readonly day: string;
  readonly store: string;
  readonly pos: string;
  readonly by: { readonly id: string; readonly name: string; readonly inn: string | null };
  readonly shift: ShiftRef;
  readonly cart: PaidCart;
  /** Rates that an advance may become where the cart is empty. */
  readonly rates?: readonly VatRate[];
}

/** The sale as it is written before anything else happens: complete and final. */
export function composeSale(input: SaleInput): Sale {
  const { cart, settlement, tenders, day, rates } = input;
  const settles = settledBy(tenders);
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
    lines: settledLines(cart.lines, settlement, { day, order: cart.order, ...(rates && { rates }) }),
    payments: paymentsOf(cart.lines, input),
    total: receiptTotal(cart.lines, settlement),
    client: cart.client?.id ?? null,
    tendered: tenderedCash(cart.lines, input),
    change: changeFor(restOf(cart.lines, input), input),
    order: cart.order,
    ...(cart.coupons.length > 0 && { coupons: [...cart.coupons] }),
    ...(cart.unasked && cart.unasked.length > 0 && { unasked: [...cart.unasked] }),
    ...(settles.length > 0 && { settles }),
  };
}

/**
 * What the gateway is asked to register, from stored documents alone: a retry after a reload composes the very same body, so the same key
 * never meets another one. Of the contact only `asked` counts, which never changes (`design/contact/contact.ts`).
 */
export function receiptRequestOf(doc: Receipt, contact: Pick<Contact, 'asked'> | null = null): ReceiptRequest {
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
    customer: contact?.asked ?? null,
    original_receipt_id: type === 'refund' ? doc.original.receipt : null,
    original_fiscal: type === 'refund' ? originalMarks(doc.original) : null,
    ...(type === 'refund' && doc.override && { override: doc.override }),
    ...(type === 'correction' && { correction: basisOf(doc) }),
    sale: doc,
  };
}

/** The marks of an original; with its sum and day another till's receipt is limited, too. */
const originalMarks = ({ fn, fd, fp, total, day }: OriginalReceipt): ReceiptRequest['original_fiscal'] => ({
  fn,
  fd,
  fp,
  ...(total !== undefined && { total: roublesFromKopecks(total), day }),
});

const basisOf = ({ operation, basis: { type, date, number, originalFp } }: Correction): ReceiptRequest['correction'] => ({
  operation,
  type,
  date,
  number,
  original_fp: originalFp,
});

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
