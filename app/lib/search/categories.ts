import type { CatalogueEntry, ProductKind } from '$design/documents/catalogue.ts';
import type { VatRate } from '$design/money/vat.ts';

/** A category as the catalogue names it, what kind most of it is, and the VAT rate that most of it bears. */
export interface Category {
  readonly name: string;
  readonly kind: ProductKind;
  readonly vat: VatRate;
  readonly count: number;
}

function commonest<T extends string>(counts: ReadonlyMap<T, number>): T {
  let best: [T, number] | null = null;
  for (const [one, count] of counts) if (best === null || count > best[1]) best = [one, count];
  return best![0];
}

/** The categories of a catalogue, the largest first; of equal ones by name. */
export function categoriesOf(entries: Iterable<CatalogueEntry>): Category[] {
  const found = new Map<string, { kinds: Map<ProductKind, number>; rates: Map<VatRate, number>; count: number }>();
  for (const { category, kind, vat } of entries) {
    if (category === '') continue;
    let one = found.get(category);
    if (!one) found.set(category, (one = { kinds: new Map(), rates: new Map(), count: 0 }));
    one.kinds.set(kind, (one.kinds.get(kind) ?? 0) + 1);
    one.rates.set(vat, (one.rates.get(vat) ?? 0) + 1);
    one.count += 1;
  }
  return [...found]
    .map(([name, { kinds, rates, count }]) => ({ name, kind: commonest(kinds), vat: commonest(rates), count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
