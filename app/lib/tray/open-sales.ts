import type { Refund, Sale } from '$design/documents/facts.ts';
import { keyOfId, rangeOf } from '$design/ids.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';

/** Ids of receipts among `receipts` that have neither a fiscal result nor a void, by key. Pure. */
export function withoutOutcome(receipts: readonly string[], results: readonly string[], voids: readonly string[]): string[] {
  const settled = new Set([...results, ...voids].map(keyOfId));
  return receipts.filter((id) => !settled.has(keyOfId(id)));
}

/** Sales and refunds of this till, in time order, whose outcome is not written here. Ids are compared first: bodies are few. */
export async function openSales(databases: Databases, facts: Facts, pos: string): Promise<(Sale | Refund)[]> {
  const open: (Sale | Refund)[] = [];
  for (const name of facts.names().slice(0, 2)) {
    const ids = (type: string) => databases.ids(name, rangeOf(type).startkey, rangeOf(type).endkey);
    const [sales, refunds, results, voids] = await Promise.all([
      ids('sale'),
      ids('refund'),
      ids('fiscal-result'),
      ids('sale-void'),
    ]);
    for (const id of withoutOutcome([...sales, ...refunds], results, voids)) {
      const doc = await databases.get<Sale | Refund>(name, id);
      if (doc?.pos === pos) open.push(doc);
    }
  }
  return open.sort((a, b) => (a.hlc < b.hlc ? -1 : 1));
}
