import type { OrderLine } from '../documents/order-pair.ts';
import type { OrderEvent } from '../documents/order.ts';
import type { Kopecks } from '../money/kopecks.ts';

type MoneyEvent = Extract<OrderEvent, { kind: 'payment' | 'repayment' }>;
type Payment = Extract<OrderEvent, { kind: 'payment' }>;

/** kopecks */
export interface MoneyView {
  /** Taken less given back, whatever the order's state: money that was taken was taken. */
  readonly paid: Kopecks;
  /** What its lines cost together. */
  readonly total: Kopecks;
  /** Still to pay; below nothing where more was taken than it costs (the shop owes). */
  readonly balance: Kopecks;
  /** Payments in order, and what of each was not given back. */
  readonly payments: readonly (Payment & { readonly left: Kopecks })[];
}

/** Payments and repayments. One receipt counts once, however often a till that lost its answer wrote it down. */
export class OrderMoney {
  private readonly payments: { readonly event: Payment; left: Kopecks }[] = [];
  private readonly receipts = new Set<string>();
  private paid = 0;

  take(event: MoneyEvent): 'SAME_RECEIPT' | null {
    const receipt = event.kind === 'payment' ? event.sale : event.refund;
    if (receipt !== null && this.receipts.has(receipt)) return 'SAME_RECEIPT';
    if (receipt !== null) this.receipts.add(receipt);
    if (event.kind === 'payment') {
      this.payments.push({ event, left: event.amount });
      this.paid += event.amount;
      return null;
    }
    this.paid -= event.amount;
    this.giveBack(event.amount, event.of ?? null);
    return null;
  }

  /** Of the receipt that it names, else of the last one first. */
  private giveBack(amount: Kopecks, of: string | null): void {
    let left = amount;
    const [named, others] = [
      this.payments.filter(({ event }) => of !== null && event.sale === of),
      this.payments.filter(({ event }) => of === null || event.sale !== of),
    ];
    for (const payment of [...named, ...others.reverse()]) {
      const taken = Math.min(left, payment.left);
      payment.left -= taken;
      left -= taken;
    }
  }

  of(lines: readonly OrderLine[]): MoneyView {
    const total = lines.reduce((sum, { amount }) => sum + amount, 0);
    const payments = this.payments.map(({ event, left }) => ({ ...event, left }));
    return { paid: this.paid, total, balance: total - this.paid, payments };
  }
}
