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
  given: Kopecks,
) {
  let amount = given;
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
 * than was paid by it. Credit was no money: what is still `owed` of it is cancelled first (nobody hands cash to somebody who owes as much),
 * what of it was paid off comes last, for that money goes back by the receipts that took it (`payoffsBack`).
 */
export function proposal(ways: readonly WayBack[], amount: Kopecks, owed: Kopecks = Infinity): Kopecks[] {
  const leftBy = (isCredit: boolean) => ways.map(({ method, left }) => ((method === 'credit') === isCredit ? left : 0));
  const [credit, money] = [leftBy(true), leftBy(false)];
  const cancelled = share(credit, Math.min(amount, Math.max(0, owed)));
  const paid = share(money, amount - sum(cancelled));
  const last = share(
    credit.map((left, i) => left - cancelled[i]!),
    amount - sum(cancelled) - sum(paid),
  );
  return ways.map((_, i) => cancelled[i]! + paid[i]! + last[i]!);
}

const sum = (amounts: readonly Kopecks[]): Kopecks => amounts.reduce((all, one) => all + one, 0);
/** As much of `amount` as there is, in the proportion of what is left. */
const share = (left: readonly Kopecks[], amount: Kopecks): readonly Kopecks[] =>
  amount <= 0 ? left.map(() => 0) : amount < sum(left) ? allocate(amount, left) : left;

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
export function withWay(
  ways: readonly WayBack[],
  amount: Kopecks,
  index: number,
  wanted: Kopecks,
  owed: Kopecks = Infinity,
): Kopecks[] {
  const { least, most } = rangeOf(ways, index, amount);
  const own = Math.min(most, Math.max(least, wanted));
  const rest = proposal(
    ways.map((way, i) => (i === index ? { ...way, left: 0 } : way)),
    amount - own,
    owed,
  );
  return rest.map((other, i) => (i === index ? own : other));
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
