import { DomainError } from '../../design/errors.ts';
import type { PaymentSums } from '../../design/fiscal/receipt-lines.ts';
import type { LineDigest } from '../../design/fiscal/refund-limit.ts';
import type { RefundAnswer, RefundCheck } from '../../design/fiscal/wire-service.ts';
import { kopecksFromRoubles, roublesFromKopecks } from '../../design/money/kopecks.ts';
import type { Context } from '../context.ts';
import type { Original } from './originals.ts';
import type { Refunds } from './refunds.ts';

const inRoubles = ({ cash, card, prepaid, credit, other }: PaymentSums): PaymentSums => ({
  cash: roublesFromKopecks(cash),
  card: roublesFromKopecks(card),
  prepaid: roublesFromKopecks(prepaid),
  credit: roublesFromKopecks(credit),
  other: roublesFromKopecks(other),
});

/**
 * May this receipt be refunded now (requirements A-42…A-44, design §7)? A question: nothing is written. Answers where it may; throws
 * ORIGINAL_NOT_DELIVERED, ORIGINAL_DEAD (409), ORIGINAL_UNKNOWN, REFUND_EXCEEDS_SALE (422) with the fields of the answer in the details.
 */
export function createRefundCheck({ stores }: Context, refunds: Refunds): (asked: RefundCheck) => RefundAnswer {
  function answer(of: Original | null): RefundAnswer {
    const left = of && refunds.left(of);
    return {
      allowed: true,
      reason: null,
      sync_status: of ? refunds.stateOf(of) : 'not_found',
      buffer_count: stores.documents.waitingReceipts(),
      refundable:
        left?.lines.map(({ sku, sold, left: qty, amountLeft }) => {
          return { sku, sold: sold / 1000, qty: qty / 1000, amount: roublesFromKopecks(amountLeft) };
        }) ?? null,
      refundable_payments: left && inRoubles(left.payments),
    };
  }

  const refused = (error: DomainError, of: Original | null): DomainError =>
    new DomainError(error.code, { ...answer(of), ...error.details, allowed: false, reason: error.code }, error.retryAfter);

  const digest = ({ sku, qty, amount }: NonNullable<RefundCheck['items']>[number]): LineDigest => {
    return { sku, qty: Math.round(qty * 1000), amount: kopecksFromRoubles(amount ?? 0) ?? 0 };
  };

  /** Asked without lines: a receipt that went back whole is said to be so, before the customer is promised anything. */
  function demandSomethingLeft(of: Original): void {
    const lines = refunds.left(of)?.lines ?? [];
    if (lines.length > 0 && lines.every(({ left }) => left === 0))
      throw new DomainError('REFUND_EXCEEDS_SALE', { sku: null, of: 'qty' });
  }

  return ({ original_fiscal_doc_id: id, original_fiscal: marks, items }) => {
    if (!id && !marks) {
      throw new DomainError('BODY_INVALID', { fields: [{ path: 'original_fiscal_doc_id', message: 'name the original' }] });
    }
    let of: Original | null = null;
    try {
      of = refunds.original({ original_receipt_id: id, original_fiscal: marks });
      if (of === null) return answer(null);
      const blocked = refunds.blocked(of);
      if (blocked) throw blocked;
      const total = typeof marks?.total === 'number' ? kopecksFromRoubles(marks.total) : null;
      if (items) refunds.limit(of, items.map(digest), total);
      else demandSomethingLeft(of);
      return answer(of);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw refused(error, of);
    }
  };
}
