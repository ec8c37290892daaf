import type { Payment, PaymentMethod, Sale } from '../documents/facts.ts';
import { resultIdOf } from '../databases.ts';
import { booksOf, openDebts, type SettlementFact } from '../folds/open-deposits.ts';
import type { Kopecks } from '../money/kopecks.ts';

/** A receipt by which a debt was paid off, and what of it did not go back yet. */
export interface Payoff {
  readonly sale: string;
  readonly fd: number;
  readonly left: Kopecks;
}

/** What became of goods sold on credit. */
export interface DebtOfSale {
  /** Still owed; below nothing where goods came back whose debt had been paid off: so much the customer is owed. */
  readonly left: Kopecks;
  /** The newest first. */
  readonly payoffs: readonly Payoff[];
}

/** How the debt of one sale stands by these facts, in any order and with repeats; `null` where it was paid at once. */
export function debtOf(sale: Pick<Sale, '_id'>, facts: readonly SettlementFact[]): DebtOfSale | null {
  const debt = openDebts(facts).find((one) => one.sale === sale._id);
  if (!debt) return null;
  const { sales, refunds, results } = booksOf(facts);
  const payoffs = [...sales.values()].flatMap(({ _id, lines, total, at }): (Payoff & { readonly at: number })[] => {
    const result = results.get(resultIdOf(_id));
    if (!result || !lines.some(({ method, of }) => method === 'credit-payment' && of?.sale === sale._id)) return [];
    const left = total - refunds.reduce((sum, refund) => (refund.original.sale === _id ? sum + refund.total : sum), 0);
    return left > 0 ? [{ sale: _id, fd: result.fd, left, at }] : [];
  });
  return { left: debt.left, payoffs: payoffs.sort((a, b) => b.at - a.at).map(({ at: _at, ...payoff }) => payoff) };
}

/**
 * Which payments of the debt go back, too, once `credit` of it is cancelled by a refund: the customer gets what was paid off for goods that
 * are returned (consumer law, art. 24 p. 5), each sum by a refund of its own receipt, so that nothing goes back that was not paid.
 */
export function payoffsBack({ left, payoffs }: DebtOfSale, credit: Kopecks): readonly Payoff[] {
  let due = Math.max(0, credit - left);
  return payoffs.flatMap((one) => {
    const sum = Math.min(one.left, due);
    due -= sum;
    return sum > 0 ? [{ ...one, left: sum }] : [];
  });
}

const moneyOf = (payments: readonly Payment[]): Kopecks =>
  payments.reduce((sum, { method, amount }) => (method === ('credit' satisfies PaymentMethod) ? sum : sum + amount), 0);

/** More money than was paid, over all refunds: credit was no money, and no signature makes it one. `null` where it fits. */
export function moneyExcess(
  paid: { readonly payments: readonly Payment[] },
  returned: Iterable<{ readonly payments: readonly Payment[] }>,
  asked: { readonly payments: readonly Payment[] },
): { readonly sold: Kopecks; readonly returned: Kopecks; readonly asked: Kopecks } | null {
  const before = [...returned].reduce((sum, { payments }) => sum + moneyOf(payments), 0);
  const [sold, wanted] = [moneyOf(paid.payments), moneyOf(asked.payments)];
  return wanted > 0 && before + wanted > sold ? { sold, returned: before, asked: wanted } : null;
}
