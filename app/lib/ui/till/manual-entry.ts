import type { CatalogueEntry, ProductKind } from '$design/documents/catalogue.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import { VAT_RATES, vatInForce, type VatRate } from '$design/money/vat.ts';
import type { Category } from '$lib/search/categories.ts';

/** What is typed by hand most often first. */
export const PRODUCT_KINDS_LIST = [
  'accessory',
  'service',
  'care',
  'frame',
  'lens',
  'contact-lens',
  'sunglasses',
] as const satisfies readonly ProductKind[];

/** Rates that goods may bear on a day (`YYYY-MM-DD`): calculated ones are for advances. */
export const ratesFor = (day: string): VatRate[] => VAT_RATES.filter((rate) => !rate.includes('/') && vatInForce(rate, day));

/** The rate that most of this shop's catalogue bears in that kind; `base` where it sells none of it. */
export function usualRate(categories: readonly Category[], kind: ProductKind, base: VatRate): VatRate {
  const counts = new Map<VatRate, number>();
  for (const one of categories) if (one.kind === kind) counts.set(one.vat, (counts.get(one.vat) ?? 0) + one.count);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? base;
}

/** An article number for what has none: the receipt needs one, and no article of the catalogue is called so. */
export const NO_SKU = 'MANUAL';

/** What was typed as the catalogue would have it; tag 1212 follows from the kind. Price in kopecks. */
export const enteredEntry = (typed: {
  readonly name: string;
  readonly code: string;
  readonly price: Kopecks;
  readonly kind: ProductKind;
  readonly vat: VatRate;
}): CatalogueEntry => {
  const code = typed.code.trim();
  return {
    sku: code || NO_SKU,
    name: typed.name.trim().replace(/\s+/g, ' ').slice(0, 128),
    brand: '',
    kind: typed.kind,
    category: '',
    ean: /^\d{13}$/.test(code) ? code : null,
    price: typed.price,
    vat: typed.vat,
    subject: typed.kind === 'service' ? 'service' : 'goods',
  };
};
