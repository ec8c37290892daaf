import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import { findCodeAnyLayout, searchAsMeant } from './search-as-meant.ts';
import { buildIndex, searchIndex } from './search-index.ts';

const entry = (sku: string, name: string, brand: string): CatalogueEntry => ({
  sku,
  name,
  brand,
  kind: 'frame',
  category: 'Оправы',
  ean: null,
  price: 100,
  vat: 'none',
  subject: 'goods',
});
const index = buildIndex([
  entry('RB-1001', 'Оправа Ray-Ban RB 5154', 'Ray-Ban'),
  entry('OX-1', 'Оправа Oakley OX 8046', 'Oakley'),
  entry('GU-1', 'Солнцезащитные очки Gucci', 'Gucci'),
  entry('CS-1', 'Футляр жёсткий синий', 'OptiCase'),
]);
const skus = (query: string, limit = 50) => searchAsMeant(index, query, limit).map(({ sku }) => sku);

describe('issue 5 part 11: search finds what was meant, whatever the layout', () => {
  it.each([
    ['кфн', ['RB-1001']],
    ['jghfdf ray', ['RB-1001']],
    ['оправа щфлдун', ['OX-1']],
    [';tcnrbq', ['CS-1']],
    ['futlyar', ['CS-1']],
    ['рейбан', ['RB-1001']],
    ['рэй бан', ['RB-1001']],
    ['оправа окли', ['OX-1']],
    ['гуччи', ['GU-1']],
    ['тфк-ифт', []],
  ])('«%s»', (query, found) => expect(skus(query)).toEqual(found));

  it('what was typed as it stands comes before what it may mean', () => {
    const mixed = buildIndex([entry('A', 'Ghb bag', 'X'), entry('B', 'При входе', 'X')]);
    expect(searchAsMeant(mixed, 'ghb', 50).map(({ sku }) => sku)).toEqual(['A', 'B']);
    expect(searchAsMeant(mixed, 'ghb', 1).map(({ sku }) => sku)).toEqual(['A']);
  });

  it('a filter holds for what was meant, too', () => expect(searchAsMeant(index, 'рейбан', 50, { kind: 'lens' })).toEqual([]));

  it('no query loses what it finds as it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[а-яa-z0-9 .-]{0,10}$/), (query) => {
        expect(skus(query)).toEqual(expect.arrayContaining(searchIndex(index, query, 50).map(({ sku }) => sku)));
      }),
    );
  });

  it('a code typed under the Russian layout is the article of the label', () => {
    expect(findCodeAnyLayout(index, 'КИ-1001')?.sku).toBe('RB-1001');
    expect(findCodeAnyLayout(index, 'rb-1001')?.sku).toBe('RB-1001');
    expect(findCodeAnyLayout(index, 'КИ-1002')).toBeNull();
  });
});
