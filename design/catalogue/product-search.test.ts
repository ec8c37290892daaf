import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductSearch, type SearchedProduct } from './product-search.ts';

const product = (sku: string, name: string, brand = '', more: Partial<SearchedProduct> = {}): SearchedProduct => ({
  ...{ sku, name, brand, category: '', ean: null, supplier: null },
  ...more,
});
const searchOf = (...rows: SearchedProduct[]) => {
  const search = new ProductSearch<SearchedProduct>();
  for (const row of rows) search.put(row);
  return search;
};
const skus = (rows: readonly SearchedProduct[]) => rows.map(({ sku }) => sku);

const shop = () =>
  searchOf(
    product('RB-1001', 'Оправа Ray-Ban RB 5154', 'Ray-Ban', { ean: '4600000000015', supplier: 'FrameStore' }),
    product('OX-1', 'Оправа Oakley OX 8046', 'Oakley', { category: 'Оправы / Мужские' }),
    product('CL-1', 'Линза контактная Acuvue', 'Acuvue'),
    product('CASE', 'Чехол для оправы Ray-Ban', 'Ray-Ban'),
  );

describe('search of the back office (E-04)', () => {
  it.each([
    ['по артикулу', 'rb-1001', ['RB-1001']],
    ['по штрихкоду', '4600000000015', ['RB-1001']],
    ['по поставщику', 'framestore', ['RB-1001']],
    ['по разделу', 'мужские', ['OX-1']],
    ['names that begin so come first', 'оправа', ['OX-1', 'RB-1001']],
    ['every word somewhere', 'оправ ray', ['RB-1001', 'CASE']],
    ['under the other layout', 'кфн-ифт 5154', ['RB-1001']],
    ['in the other alphabet', 'oprava oakley', ['OX-1']],
    ['a brand by ear', 'рейбан', ['RB-1001', 'CASE']],
    ['with one slip', 'акувуе', ['CL-1']],
    ['with a slip among right words', 'апрова 8046', []],
    ['a slip of one letter', 'опрва', ['OX-1', 'RB-1001', 'CASE']],
    ['a model without its hyphen', 'rb5154', ['RB-1001']],
    ['what is nowhere', 'телескоп', []],
  ])('%s: %s', (_why, query, found) => expect(skus(shop().find(query))).toEqual(found));

  it('nothing typed: all, by name', () => expect(skus(shop().find(''))).toEqual(['CL-1', 'OX-1', 'RB-1001', 'CASE']));

  it('what changes is found by its new words and no more by the old ones', () => {
    const search = shop();
    search.put(product('OX-1', 'Шнур', 'Oakley'));
    expect(skus(search.find('шнур'))).toEqual(['OX-1']);
    expect(skus(search.find('8046'))).toEqual([]);
    search.remove('OX-1');
    expect(search.find('шнур')).toEqual([]);
    expect(search.size).toBe(3);
  });

  it('holds what a plain scan holds, whatever came, changed and went in whatever order', () => {
    const word = fc.constantFrom('оправа', 'ray', 'ban', 'чехол', '54-18', 'линза', 'x');
    const step = fc.record({ sku: fc.integer({ min: 0, max: 30 }), words: fc.array(word, { maxLength: 4 }), gone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), word, (steps, asked) => {
        const search = new ProductSearch<SearchedProduct>();
        const plain = new Map<string, SearchedProduct>();
        for (const { sku, words, gone } of steps) {
          const row = product(`A${sku}`, words.join(' '));
          if (gone) plain.delete(row.sku);
          else plain.set(row.sku, row);
          if (gone) search.remove(row.sku);
          else search.put(row);
        }
        const wanted = [...plain.values()].filter(({ name, sku }) => `${name} ${sku.toLowerCase()}`.includes(asked));
        const found = search.find(asked);
        if (wanted.length > 0) expect(skus(found).sort()).toEqual(skus(wanted).sort());
        expect(skus([...search.all()]).sort()).toEqual([...plain.keys()].sort());
      }),
    );
  });

  it('keeps its order over many blocks', () => {
    const search = new ProductSearch<SearchedProduct>();
    for (let i = 0; i < 5_000; i += 1) search.put(product(`S${i}`, `товар ${String((i * 7_919) % 5_000).padStart(6, '0')}`));
    const names = search.find('товар').map(({ name }) => name);
    expect(names).toHaveLength(5_000);
    expect(names).toEqual([...names].sort());
    expect(search.find('товар 004321')).toHaveLength(1);
    for (let i = 0; i < 5_000; i += 2) search.remove(`S${i}`);
    expect(search.find('товар')).toHaveLength(2_500);
  });
});
