import type { Payment, PaymentMethod } from '../documents/facts.ts';
import { allocate, type Kopecks } from '../money/kopecks.ts';

/** One way by which money came and may go back. Cards stand apart: each goes back to its own. */
export interface WayBack {
  readonly method: PaymentMethod;
  /** Which of the receipt's payments by this method, from 0. */
  readonly part: number;
  readonly paid: Kopecks;
  readonly left: Kopecks;
}

export interface PaidReceipt {
  readonly payments: readonly Payment[];
  /** Of a refund: to which card payment of the original each of its own went. */
  readonly cards?: readonly { readonly part: number }[] | undefined;
}

/**
 * How a receipt was paid and what all known refunds left of each way. A refund that went another way by a manager's word (cash for a card)
 * leaves its own way open: what is given back in all is limited by the lines.
 */
export function waysBack(paid: PaidReceipt, refunds: Iterable<PaidReceipt>): WayBack[] {
  const count = new Map<PaymentMethod, number>();
  const ways = paid.payments.map(({ method, amount }) => {
    const part = count.get(method) ?? 0;
    count.set(method, part + 1);
    return { method, part, paid: amount, left: amount };
  });
  for (const { payments, cards } of refunds) {
    let card = 0;
    for (const { method, amount } of payments) {
      const part = method === 'card' ? (cards?.[card++]?.part ?? null) : null;
      take(ways, method, part, amount);
    }
  }
  return ways;
}

function take(
  ways: { method: PaymentMethod; part: number; left: Kopecks }[],
  method: PaymentMethod,
  part: number | null,
  sum: Kopecks,
) {
  let amount = sum;
  const own = ways.filter((way) => way.method === method);
  const first = own.filter((way) => way.part === part);
  for (const way of [...first, ...own.filter((one) => !first.includes(one))]) {
    const taken = Math.min(way.left, amount);
    way.left -= taken;
    amount -= taken;
  }
}

/**
 * The rule for a split payment: money goes back in the proportion in which it is left by each way, to the kopeck, never more by one way
 * than was paid by it. Where less is left than `amount` (a manager's word sent money another way before), the rest is cash.
 */
export function proposal(ways: readonly WayBack[], amount: Kopecks): Kopecks[] {
  const left = ways.map((way) => way.left);
  const all = left.reduce((sum, one) => sum + one, 0);
  return amount <= all && all > 0 ? allocate(amount, left) : left;
}

export interface Range {
  readonly least: Kopecks;
  readonly most: Kopecks;
}

/** Within which bounds one way may be changed while the others take the rest. */
export function rangeOf(ways: readonly WayBack[], index: number, amount: Kopecks): Range {
  const others = ways.reduce((sum, { left }, i) => (i === index ? sum : sum + left), 0);
  const most = Math.min(ways[index]?.left ?? 0, amount);
  return { least: Math.max(0, Math.min(most, amount - others)), most };
}

/** One way set to a sum within its range; the others keep their proportion and take the rest. */
export function withWay(ways: readonly WayBack[], amount: Kopecks, index: number, wanted: Kopecks): Kopecks[] {
  const { least, most } = rangeOf(ways, index, amount);
  const own = Math.min(most, Math.max(least, wanted));
  const rest = proposal(
    ways.map((way, i) => (i === index ? { ...way, left: 0 } : way)),
    amount - own,
  );
  return rest.map((sum, i) => (i === index ? own : sum));
}

/** Do the sums give `amount` back by ways that money came by? */
export const isTheWayItCame = (ways: readonly WayBack[], sums: readonly Kopecks[], amount: Kopecks): boolean =>
  sums.length === ways.length &&
  sums.every((sum, i) => sum >= 0 && sum <= ways[i]!.left) &&
  sums.reduce((all, sum) => all + sum, 0) === amount;

/** The payments of the refund and, in the order of its card payments, which card of the original each goes back to. */
export function paymentsBack(
  ways: readonly WayBack[],
  sums: readonly Kopecks[],
): { readonly payments: Payment[]; readonly cards: { readonly part: number }[] } {
  const used = ways.flatMap((way, i) => (sums[i]! > 0 ? [{ ...way, amount: sums[i]! }] : []));
  return {
    payments: used.map(({ method, amount }) => ({ method, amount })),
    cards: used.filter(({ method }) => method === 'card').map(({ part }) => ({ part })),
  };
}
