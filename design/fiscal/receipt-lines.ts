import type { Kopecks } from '../money/kopecks.ts';
import { kopecksFromRoubles, lineAmount, roundHalfUp } from '../money/kopecks.ts';
import type { VatRate } from '../money/vat.ts';
import type { PaymentMethod } from '../documents/facts.ts';
import type { ReceiptRequest } from './wire.ts';

/** A line of a receipt in kopecks. `amount` (tag 1043) is what the customer pays for it. */
export interface ReceiptLine {
  readonly sku: string;
  readonly name: string;
  readonly qty: number;
  readonly price: Kopecks;
  readonly discount: Kopecks;
  readonly amount: Kopecks;
  readonly vat: VatRate;
  readonly subject: string;
  readonly method: string;
  readonly markCode: string | null;
}

export type PaymentSums = Readonly<Record<PaymentMethod, Kopecks>>;

export interface ReceiptContent {
  readonly lines: readonly ReceiptLine[];
  readonly payments: PaymentSums;
  readonly total: Kopecks;
}

/** The wire's roubles in kopecks; `acquiring` (requirements B-20) is a card. Expects a request that passed `receiptRequest`. */
export function receiptContent(request: Pick<ReceiptRequest, 'items' | 'payments'>): ReceiptContent {
  const lines = request.items.map((item): ReceiptLine => {
    const price = kopecksFromRoubles(item.price) ?? 0;
    const discount = kopecksFromRoubles(item.discount) ?? 0;
    return {
      sku: item.sku,
      name: item.name,
      qty: item.qty,
      price,
      discount,
      amount: lineAmount(price, item.qty, discount),
      vat: item.vat,
      subject: item.subject,
      method: item.method,
      markCode: item.mark_code ?? null,
    };
  });
  const payments = { cash: 0, card: 0, prepaid: 0, credit: 0, other: 0 };
  for (const { method, amount } of request.payments) {
    payments[method === 'acquiring' ? 'card' : method] += kopecksFromRoubles(amount) ?? 0;
  }
  return { lines, payments, total: lines.reduce((sum, line) => sum + line.amount, 0) };
}

export interface PricedPart {
  readonly qty: number;
  readonly price: Kopecks;
  readonly amount: Kopecks;
}

/**
 * The register knows no discount: its price (tag 1079) includes it and 1043 must be round(1079 × 1023), a kopeck of slack at most (FFD
 * 1.2). A discount that does not divide by the quantity is therefore printed as two lines, a kopeck apart in price; amounts sum exactly.
 */
export function fiscalParts({ qty, amount }: Pick<ReceiptLine, 'qty' | 'amount'>): readonly PricedPart[] {
  const price = roundHalfUp(amount / qty);
  if (Math.abs(lineAmount(price, qty) - amount) <= 1) return [{ qty, price, amount }];
  const low = Math.floor(amount / qty);
  const thousandths = Math.round(qty * 1000);
  // So many thousandths of a piece cost a kopeck a piece more, and the sum is met.
  const dearer = amount * 1000 - low * thousandths;
  const dear = roundHalfUp(((low + 1) * dearer) / 1000);
  return [
    { qty: dearer / 1000, price: low + 1, amount: dear },
    { qty: (thousandths - dearer) / 1000, price: low, amount: amount - dear },
  ];
}
