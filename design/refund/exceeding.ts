import type { Refund, Sale } from '../documents/facts.ts';
import { refundExcess, type LineDigest, type RefundExcess } from '../fiscal/refund-limit.ts';

/** Refunds of one receipt that give back more than was sold, together; named by the last of them in time. */
export interface Exceeding extends RefundExcess {
  readonly refund: string;
}

const digestsOf = ({ lines }: { readonly lines: Sale['lines'] }): LineDigest[] =>
  lines.map(({ sku, qty, amount, vat, method }) => ({ sku, qty: Math.round(qty * 1000), amount, vat, method }));

/**
 * The third ring of refund limits (design §6): two tills that know nothing of one another have each given the same goods back. `refunds`:
 * all that were registered, in any order. The first in time stand; each that no longer fits is one finding.
 */
export function exceedingRefunds(
  sale: Pick<Sale, 'lines'>,
  refunds: readonly Pick<Refund, '_id' | 'hlc' | 'lines'>[],
): Exceeding[] {
  const sold = digestsOf(sale);
  const returned: LineDigest[] = [];
  const found: Exceeding[] = [];
  for (const refund of [...refunds].sort((a, b) => (a.hlc < b.hlc ? -1 : 1))) {
    const asked = digestsOf(refund);
    const excess = refundExcess(sold, returned, asked);
    if (excess) found.push({ ...excess, refund: refund._id });
    returned.push(...asked);
  }
  return found;
}
