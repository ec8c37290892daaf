import type { CatalogueEntry } from '../../design/documents/catalogue.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

/** A lens family as a catalogue holds it: single vision, sphere −10…+8, cylinder to 4, bands by power; what differs is named. */
export function family(lens: Partial<Lens> = {}, more: Partial<CatalogueEntry> = {}): CatalogueEntry {
  return {
    sku: 'HOY-1001',
    name: 'Линза Hoya однофокальная 1.6',
    brand: 'Hoya',
    kind: 'lens',
    category: 'Очковые линзы',
    ean: null,
    price: 300_000,
    vat: 'none',
    subject: 'goods',
    ...more,
    lens: {
      index: 1.6,
      design: 'single-vision',
      material: 'MR-8',
      coatings: ['HMC'],
      diameter: 70,
      sph: { min: -10, max: 8, step: 0.25 },
      cyl: { min: -4, max: 4, step: 0.25 },
      add: null,
      bands: [
        { sphTo: 4, cylTo: 2, price: 300_000 },
        { sphTo: 6, cylTo: 2, price: 345_000 },
        { sphTo: 10, cylTo: 4, price: 465_000 },
      ],
      ...lens,
    },
  };
}
