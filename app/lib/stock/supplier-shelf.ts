import { CATALOG } from '$design/databases.ts';
import type { SupplierStock } from '$design/documents/supplier-stock.ts';
import { rangeOf } from '$design/ids.ts';
import type { Offer } from '$design/stock/purchases.ts';
import type { Databases } from '../storage/databases.ts';

export type Offers = ReadonlyMap<string, readonly Offer[]>;

/** Whoever was ordered of or says that he has something, by name. */
export const supplierNames = (
  orders: readonly { readonly order: { readonly supplier: string } }[],
  offers: Offers | null,
): string[] =>
  [
    ...new Set([
      ...orders.map(({ order }) => order.supplier),
      ...[...(offers?.values() ?? [])].flatMap((all) => all.map(({ supplier }) => supplier)),
    ]),
  ].sort();

/** What suppliers say that they have, as this device holds it: article → offers, the newest first. */
export async function readOffers(databases: Pick<Databases, 'known' | 'range'>): Promise<Offers> {
  const found = new Map<string, Offer[]>();
  if (!databases.known().includes(CATALOG)) return found;
  const { startkey, endkey } = rangeOf('supplier-stock');
  for (const { supplier, at, lines } of await databases.range<SupplierStock>(CATALOG, startkey, endkey)) {
    for (const [sku, pieces, rough] of lines) {
      const own = found.get(sku);
      const offer = { supplier, pieces, rough: rough === 1, at };
      if (own) own.push(offer);
      else found.set(sku, [offer]);
    }
  }
  for (const offers of found.values()) offers.sort((a, b) => b.at - a.at || (a.supplier < b.supplier ? -1 : 1));
  return found;
}
