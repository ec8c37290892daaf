import type { CatalogueEntry, Cost, Product, ProductKind } from '../../design/documents/catalogue.ts';
import type { VatRate } from '../../design/money/vat.ts';
import { contactLenses } from './contact-lenses.ts';
import { frames, sunglasses } from './frames.ts';
import type { Item } from './item.ts';
import { createEanSource } from './item.ts';
import { lensFamilies } from './lenses.ts';
import { createRandom } from './random.ts';
import { sundries } from './sundries.ts';

/** Of what has no natural end, frames take four parts and sunglasses one. */
const FRAME_SHARE = 0.8;
/** Below this a small shop still gets some of everything (tests). */
const SMALL_SHOP = 5_000;

/**
 * `count` products as an optical shop has them. A longer list begins with the products of a shorter one (from 5,000 on), so that a demo
 * shop can grow.
 */
export function demoProducts(count: number, seed: string, vat: VatRate): Item[] {
  const eanOf = createEanSource();
  const fixed = [
    ...lensFamilies(createRandom(`${seed}:lenses`), eanOf),
    ...contactLenses(createRandom(`${seed}:contact-lenses`), eanOf),
    ...sundries(createRandom(`${seed}:sundries`), eanOf, vat),
  ];
  const some = count >= SMALL_SHOP ? fixed : thinned(fixed, Math.floor(count * 0.4));
  const left = count - some.length;
  const frameCount = Math.ceil(left * FRAME_SHARE);
  return [
    ...take(frames(createRandom(`${seed}:frames`), eanOf), frameCount),
    ...take(sunglasses(createRandom(`${seed}:sunglasses`), createSunglassesEans(), vat), left - frameCount),
    ...some,
  ];
}

/** Sunglasses draw their codes from a space of their own, so that their number does not shift those of frames. */
function createSunglassesEans(): ReturnType<typeof createEanSource> {
  const eanOf = createEanSource();
  return (gs1) => eanOf(`${gs1}9`);
}

function thinned(items: readonly Item[], count: number): Item[] {
  const step = items.length / Math.max(1, count);
  return Array.from({ length: Math.min(count, items.length) }, (_, i) => items[Math.floor(i * step)]!);
}

function take(source: Generator<Item>, count: number): Item[] {
  const items: Item[] = [];
  while (items.length < count) items.push(source.next().value as Item);
  return items;
}

/** The entries of each kind as customers take them: what lies in front sells most. Lenses by price, the rest in catalogue order. */
export function shelves(items: readonly Item[]): Record<ProductKind, CatalogueEntry[]> {
  const by: Record<ProductKind, CatalogueEntry[]> = {
    frame: [],
    lens: [],
    'contact-lens': [],
    sunglasses: [],
    care: [],
    accessory: [],
    service: [],
  };
  for (const { entry } of items) by[entry.kind].push(entry);
  by.lens.sort((a, b) => a.price - b.price);
  return by;
}

/** `product:<sku>` and `cost:<sku>`; services cost nothing to buy. */
export function productDocuments(items: readonly Item[], hlc: string): { products: Product[]; costs: Cost[] } {
  const head = { schema: 1, hlc, by: null, pos: null, stamps: {} } as const;
  return {
    products: items.map(({ entry, supplier }) => ({
      _id: `product:${entry.sku}`,
      type: 'product',
      ...head,
      ...entry,
      supplier: entry.kind === 'service' ? null : supplier,
      archived: false,
    })),
    costs: items
      .filter(({ entry }) => entry.kind !== 'service')
      .map(({ entry, cost, supplier }) => ({ _id: `cost:${entry.sku}`, type: 'cost', ...head, sku: entry.sku, cost, supplier })),
  };
}
