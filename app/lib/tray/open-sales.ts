import type { Receipt } from '$design/documents/facts.ts';
import { RECEIPT_TYPES } from '$design/folds/movement.ts';
import { keyOfId, rangeOf } from '$design/ids.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';

/** Ids of receipts among `receipts` that have neither a fiscal result nor a void, by key. Pure. */
export function withoutOutcome(receipts: readonly string[], results: readonly string[], voids: readonly string[]): string[] {
  const settled = new Set([...results, ...voids].map(keyOfId));
  return receipts.filter((id) => !settled.has(keyOfId(id)));
}

/**
 * Sales, refunds and corrections of this till, in time order, whose outcome is not written here. Ids are compared first: bodies are few. A result may
 * lie in another month than its sale: it was settled in a later shift, or one of them has just moved to the home of a wrong clock.
 */
export async function openSales(databases: Databases, facts: Facts, pos: string): Promise<Receipt[]> {
  const receipts = new Map<string, string>();
  const settled: string[] = [];
  for (const name of facts.recent()) {
    const ids = (type: string) => databases.ids(name, rangeOf(type).startkey, rangeOf(type).endkey);
    for (const type of RECEIPT_TYPES) for (const id of await ids(type)) receipts.set(id, name);
    for (const type of ['fiscal-result', 'sale-void']) settled.push(...(await ids(type)));
  }
  const open: Receipt[] = [];
  for (const id of withoutOutcome([...receipts.keys()], settled, [])) {
    const doc = await databases.get<Receipt>(receipts.get(id)!, id);
    if (doc?.pos === pos) open.push(doc);
  }
  return open.sort((a, b) => (a.hlc < b.hlc ? -1 : 1));
}
