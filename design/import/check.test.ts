import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applied, checkAll, importRow, knownProduct } from '../../tests/factories/import-rows.ts';
import type { Finding } from './finding.ts';

const types = (findings: readonly Finding[]): string[] => findings.map(({ type }) => type);
const EAN = '4600000000015';

describe('E-30: a code that is in the file twice', () => {
  it('the first row is used, the later one is left out with an error that names both', () => {
    const { rows, counts } = checkAll([importRow(2, { sku: 'A' }), importRow(3), importRow(9, { sku: 'A', price: 1 })]);
    expect(rows[0]).toMatchObject({ outcome: 'created', change: { after: { price: 500_000 } } });
    expect(rows[2]).toMatchObject({ outcome: 'skipped', change: null });
    expect(rows[2]!.findings).toEqual([{ row: 9, type: 'DUPLICATE_SKU', field: 'sku', value: 'A', old: '2' }]);
    expect(counts).toMatchObject({ total_rows: 3, processed: 2, created: 2, skipped: 1, errors: 1 });
  });

  it('a first row in error does not make the later one right: nobody knows which is', () => {
    const { rows } = checkAll([importRow(2, { sku: 'A', price: null }), importRow(3, { sku: 'A' })]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
    expect(types(rows[1]!.findings)).toEqual(['DUPLICATE_SKU']);
  });

  it('the barcode of the row that is left out is nobody’s conflict', () => {
    const { rows } = checkAll([importRow(2, { sku: 'A', ean: EAN }), importRow(3, { sku: 'A', ean: EAN })]);
    expect(types(rows[1]!.findings)).toEqual(['DUPLICATE_SKU']);
  });

  it.each([
    ['А123', 'A123'],
    ['a123', 'A123'],
    ['A 123', 'A123'],
    ['A–1', 'A-1'],
  ])('«%s» beside «%s» of the catalogue is told and waits for a person', (sku, known) => {
    const { rows } = checkAll([importRow(2, { sku })], { known: [knownProduct(known)] });
    expect(rows[0]!.findings).toContainEqual({ row: 2, type: 'SKU_LOOKALIKE', field: 'sku', value: sku, old: known });
    expect(rows[0]).toMatchObject({ outcome: 'created', change: { sku, held: ['SKU_LOOKALIKE'] } });
  });

  it('so is one beside another row of the file', () => {
    const { rows } = checkAll([importRow(2, { sku: 'A123' }), importRow(3, { sku: 'А123' })]);
    expect(rows[0]!.findings).toHaveLength(1); // EAN_MISSING
    expect(types(rows[1]!.findings)).toContain('SKU_LOOKALIKE');
  });

  it.each(['А123', 'RB-54К'])('«%s» alone is told: its letters may be of the other alphabet elsewhere', (sku) => {
    expect(types(checkAll([importRow(2, { sku })]).rows[0]!.findings)).toContain('SKU_LETTERS');
  });

  it.each(['ОПР-001', 'RB-54', '00123'])('«%s» is nothing to tell', (sku) => {
    expect(types(checkAll([importRow(2, { sku, ean: EAN })]).rows[0]!.findings)).toEqual([]);
  });

  it('leading zeros of a code are part of it', () => {
    const { changes } = checkAll([importRow(2, { sku: '00123' }), importRow(3, { sku: '123' })]);
    expect(changes.map(({ sku }) => sku)).toEqual(['00123', '123']);
  });
});

describe('E-31, E-32, E-03: barcodes', () => {
  it('E-31: with a bad barcode the product is made without one, and the row counts as an error', () => {
    const bad: Finding = { row: 2, type: 'EAN_INVALID', field: 'ean', value: '123', old: null };
    const { rows, counts } = checkAll([importRow(2, { findings: [bad] })]);
    expect(rows[0]).toMatchObject({ outcome: 'created', change: { after: { ean: null } }, findings: [bad] });
    expect(counts).toMatchObject({ created: 1, skipped: 0, errors: 1 });
  });

  it('E-32: the barcode of another row is told with its code and row; the product is made without it', () => {
    const { rows } = checkAll([importRow(2, { ean: EAN }), importRow(3, { ean: EAN })]);
    expect(rows[0]!.change!.after.ean).toBe(EAN);
    expect(rows[1]!.change!.after.ean).toBeNull();
    expect(rows[1]!.findings).toEqual([{ row: 3, type: 'EAN_CONFLICT', field: 'ean', value: EAN, old: 'A-2, строка 2' }]);
  });

  it('E-32: so is one that the catalogue has on another code', () => {
    const { rows } = checkAll([importRow(2, { ean: EAN })], { known: [knownProduct('OLD', { ean: EAN })] });
    expect(rows[0]!.findings).toContainEqual({ row: 2, type: 'EAN_CONFLICT', field: 'ean', value: EAN, old: 'OLD' });
  });

  it('E-32: an archived article gives its barcode away, and does not take it back when it returns', () => {
    const known = [knownProduct('OLD', { ean: EAN, archived: true })];
    const { rows } = checkAll([importRow(2, { ean: EAN }), importRow(3, { sku: 'OLD', ean: EAN })], { known });
    expect(rows[0]!.change!.after.ean).toBe(EAN);
    expect(rows[1]!.change!.after).toMatchObject({ archived: false, ean: null });
  });

  it('E-03: without a barcode it is made with a warning; an empty cell takes none away', () => {
    const { rows } = checkAll([importRow(2), importRow(3, { sku: 'OLD', name: 'Оправа OLD' })], {
      known: [knownProduct('OLD', { ean: EAN })],
    });
    expect(types(rows[0]!.findings)).toEqual(['EAN_MISSING']);
    expect(rows[1]).toEqual({ outcome: 'unchanged', change: null, findings: [] });
  });

  it('E-03: a file without the column is told once', () => {
    const { rows, end } = checkAll([importRow(2), importRow(3)], { columns: ['sku', 'name', 'price', 'category', 'vat'] });
    expect(rows.flatMap(({ findings }) => findings)).toEqual([]);
    expect(end.findings).toEqual([{ row: 0, type: 'EAN_MISSING', field: 'ean', value: '2', old: null }]);
  });
});

describe('E-33: what a row must have', () => {
  it.each(['sku', 'name', 'price'] as const)('an empty %s is an error of the row, of a known article too', (field) => {
    const { rows } = checkAll([importRow(2, { sku: 'OLD', [field]: null })], { known: [knownProduct('OLD')] });
    expect(rows[0]!.outcome).toBe('skipped');
    expect(rows[0]!.findings).toEqual([{ row: 2, type: 'REQUIRED_EMPTY', field, value: null, old: null }]);
  });

  it('a file without names changes prices of known articles; a new one needs its name', () => {
    const columns = ['sku', 'price'] as const;
    const rows = [importRow(2, { sku: 'OLD', name: null, price: 510_000 }), importRow(3, { name: null })];
    const checked = checkAll(rows, { columns, known: [knownProduct('OLD')] }).rows;
    expect(checked[0]).toMatchObject({ outcome: 'updated', change: { before: { price: 500_000 }, after: { price: 510_000 } } });
    expect(types(checked[1]!.findings)).toEqual(['REQUIRED_EMPTY']);
  });

  it('what the reader said of a cell is not said again', () => {
    const bad: Finding = { row: 2, type: 'NUMBER_INVALID', field: 'price', value: 'дорого', old: null };
    expect(checkAll([importRow(2, { price: null, findings: [bad] })]).rows[0]!.findings).toEqual([bad]);
  });

  it('a price of nought waits for a person: on a till it would give the article away', () => {
    const { rows } = checkAll([importRow(2, { price: 0 })]);
    expect(rows[0]!.change!.held).toEqual(['PRICE_ZERO']);
  });
});

describe('E-34: VAT', () => {
  it('a rate that is not in the reference leaves the row out', () => {
    const bad: Finding = { row: 2, type: 'VAT_UNKNOWN', field: 'vat', value: '19', old: null };
    const { rows } = checkAll([importRow(2, { vat: null, findings: [bad] })]);
    expect(rows[0]).toEqual({ outcome: 'skipped', change: null, findings: [bad] });
  });

  it('another rate than the catalogue’s waits for the accountant', () => {
    const { rows } = checkAll([importRow(2, { sku: 'OLD', vat: '22' })], { known: [knownProduct('OLD')] });
    expect(rows[0]!.findings).toEqual([{ row: 2, type: 'VAT_CHANGED', field: 'vat', value: '22', old: 'none' }]);
    expect(rows[0]!.change!.held).toEqual(['VAT_CHANGED']);
  });

  it.each([
    ['frame', 'none'],
    ['lens', 'none'],
    ['contact-lens', 'none'],
    ['sunglasses', '22'],
    ['care', '22'],
    ['service', '22'],
  ] as const)('where nobody says one, a new %s bears %s', (kind, vat) => {
    const { rows } = checkAll([importRow(2, { kind, vat: null })]);
    expect(rows[0]!.change!.after.vat).toBe(vat);
    expect(rows[0]!.findings).toContainEqual({ row: 2, type: 'VAT_ASSUMED', field: 'vat', value: null, old: vat });
  });

  it('the profile’s rate stands in for it', () => {
    const { rows } = checkAll([importRow(2, { vat: null, ean: EAN })], { rules: { vat: '10' } });
    expect(rows[0]).toMatchObject({ change: { after: { vat: '10' } }, findings: [] });
  });
});

describe('E-36, E-37: prices that wait for a person', () => {
  it.each([
    [500_000, false],
    [500_001, true],
  ])('E-36: a cost of %i under a price of 500000 is flagged: %s', (cost, flagged) => {
    const { rows } = checkAll([importRow(2, { cost, ean: EAN })]);
    expect(types(rows[0]!.findings)).toEqual(flagged ? ['COST_OVER_PRICE'] : []);
    expect(rows[0]!.change!.held).toEqual(flagged ? ['COST_OVER_PRICE'] : []);
  });

  it('E-36: a new price under the cost that the catalogue knows is flagged too', () => {
    const known = [knownProduct('OLD', { cost: 450_000 })];
    const { rows } = checkAll([importRow(2, { sku: 'OLD', price: 440_000 })], { known });
    expect(rows[0]!.change!.held).toEqual(['COST_OVER_PRICE']);
  });

  it.each([
    [600_000, false],
    [600_001, true],
    [400_000, false],
    [399_999, true],
  ])('E-37: 500000 → %i waits: %s (exactly 20 %% does not)', (price, held) => {
    const { rows } = checkAll([importRow(2, { sku: 'OLD', price })], { known: [knownProduct('OLD')] });
    expect(rows[0]!.outcome).toBe('updated');
    expect(rows[0]!.change!.held).toEqual(held ? ['PRICE_JUMP'] : []);
  });

  it('E-37: the row tells both prices', () => {
    const { rows } = checkAll([importRow(2, { sku: 'OLD', price: 700_050 })], { known: [knownProduct('OLD')] });
    expect(rows[0]!.findings).toEqual([{ row: 2, type: 'PRICE_JUMP', field: 'price', value: '7000.50', old: '5000.00' }]);
  });
});

describe('E-38: one article from two suppliers', () => {
  const known = [knownProduct('OLD', { supplier: 'Оптик-А' })];
  const other = { supplier: 'Оптик-Б', known };

  it('the lower price wins and the article changes hands', () => {
    const { rows } = checkAll([importRow(2, { sku: 'OLD', name: 'Оправа OLD', price: 450_000 })], other);
    expect(rows[0]!.change!.after).toEqual({ price: 450_000, supplier: 'Оптик-Б' });
    expect(rows[0]!.findings).toEqual([
      { row: 2, type: 'SUPPLIER_CHANGED', field: 'price', value: '4500.00', old: '5000.00, Оптик-А' },
    ]);
  });

  it.each([500_000, 550_000])('a price of %i is not lower: logged, and nothing changes', (price) => {
    const { rows } = checkAll([importRow(2, { sku: 'OLD', price, name: 'Иначе' })], other);
    expect(rows[0]).toMatchObject({ outcome: 'unchanged', change: null });
    expect(types(rows[0]!.findings)).toEqual(['CHEAPER_ELSEWHERE']);
  });

  it('where both purchase costs are known they decide, not the prices', () => {
    const both = { supplier: 'Оптик-Б', known: [knownProduct('OLD', { supplier: 'Оптик-А', cost: 200_000 })] };
    const dear = checkAll([importRow(2, { sku: 'OLD', price: 450_000, cost: 210_000 })], both).rows[0]!;
    expect(dear.outcome).toBe('unchanged');
    const cheap = checkAll([importRow(2, { sku: 'OLD', price: 510_000, cost: 190_000 })], both).rows[0]!;
    expect(cheap.change!.after).toMatchObject({ cost: 190_000, price: 510_000 });
  });
});

describe('E-39: values that cannot be', () => {
  it.each([
    ['PRICE_NEGATIVE', 'price', { price: -100 }],
    ['PRICE_NEGATIVE', 'cost', { cost: -100 }],
    ['STOCK_NEGATIVE', 'stock', { stock: -1 }],
    ['CATEGORY_MISSING', 'category', { category: null }],
  ] as const)('%s in %s leaves the row out', (type, field, given) => {
    const { rows } = checkAll([importRow(2, given)]);
    expect(rows[0]!.outcome).toBe('skipped');
    expect(rows[0]!.findings).toMatchObject([{ type, field }]);
  });

  it('a stock that is no number leaves the row out', () => {
    const bad: Finding = { row: 2, type: 'STOCK_INVALID', field: 'stock', value: 'куча', old: null };
    expect(checkAll([importRow(2, { findings: [bad] })]).rows[0]!.outcome).toBe('skipped');
  });

  it('a category of the profile stands in; in a file without the column it is taken by kind and told once', () => {
    const profile = checkAll([importRow(2, { category: null })], { rules: { category: 'Новинки' } });
    expect(profile.changes[0]!.after.category).toBe('Новинки');
    const none = checkAll([importRow(2, { category: null })], { columns: ['sku', 'ean', 'name', 'price', 'vat'] });
    expect(none.changes[0]!.after.category).toBe('Оправы');
    expect(types(none.end.findings)).toEqual(['CATEGORY_ASSUMED']);
  });

  it.each([
    ['moved left', { name: '5000', price: 1_000, findings: [invalid('STOCK_INVALID', 'stock', 'Оправы')] }],
    ['moved right', { sku: null, price: null, category: '10', findings: [invalid('NUMBER_INVALID', 'price', 'Линза')] }],
    [
      'scattered',
      {
        findings: [
          invalid('NUMBER_INVALID', 'price', 'Линза'),
          invalid('STOCK_INVALID', 'stock', 'Оправы'),
          invalid('EAN_INVALID', 'ean', 'Zeiss'),
        ],
      },
    ],
  ] as const)('K-22: a row whose cells moved aside (%s) is one error', (_, given) => {
    const { rows, counts } = checkAll([importRow(2, given)]);
    expect(rows[0]).toMatchObject({ outcome: 'skipped', findings: [{ row: 2, type: 'ROW_SHIFTED' }] });
    expect(counts.errors).toBe(1);
  });

  it('a single word for a price is not a row that moved', () => {
    const bad = invalid('NUMBER_INVALID', 'price', 'по запросу');
    expect(types(checkAll([importRow(2, { price: null, findings: [bad] })]).rows[0]!.findings)).toEqual(['NUMBER_INVALID']);
  });
});

describe('E-10: matching and switches', () => {
  const known = [knownProduct('OLD', { ean: EAN, name: 'Оправа «Тёплая»' })];

  it('by barcode: the file’s own code does not matter', () => {
    const { rows } = checkAll([importRow(2, { sku: 'X', ean: EAN, price: 510_000 })], { known, rules: { match: 'ean' } });
    expect(rows[0]!.change).toMatchObject({ sku: 'OLD', what: 'update', after: { price: 510_000 } });
  });

  it('by name: case, ё, spaces and quotation marks do not count', () => {
    const row = importRow(2, { sku: null, name: 'оправа  "теплая"', price: 510_000 });
    const { rows } = checkAll([row], { known, rules: { match: 'name' } });
    expect(rows[0]!.change).toMatchObject({ sku: 'OLD', after: { price: 510_000 } });
  });

  it('a name that several articles bear is an error; archived ones do not count', () => {
    const two = [knownProduct('A', { name: 'Футляр' }), knownProduct('B', { name: 'футляр' })];
    const row = importRow(2, { sku: null, name: 'Футляр' });
    expect(types(checkAll([row], { known: two, rules: { match: 'name' } }).rows[0]!.findings)).toEqual(['MATCH_AMBIGUOUS']);
    const one = [two[0]!, { ...two[1]!, archived: true }];
    expect(checkAll([row], { known: one, rules: { match: 'name' } }).rows[0]!.findings).toEqual([]);
  });

  it('an article that is not found by barcode never takes over one that bears its code', () => {
    const row = importRow(2, { sku: 'OLD', ean: '4600000000022' });
    expect(types(checkAll([row], { known, rules: { match: 'ean' } }).rows[0]!.findings)).toEqual(['MATCH_AMBIGUOUS']);
  });

  it('two rows that mean one article are a duplicate whatever they are matched by', () => {
    const rows = [importRow(2, { sku: 'X', ean: EAN }), importRow(3, { sku: 'Y', ean: EAN })];
    expect(types(checkAll(rows, { known, rules: { match: 'ean' } }).rows[1]!.findings)).toEqual(['DUPLICATE_SKU']);
  });

  it('with updates off a known article is left as it is, with creation off a new one is left out', () => {
    const rows = [importRow(2, { sku: 'OLD' }), importRow(3)];
    const quiet = checkAll(rows, { known, rules: { updateExisting: false, createMissing: false } });
    expect(quiet.rows.map(({ findings }) => types(findings))).toEqual([['UPDATE_OFF'], ['CREATE_OFF']]);
    expect(quiet.counts).toMatchObject({ processed: 0, skipped: 2, errors: 0 });
  });
});

describe('what becomes of known articles', () => {
  it('a row that says what the catalogue says is processed and neither created nor updated', () => {
    const { counts, changes } = checkAll([importRow(2, { sku: 'OLD', name: 'Оправа OLD' })], { known: [knownProduct('OLD')] });
    expect(changes).toEqual([]);
    expect(counts).toMatchObject({ total_rows: 1, processed: 1, created: 0, updated: 0, unchanged: 1 });
  });

  it('an archived article that is in the file again comes back, and that is told', () => {
    const known = [knownProduct('OLD', { archived: true })];
    const { rows } = checkAll([importRow(2, { sku: 'OLD', name: 'Оправа OLD' })], { known });
    expect(rows[0]).toMatchObject({ outcome: 'updated', change: { before: { archived: true }, after: { archived: false } } });
    expect(types(rows[0]!.findings)).toEqual(['RETURNED']);
  });

  it('a guessed kind does not replace the one that was set by hand', () => {
    const known = [knownProduct('OLD', { kind: 'sunglasses' })];
    const row = importRow(2, { sku: 'OLD', name: 'Оправа OLD' });
    expect(checkAll([row], { known, columns: ['sku', 'name', 'price'] }).changes).toEqual([]);
    expect(checkAll([row], { known }).changes[0]!.after).toEqual({ kind: 'frame' });
  });

  it('sizes of a frame change, what the file says nothing of stays', () => {
    const frame = { a: 54, dbl: 18, temple: 140, colour: 'чёрный', material: 'титан', rim: 'half', group: 'men', b: 40 } as const;
    const said = { a: 54, dbl: 18, temple: 145, colour: '', material: '', rim: 'full', group: 'unisex' } as const;
    const row = importRow(2, { sku: 'OLD', name: 'Оправа OLD', frame: said });
    const { changes } = checkAll([row], { known: [knownProduct('OLD', { frame })] });
    expect(changes[0]).toMatchObject({ before: { frame }, after: { frame: { ...frame, temple: 145 } } });
    expect(checkAll([{ ...row, frame: { ...said, temple: 140 } }], { known: [knownProduct('OLD', { frame })] }).changes).toEqual(
      [],
    );
  });

  it('stock is entered where the profile says where, also when nothing else changes', () => {
    const row = importRow(2, { sku: 'OLD', name: 'Оправа OLD', stock: 7 });
    const known = [knownProduct('OLD')];
    expect(checkAll([row], { known }).changes).toEqual([]);
    expect(checkAll([row], { known, rules: { stockStore: 'msk-1' } }).changes).toMatchObject([{ stock: 7, after: {}, held: [] }]);
  });

  it('a word is no quantity: it never enters our books, and is what the supplier has where the stock is his', () => {
    const row = importRow(2, { sku: 'OLD', name: 'Оправа OLD', stock: 10, stockRough: true });
    const known = [knownProduct('OLD', { supplier: 'Оптик-А' })];
    const ours = checkAll([row], { known, rules: { stockStore: 'msk-1' } });
    expect(ours.changes).toEqual([]);
    expect(types(ours.rows[0]!.findings)).toEqual(['STOCK_ROUGH']);
    const theirs = checkAll([row], { known, supplier: 'Оптик-А' });
    expect(theirs.rows[0]).toMatchObject({ change: null, offer: { sku: 'OLD', pieces: 10, rough: true }, findings: [] });
    expect(checkAll([row], { known }).rows[0]!.offer).toBeUndefined();
  });
});

describe('articles that vanished from their supplier’s file', () => {
  const known = Array.from({ length: 10 }, (_, i) => knownProduct(`A-${i}`, { supplier: 'Оптик-А', name: `Оправа ${i}` }));
  const rows = (count: number) => Array.from({ length: count }, (_, i) => importRow(i, { ean: null }));

  it('are listed; the profile decides whether they are archived', () => {
    const only = checkAll(rows(9), { known, supplier: 'Оптик-А' });
    expect(only.end).toMatchObject({ vanished: [{ sku: 'A-9' }], changes: [] });
    const archived = checkAll(rows(9), { known, supplier: 'Оптик-А', rules: { archiveVanished: true } });
    expect(archived.end.changes).toMatchObject([{ sku: 'A-9', row: 0, what: 'archive', after: { archived: true }, held: [] }]);
  });

  it('more than a fifth of them waits for a person: half a file must not empty the shelves', () => {
    const { end } = checkAll(rows(7), { known, supplier: 'Оптик-А', rules: { archiveVanished: true } });
    expect(end.findings).toEqual([{ row: 0, type: 'VANISHED_MANY', field: null, value: '3', old: '10' }]);
    expect(end.changes.every(({ held }) => held.includes('VANISHED_MANY'))).toBe(true);
  });

  it('a row in error has not vanished, nor has one whose cells moved', () => {
    const bad = invalid('NUMBER_INVALID', 'price', 'дорого');
    const shifted = importRow(8, { name: '5000', findings: [invalid('STOCK_INVALID', 'stock', 'Оправы')] });
    const { end } = checkAll([...rows(8), shifted, importRow(9, { price: null, findings: [bad] })], {
      known,
      supplier: 'Оптик-А',
    });
    expect(end.vanished).toEqual([]);
  });
});

describe('the plan as a whole', () => {
  const price = fc.integer({ min: 0, max: 20 }).map((n) => n * 50_000);
  const said = fc.record({
    name: fc.option(fc.constantFrom('Оправа', 'Футляр', 'Линза'), { freq: 9 }),
    category: fc.option(fc.constantFrom('Оправы', 'Футляры'), { freq: 9 }),
    price: fc.option(price, { freq: 9 }),
    cost: fc.option(price),
    vat: fc.constantFrom('none', '22', null),
    kind: fc.constantFrom('frame', 'accessory', null),
    ean: fc.boolean(),
  });
  const file = fc
    .array(said, { minLength: 1, maxLength: 12 })
    .map((rows) =>
      rows.map(({ ean, ...row }, i) => importRow(i + 2, { ...row, ean: ean ? `46${String(i).padStart(11, '0')}` : null })),
    );
  const catalogue = fc
    .array(fc.record({ at: fc.integer({ min: 0, max: 11 }), price, archived: fc.boolean(), other: fc.boolean() }), {
      maxLength: 8,
    })
    .map((products) =>
      [...new Map(products.map((product) => [product.at, product])).values()].map(({ at, price, archived, other }) =>
        knownProduct(`A-${at + 2}`, { price, archived, supplier: other ? 'Оптик-Б' : 'Оптик-А' }),
      ),
    );

  it('is the same whatever the order of the rows, but for who came first', () => {
    fc.assert(
      fc.property(file, catalogue, fc.integer(), (rows, known, turn) => {
        const plan = (some: typeof rows) =>
          checkAll(some, { known, supplier: 'Оптик-А' }).changes.toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
        const by = ((turn % rows.length) + rows.length) % rows.length;
        expect(plan([...rows.slice(by), ...rows.slice(0, by)].toReversed())).toEqual(plan(rows));
      }),
    );
  });

  it('applied leaves nothing to do for the same file', () => {
    fc.assert(
      fc.property(file, catalogue, fc.boolean(), (rows, known, archiveVanished) => {
        const given = { supplier: 'Оптик-А', rules: { archiveVanished } };
        const first = checkAll(rows, { ...given, known });
        const again = checkAll(rows, { ...given, known: applied(known, first.changes) });
        expect(again.changes).toEqual([]);
        expect(again.counts).toMatchObject({ processed: first.counts.processed, errors: first.counts.errors });
      }),
    );
  });

  it('counts every row once', () => {
    fc.assert(
      fc.property(file, catalogue, (rows, known) => {
        const { counts } = checkAll(rows, { known });
        expect(counts.processed + counts.skipped).toBe(rows.length);
        expect(counts.created + counts.updated + counts.unchanged).toBe(counts.processed);
      }),
    );
  });
});

function invalid(type: Finding['type'], field: NonNullable<Finding['field']>, value: string): Finding {
  return { row: 0, type, field, value, old: null };
}
