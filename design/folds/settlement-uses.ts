import type { Kopecks } from '../money/kopecks.ts';
import { booksOf, openDebts, openDeposits, revivedBy, type SettlementFact } from './open-deposits.ts';

/** How much each receipt has set off against one deposit, or paid off of one debt, by the id of that receipt. Kopecks. */
export type Uses = ReadonlyMap<string, Kopecks>;
export const NO_USES: Uses = new Map();

/** Who used a deposit up or paid a debt off (`of`: the sale that took or owes the money), less what refunds of those receipts gave back. */
export function usesOf(facts: Iterable<SettlementFact>, of: string): Uses {
  const { sales, refunds } = booksOf(facts);
  const uses = new Map<string, Kopecks>();
  const use = (sale: string, amount: Kopecks) => amount !== 0 && uses.set(sale, (uses.get(sale) ?? 0) + amount);
  for (const { _id, settles = [], lines } of sales.values()) {
    for (const { sale, amount } of settles) if (sale === of) use(_id, amount);
    for (const line of lines) if (line.method === 'credit-payment' && line.of?.sale === of) use(_id, line.amount);
  }
  for (const refund of refunds) {
    const user = sales.get(refund.original.sale ?? '');
    if (!user || !uses.has(user._id)) continue;
    for (const { sale, amount } of revivedBy(refund, user.settles ?? [])) if (sale === of) use(user._id, -amount);
    if (user.lines.some(({ method }) => method === 'credit-payment')) use(user._id, -refund.total);
  }
  return uses;
}

/**
 * What two rings know of together. Of a receipt that both know the lesser use counts: one of them has not heard of a refund of it yet.
 */
export function unionOfUses(a: Uses, b: Uses): Uses {
  const both = [...new Set([...a.keys(), ...b.keys()])];
  return new Map(both.map((sale) => [sale, Math.min(a.get(sale) ?? Infinity, b.get(sale) ?? Infinity)]));
}

export const sumOfUses = (uses: Uses): Kopecks => [...uses.values()].reduce((sum, amount) => sum + amount, 0);

/**
 * What is left of a deposit, or owed of a debt, by these facts and by what another ring told of it (`uses`); `null` where the facts know of
 * neither. Below nothing where more was used than there was. Kopecks.
 */
export function leftOf(facts: readonly SettlementFact[], of: string, uses: Uses): Kopecks | null {
  const open = openDeposits(facts).find(({ sale }) => sale === of) ?? openDebts(facts).find(({ sale }) => sale === of);
  const here = usesOf(facts, of);
  return open ? open.left + sumOfUses(here) - sumOfUses(unionOfUses(here, uses)) : null;
}
