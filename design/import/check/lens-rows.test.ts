import { describe, expect, it } from 'vitest';
import { checkerOf } from '../check.ts';
import type { KnownProduct, ReadRow } from '../checked-row.ts';
import { STANDARD_RULES } from '../profile.ts';
import { knownCatalogue } from './known-catalogue.ts';

const lens = {
  ...{ index: 1.5, design: 'single-vision', material: 'CR-39', coatings: ['HMC'], diameter: 70, add: null },
  ...{ sph: { min: -2, max: 2, step: 0.25 }, cyl: { min: -2, max: 0, step: 0.25 } },
  bands: [{ sphTo: 2, cylTo: 2, price: 900_00 }],
} as const satisfies KnownProduct['lens'];
const options = [{ code: 'UV', kind: 'coating', name: 'УФ', price: 300_00 }] as const;
const known = (sku: string, name: string): KnownProduct => ({
  ...{ sku, name, brand: 'Orma', kind: 'lens', category: 'Очковые линзы', ean: null, price: 900_00, vat: 'none' },
  ...{ cost: null, supplier: null, archived: false, lens: { ...lens, options: [...options] } },
});
const row = (sku: string, name: string, more: Partial<ReadRow> = {}): ReadRow => ({
  ...{ row: 2, sku, skuAssumed: true, supplierCode: null, ean: null, name, brand: null, category: null, kind: 'lens' },
  ...{ price: 950_00, cost: null, vat: null, stock: null, markRequired: null, frame: null, band: null, folded: 3, findings: [] },
  lens: {
    ...lens,
    material: '',
    coatings: [],
    bands: [{ sphTo: 3, cylTo: 2, price: 950_00 }],
    sph: { min: -3, max: 3, step: 0.25 },
  },
  ...more,
});
const check = (products: readonly KnownProduct[], read: ReadRow) =>
  checkerOf({
    ...{ rules: STANDARD_RULES, catalogue: knownCatalogue(products), supplier: null, today: '2026-11-21' },
    columns: ['name', 'price', 'sphFrom', 'cylFrom'],
  }).check(read);

describe('a lens of a sheet of grids', () => {
  it('without an article is told of when it is new', () => {
    const { change, findings } = check([], row('ORMA-1.5', 'Orma 1.5'));
    expect(change).toMatchObject({ what: 'create', sku: 'ORMA-1.5', after: { lens: { sph: { max: 3 } } } });
    expect(findings.map(({ type }) => type)).toEqual(['SKU_ASSUMED']);
  });

  it('is the known article of its made code, or of its name, and never a second one', () => {
    expect(check([known('ORMA-1.5', 'Переименована')], row('ORMA-1.5', 'Orma 1.5')).change?.sku).toBe('ORMA-1.5');
    expect(check([known('L-77', 'Orma 1.5')], row('ORMA-1.5', 'Orma 1.5')).change?.sku).toBe('L-77');
    const twice = check([known('L-77', 'Orma 1.5'), known('L-78', 'Orma 1.5')], row('ORMA-1.5', 'Orma 1.5'));
    expect(twice).toMatchObject({ outcome: 'skipped', findings: [{ type: 'MATCH_AMBIGUOUS' }] });
  });

  it('changes powers and prices; what it is made of and ordered with, entered by hand, stays', () => {
    const { change } = check([known('L-77', 'Orma 1.5')], row('ORMA-1.5', 'Orma 1.5'));
    expect(change?.after.lens).toMatchObject({
      material: 'CR-39',
      coatings: ['HMC'],
      options,
      sph: { max: 3 },
      bands: [{ price: 950_00 }],
    });
    expect(change?.before?.lens).toMatchObject({ sph: { max: 2 } });
  });
});
