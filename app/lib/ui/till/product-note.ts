import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import { t } from '$lib/i18n/i18n.ts';
import { formatNumber } from '../text/format.ts';

const signed = (n: number): string => `${n > 0 ? '+' : n < 0 ? '−' : ''}${formatNumber(Math.abs(n), 2)}`;

/** The second line of a product: what tells it from its neighbours and its name does not say, then its article. */
export function productNote(entry: CatalogueEntry): string {
  const parts: string[] = [];
  const { frame, lens, contactLens } = entry;
  if (frame) parts.push(t('product.size', { a: frame.a, dbl: frame.dbl, temple: frame.temple }), frame.colour);
  if (lens) {
    parts.push(
      t('product.index', { index: formatNumber(lens.index) }),
      t('product.sph', { min: signed(lens.sph.min), max: signed(lens.sph.max) }),
    );
  }
  if (contactLens) {
    parts.push(
      t('product.bc', { bc: formatNumber(contactLens.bc) }),
      t('product.dia', { dia: formatNumber(contactLens.dia) }),
      t('product.pack', { pack: contactLens.pack }),
    );
  }
  const told = parts.filter((part) => !entry.name.includes(part));
  if (told.length === 0 && entry.brand !== '' && !entry.name.includes(entry.brand)) told.push(entry.brand);
  return [...told, entry.sku].join(' · ');
}
