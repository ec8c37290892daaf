import { describe, expect, it } from 'vitest';
import { catalogueEntry } from '$design/documents/catalogue.ts';
import { enteredEntry, NO_SKU, ratesFor, usualRate } from './manual-entry.ts';

describe('an article typed by hand (A-04)', () => {
  it('is an entry that a sale may hold, under the code of its package', () => {
    const typed = {
      name: '  Цепочка   для очков ',
      code: ' 4607012345677 ',
      price: 39_000,
      kind: 'accessory',
      vat: '22',
    } as const;
    const entry = enteredEntry(typed);
    expect(catalogueEntry.parse(entry)).toEqual(entry);
    expect(entry).toMatchObject({ sku: '4607012345677', ean: '4607012345677', name: 'Цепочка для очков', subject: 'goods' });
    const work = enteredEntry({ ...typed, code: '', kind: 'service' });
    expect(work).toMatchObject({ sku: NO_SKU, ean: null, subject: 'service' });
  });
  it('bears the rate of most goods of its kind here, else the base rate', () => {
    const categories = [
      { name: 'Оправы', kind: 'frame', vat: 'none', count: 900 },
      { name: 'Оправы детские', kind: 'frame', vat: '22', count: 100 },
    ] as const;
    expect(usualRate(categories, 'frame', '22')).toBe('none');
    expect(usualRate(categories, 'care', '22')).toBe('22');
  });
  it('bears no rate that is not in force, and none of advances', () => {
    expect(ratesFor('2026-11-21')).toEqual(['none', '0', '5', '7', '10', '22']);
    expect(ratesFor('2025-06-01')).toContain('20');
  });
});
