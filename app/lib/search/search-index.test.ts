import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import { normalise } from '$design/search/fold.ts';
import { BLOCK } from './block-filter.ts';
import { categoriesOf } from './categories.ts';
import {
  buildIndex,
  findCode,
  findSku,
  isShared,
  replaceEntries,
  searchIndex,
  searchText,
  type SearchFilter,
} from './search-index.ts';

const entry = (sku: string, name: string, brand = '', ean: string | null = null): CatalogueEntry => ({
  sku,
  name,
  brand,
  kind: 'frame',
  category: 'Оправы',
  ean,
  price: 100,
  vat: 'none',
  subject: 'goods',
});
const index = buildIndex([
  entry('RB-1001', 'Оправа Ray-Ban RB 5154 2000 49-21-140', 'Ray-Ban', '8056597000017'),
  entry('RB-1002', 'Солнцезащитные очки Ray-Ban Aviator', 'Ray-Ban'),
  entry('CS-1', 'Футляр жёсткий', 'OptiCase'),
  entry('SRV-1', 'Ремонт оправы', 'Мастерская'),
]);
const skus = (query: string, limit = 50) => searchIndex(index, query, limit).map(({ sku }) => sku);

describe('search as one types', () => {
  it('finds every word anywhere, in any order and case', () => {
    expect(skus('BAN оправа')).toEqual(['RB-1001']);
    expect(skus('49-21 ray')).toEqual(['RB-1001']);
    expect(skus('оправа и ещё что-то')).toEqual([]);
  });

  it('takes ё for е both ways', () => {
    expect(skus('жесткий')).toEqual(['CS-1']);
    expect(skus('ЖЁСТКИЙ')).toEqual(['CS-1']);
  });

  it('finds a brand with and without its hyphen', () => {
    expect(skus('ray-ban').sort()).toEqual(['RB-1001', 'RB-1002']);
    expect(skus('rayban').sort()).toEqual(['RB-1001', 'RB-1002']);
  });

  it('looks within a category or a kind, with words and without', () => {
    const mixed = buildIndex([
      entry('F-1', 'Оправа А'),
      { ...entry('L-1', 'Линза к оправе', 'Оправа'), kind: 'lens', category: 'Линзы' },
      { ...entry('F-2', 'Оправа детская'), category: 'Оправы детские' },
    ]);
    const within = (query: string, filter: SearchFilter, limit = 50) =>
      searchIndex(mixed, query, limit, filter).map(({ sku }) => sku);
    expect(within('оправа', { kind: 'lens' })).toEqual(['L-1']);
    expect(within('', { category: 'Оправы детские' })).toEqual(['F-2']);
    expect(within('', { kind: 'frame' }, 1)).toEqual(['F-1']);
    expect(within('l-1', { kind: 'frame' })).toEqual([]);
    expect(within('', {})).toEqual([]);
  });

  it('puts an exact code first', () => {
    expect(skus('8056597000017')).toEqual(['RB-1001']);
    expect(skus('rb-1002')[0]).toBe('RB-1002');
  });

  it('puts names that begin with the word before names that contain it', () => {
    expect(skus('оправ').slice(0, 2)).toEqual(['RB-1001', 'SRV-1']);
  });

  it('answers nothing to nothing and no more than asked', () => {
    expect([skus('  '), skus('р', 2).length]).toEqual([[], 2]);
  });

  it('finds every entry by each of its own words', () => {
    const word = fc.stringMatching(/^[а-яa-z0-9-]{1,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 }), (names) => {
        const built = buildIndex(names.map((words, i) => entry(`S${i}`, words.join(' '))));
        names.forEach((words, i) => {
          for (const one of words) expect(searchIndex(built, one, 100).map(({ sku }) => sku)).toContain(`S${i}`);
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe('a scanned code', () => {
  it('is an EAN or an SKU, exactly', () => {
    expect(findCode(index, '8056597000017')?.sku).toBe('RB-1001');
    expect(findCode(index, ' rb-1002 ')?.sku).toBe('RB-1002');
    expect(findCode(index, '805659700001')).toBeNull();
  });
});

describe('a code that two articles bear (a supplier’s list with one EAN twice)', () => {
  const twice = buildIndex([
    entry('A-1', 'Оправа', '', '4600000000001'),
    entry('A-2', 'Футляр', '', '4600000000001'),
    entry('4600000000002', 'Салфетка'),
    entry('A-3', 'Шнурок', '', '4600000000002'),
    entry('4600000000003', 'Спрей', '', '4600000000003'),
  ]);

  it('names none of them, and the search shows them all', () => {
    for (const code of ['4600000000001', '4600000000002']) {
      expect([findCode(twice, code), isShared(twice, code)]).toEqual([null, true]);
      expect(searchIndex(twice, code, 9)).toHaveLength(2);
    }
  });

  it('leaves every article to be found by its own SKU', () => {
    for (const { sku } of twice.entries) expect(findSku(twice, sku)?.sku).toBe(sku);
    expect([findCode(twice, '4600000000003')?.name, isShared(twice, '4600000000003')]).toEqual(['Спрей', false]);
  });
});

it('normalises to lower case, ё to е, single spaces', () => {
  expect(normalise('  Ёлка\tИ  ПЁС ')).toBe('елка и пес');
});

/** SKUs of the rows that hold all words, found by reading every text: names that begin with the first word, words that do, the rest. */
function ranked(rows: readonly CatalogueEntry[], words: readonly string[]): string[] {
  const first = words[0]!;
  const rank = (text: string) =>
    text.startsWith(first)
      ? 0
      : ` ${text}`.split(/(?<=[ \-/"«])/).some((_, i, parts) => i > 0 && parts.slice(i).join('').startsWith(first))
        ? 1
        : 2;
  return rows
    .map((row) => ({ sku: row.sku, text: searchText(row) }))
    .filter(({ text }) => words.every((one) => text.includes(one)))
    .map(({ sku, text }) => ({ sku, rank: rank(text) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ sku }) => sku);
}

describe('the scan over blocks of rows', () => {
  it('finds what reading every text one by one finds, wherever in the list it stands', () => {
    const word = fc.string({ unit: fc.constantFrom('а', 'б', '5', '-'), minLength: 1, maxLength: 3 });
    const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), fc.array(word, { minLength: 1, maxLength: 3 }), (names, words) => {
        const entries = names.map((text, i) => entry(`Z${String(i).padStart(2, '0')}`, text));
        const found = searchIndex(buildIndex(entries), words.join(' '), 100);
        const naive = entries.filter(({ name: own, sku }) => {
          const text = normalise(`${own}   Оправы ${sku} `);
          return words.every((one) => text.includes(one));
        });
        expect(found.map(({ sku }) => sku).sort()).toEqual(naive.map(({ sku }) => sku).sort());
      }),
    );
  });

  it('ends early with the very rows that a whole reading would put first', () => {
    const word = fc.string({ unit: fc.constantFrom('а', 'б', '-'), minLength: 1, maxLength: 3 });
    const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    const names = fc.array(name, { maxLength: 40 });
    fc.assert(
      fc.property(names, fc.array(word, { minLength: 1, maxLength: 2 }), fc.integer({ min: 1, max: 5 }), (all, words, limit) => {
        const built = buildIndex(all.map((text, i) => entry(`Z${String(i).padStart(2, '0')}`, text)));
        const naive = ranked(built.entries, words).slice(0, limit);
        expect(searchIndex(built, words.join(' '), limit).map(({ sku }) => sku)).toEqual(naive);
      }),
    );
  });
});

describe('a catalogue of many blocks', () => {
  const part = fc.constantFrom(
    'оправа',
    'rb',
    'линза',
    '«клип»',
    '1.67',
    '52-18',
    'чёрный',
    '№7',
    'Zürich',
    'αβ',
    'ґанок',
    'a/b',
  );
  const name = fc.array(fc.oneof(part, fc.stringMatching(/^[а-г0-3]{1,4}$/)), { minLength: 1, maxLength: 4 });
  const rows = fc.array(name, { minLength: 2 * BLOCK, maxLength: 3 * BLOCK + 7 });
  const piece = fc.oneof(
    part,
    fc.stringMatching(/^[а-г0-3]{1,3}$/),
    fc.constantFrom('ич', 'β', 'ґ', '№', 'ür', '8-1', '/b', '»'),
  );

  it('finds in the order of a whole reading, by any piece of any script', () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.array(piece, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 }),
        (all, queries) => {
          const built = buildIndex(all.map((words, i) => entry(`Z${i}`, words.join(' '))));
          for (const words of queries.map((query) => query.map(normalise))) {
            for (const limit of [3, 50, 5_000]) {
              expect(searchIndex(built, words.join(' '), limit).map(({ sku }) => sku)).toEqual(
                ranked(built.entries, words).slice(0, limit),
              );
            }
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('takes new prices without being built again, and nothing else', () => {
    const held = Array.from({ length: BLOCK + 3 }, (_, i) => entry(`Z${i}`, `товар ${i}`));
    const built = buildIndex(held);
    const changed = (change: Partial<CatalogueEntry>) =>
      replaceEntries(built, new Map(held.map((one) => [one.sku, one.sku === 'Z7' ? { ...one, ...change } : one])));
    const dearer = changed({ price: 777 })!;
    expect(searchIndex(dearer, 'z7', 1)[0]?.price).toBe(777);
    expect(findCode(dearer, 'Z8')?.price).toBe(100);
    expect(changed({ name: 'другой' })).toBeNull();
    expect(replaceEntries(built, new Map(held.slice(1).map((one) => [one.sku, one])))).toBeNull();
  });
});

describe('the categories of a catalogue', () => {
  it('are named as the catalogue names them, the largest first, with the kind and VAT of most of their articles', () => {
    const of = (category: string, vat: CatalogueEntry['vat'], kind: CatalogueEntry['kind'] = 'frame') => ({
      ...entry('x', 'x'),
      category,
      vat,
      kind,
    });
    const rows = [of('Уход', '22', 'care'), of('Оправы', 'none'), of('Оправы', '22'), of('Оправы', 'none'), of('', 'none')];
    expect(categoriesOf(rows)).toEqual([
      { name: 'Оправы', kind: 'frame', vat: 'none', count: 3 },
      { name: 'Уход', kind: 'care', vat: '22', count: 1 },
    ]);
  });
});
