import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { createColumns, foldSnapshot } from './catalogue-snapshot.ts';

const usual = {
  sku: fc.string({ minLength: 1, maxLength: 4 }),
  name: fc.string({ minLength: 1, maxLength: 8 }),
  brand: fc.constantFrom('', 'Ray-Ban', 'Vogue'),
  kind: fc.constantFrom('frame', 'lens', 'service'),
  category: fc.constantFrom('Оправы', 'Линзы'),
  ean: fc.option(fc.constantFrom('8056597000017', '4600000000015')),
  price: fc.nat(),
  vat: fc.constantFrom('none', '22', '10'),
  subject: fc.constantFrom('goods', 'service'),
} as const;
/** What few articles have. */
const rare = {
  vatPlan: fc.constant<CatalogueEntry['vatPlan']>([{ from: '2027-01-01', vat: '10' }]),
  markRequired: fc.constant(true),
};
const slim: fc.Arbitrary<CatalogueEntry> = fc.record(
  { ...usual, ...rare },
  { requiredKeys: Object.keys(usual) as (keyof typeof usual)[] },
);
const unique = fc.uniqueArray(slim, { selector: ({ sku }) => sku, maxLength: 30 });
const bySku = (entries: readonly CatalogueEntry[]) => new Map(entries.map((entry) => [entry.sku, entry]));

describe('the snapshot of the catalogue', () => {
  it('gives back through JSON everything that a fiscal line needs', () => {
    fc.assert(
      fc.property(unique, (entries) => {
        const gathered = createColumns();
        for (let from = 0; from < entries.length; from += 7) gathered.add(entries.slice(from, from + 7));
        const read = JSON.parse(JSON.stringify(gathered.columns)) as typeof gathered.columns;
        expect(foldSnapshot(read, [])).toEqual(bySku(entries));
      }),
    );
  });

  it('leaves the measures of frames and lenses behind, and takes what is newer over it', () => {
    const entry = fc.sample(slim, { numRuns: 1, seed: 1 })[0]!;
    const [a, b] = [
      { ...entry, sku: 'A' },
      { ...entry, sku: 'B' },
    ];
    const gathered = createColumns();
    gathered.add([{ ...a, frame: { a: 50 } } as unknown as CatalogueEntry, b]);
    expect(foldSnapshot(gathered.columns, []).get('A')).toEqual(a);
    const deltas = [
      { entries: [{ ...b, price: 7 }], removed: ['A'] },
      { entries: [{ ...b, price: 8 }], removed: [] },
    ];
    expect(foldSnapshot(gathered.columns, deltas)).toEqual(bySku([{ ...b, price: 8 }]));
  });
});
