import type { Refund, Sale } from '../documents/facts.ts';
import type { Kopecks } from '../money/kopecks.ts';

/** Money in advance: lines that hand no goods over. */
const IN_ADVANCE: readonly string[] = ['full-prepayment', 'prepayment', 'advance'];
export const isDeposit = ({ lines }: Pick<Sale, 'lines'>): boolean => lines.some(({ method }) => IN_ADVANCE.includes(method));

/**
 * How much of what was paid in advance by `deposit` other receipts have used up (tag 1215) and not given back. `null` where it is none.
 * Goods that were paid by a deposit and come back make it whole again: the refund's `prepaid` part, shared over the deposits of its sale
 * in their order.
 */
export function usedOf(deposit: Pick<Sale, '_id' | 'lines'>, receipts: Iterable<Sale | Refund>): Kopecks | null {
  if (!isDeposit(deposit)) return null;
  const sales = new Map<string, Sale>();
  const restored = new Map<string, Kopecks>();
  for (const one of receipts) {
    if (one.type === 'sale') {
      if (one.settles?.some(({ sale }) => sale === deposit._id)) sales.set(one._id, one);
    } else if (one.original.sale !== null) {
      const back = one.payments.reduce((sum, { method, amount }) => (method === 'prepaid' ? sum + amount : sum), 0);
      restored.set(one.original.sale, (restored.get(one.original.sale) ?? 0) + back);
    }
  }
  let used = 0;
  for (const { _id, settles = [] } of sales.values()) {
    let back = restored.get(_id) ?? 0;
    for (const { sale, amount } of settles) {
      const given = Math.min(amount, back);
      back -= given;
      if (sale === deposit._id) used += amount - given;
    }
  }
  return used;
}

/** What of a deposit may go back: paid, less used up. What was refunded of it is counted by its lines. `null`: no deposit. */
export function depositRest(deposit: Pick<Sale, '_id' | 'lines'>, receipts: readonly (Sale | Refund)[]): Kopecks | null {
  const used = usedOf(deposit, receipts);
  if (used === null) return null;
  const paid = deposit.lines.reduce((sum, { method, amount }) => (IN_ADVANCE.includes(method) ? sum + amount : sum), 0);
  const refunded = receipts.reduce((sum, one) => {
    if (one.type !== 'refund' || one.original.sale !== deposit._id) return sum;
    return sum + one.lines.reduce((part, { method, amount }) => (IN_ADVANCE.includes(method) ? part + amount : part), 0);
  }, 0);
  return Math.max(0, paid - used - refunded);
}
