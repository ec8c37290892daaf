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

  describe('what is written otherwise than the catalogue writes it', () => {
    const written = buildIndex([
      entry('RB-1001', 'Оправа Ray-Ban RB 5154', 'Ray-Ban'),
      entry('RB-2', 'Оправа Ray-Ban RB 5103, футляр 5154', 'Ray-Ban'),
      entry('LN-16', 'Линза Essilor 1.6', 'Essilor'),
      entry('LN-15', 'Линза BBGR 1,5', 'BBGR'),
      entry('GU-1', 'Солнцезащитные очки Guess', 'Guess'),
      entry('M-1', 'Сале\u00adтка чёрны\u0438\u0306 хром', 'Ray\u2011Ban'),
    ]);
    const found = (query: string) => searchAsMeant(written, query, 50).map(({ sku }) => sku);
    it.each([
      // The model as it is engraved, without its space; not every article that has both somewhere.
      ['rb5154', ['RB-1001']],
      ['ки5154', ['RB-1001']],
      ['рб5154', ['RB-1001']],
      ['rb1001', ['RB-1001']],
      ['(essilor),', ['LN-16']],
      ['линза 1,6', ['LN-16']],
      ['kbypf 1,6', ['LN-16']],
      ['линза 1.5', ['LN-15']],
      // A file from a Mac writes «й» as two signs; a copied text brings hyphens of its own.
      ['чёрный', ['M-1']],
      ['ray‑ban хром', ['M-1']],
      ['салетка', ['M-1']],
      ['опрва 5103', ['RB-2']],
      ['солцезащ', ['GU-1']],
      ['cjkytpfobnyst', ['GU-1']],
      ['солнцезащиитные guess', ['GU-1']],
      ['essilro', ['LN-16']],
    ])('«%s»', (query, skus) => expect(found(query)).toEqual(skus));

    it.each(['rb5155', 'линза 1.7', 'ox8046', 'guess 77', 'лин1а', 'zzzz', '%'])('no guess for «%s»', (query) =>
      expect(found(query)).toEqual([]),
    );

    it('a pasted text is looked for as it stands, without a guess at each of its words', () => {
      expect(found('опрва '.repeat(20))).toEqual([]);
      expect(found('опрва')).toHaveLength(6);
    });
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
