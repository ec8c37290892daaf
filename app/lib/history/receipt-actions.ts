import { soldBy } from '$design/refund/returns.ts';
import type { HistoryRow } from './history-filter.ts';
import type { ReceiptSearch } from './find-receipt.ts';

/** Can this receipt be returned or corrected at all? Money that went in, a correction's too; whether something of it is left, the refund's screen tells. */
export const isTakenBack = ({ kind, sign, stage }: Pick<HistoryRow, 'kind' | 'sign' | 'stage'>): boolean =>
  kind !== 'refund' && sign > 0 && stage !== 'voided';

/**
 * The query with which the refund's screen takes up a receipt that was found: by its sale where this device holds it, else by the square,
 * which the chain knows it by. `null`: it cannot be returned.
 */
export function refundPlaceOf({
  receipt,
  from,
}: Pick<Extract<ReceiptSearch, { state: 'found' }>, 'receipt' | 'from'>): string | null {
  const { sale, result, voided } = receipt;
  if (!sale || sale.type === 'refund' || soldBy(sale) === null || result === null || voided) return null;
  return from === 'here' ? `?sale=${encodeURIComponent(sale._id)}` : `?qr=${encodeURIComponent(result.qr)}`;
}
