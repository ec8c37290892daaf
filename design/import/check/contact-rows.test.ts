import { describe, expect, it } from 'vitest';
import { checkerOf } from '../check.ts';
import type { KnownProduct } from '../checked-row.ts';
import { STANDARD_RULES } from '../profile.ts';
import { readerOf } from '../read-row.ts';
import { knownCatalogue } from './known-catalogue.ts';

const FIELDS = ['sku', 'name', 'price', 'kind', 'sphFrom', 'bc', 'diameter', 'packSize', 'pack'] as const;
const reader = readerOf({
  ...{ rules: STANDARD_RULES, today: '2026-11-21', samples: [] },
  columns: Object.fromEntries(FIELDS.map((field, i) => [field, i])),
});
const row = (sphere: string) =>
  reader({ row: 2, cells: ['BF6', 'Biofinity', '2990', 'контактные линзы', sphere, 8.6, 14, 6, 6] });
const known = (contactLens?: KnownProduct['contactLens']): KnownProduct => ({
  ...{ sku: 'BF6', name: 'Biofinity', brand: '', kind: 'contact-lens', category: 'Контактные линзы', ean: null, price: 2990_00 },
  ...{ vat: 'none', cost: null, supplier: null, archived: false },
  ...(contactLens ? { contactLens } : {}),
});
const check = (products: readonly KnownProduct[], sphere: string) =>
  checkerOf({
    ...{ rules: STANDARD_RULES, catalogue: knownCatalogue(products), supplier: null, today: '2026-11-21' },
    columns: FIELDS,
  }).check(row(sphere));

describe('contact lenses of a price list', () => {
  it('get their powers; a pack is the article and its price is divided by nothing', () => {
    const { change } = check([], '-6…0');
    expect(change).toMatchObject({
      what: 'create',
      after: { price: 2990_00, contactLens: { pack: 6, sph: { min: -6, max: 0 } } },
    });
  });

  it('say nothing new where the catalogue knows it all, and keep what was entered by hand', () => {
    const held = { bc: 8.6, dia: 14, pack: 6, replacement: 'month', sph: { min: -6, max: 0, step: 0.25 }, water: 48 } as const;
    expect(check([known(held)], '-6…0').outcome).toBe('unchanged');
    const { change } = check([known(held)], '-8…0');
    expect(change?.after).toEqual({ contactLens: { ...held, sph: { min: -8, max: 0, step: 0.25 } } });
    expect(change?.before).toEqual({ contactLens: held });
    expect(check([known(held)], 'уточняйте')).toMatchObject({ change: null, findings: [{ type: 'POWERS_INVALID' }] });
  });
});
