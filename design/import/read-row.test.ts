import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMPORT_FIELDS, type ImportField } from './fields.ts';
import { FINDINGS } from './finding.ts';
import { STANDARD_RULES, type ImportRules } from './profile.ts';
import { readerOf } from './read-row.ts';
import type { Cell } from './table.ts';

const TODAY = '2026-11-21';

/** Reads one row given by field. */
function read(
  given: Partial<Record<ImportField, Cell>>,
  rules: Partial<ImportRules> = {},
  section: string | null = null,
  others: readonly Cell[] = [],
) {
  const fields = Object.keys(given) as ImportField[];
  const columns = Object.fromEntries(fields.map((field, i) => [field, i]));
  const samples = others.map((cell, i) => ({ row: i + 1, cells: [cell] }));
  const row = { row: 7, cells: Object.values(given) };
  return readerOf({ columns, rules: { ...STANDARD_RULES, ...rules }, today: TODAY, samples })(row, section);
}
const types = ({ findings }: ReturnType<typeof read>): string[] => findings.map(({ type, field }) => `${type} ${field}`);

describe('a row of a supplier’s file', () => {
  it('becomes an article with all that it says', () => {
    const row = read({
      sku: ' 00RB-1001 ',
      supplierCode: 'S1',
      ean: '4607012345677',
      name: 'Оправа  Ray-Ban',
      brand: 'Ray-Ban',
      category: 'Оправы > Мужские',
      price: '12 345,00 ₽',
      cost: 8000.5,
      vat: 'без НДС',
      stock: '5 шт',
      markRequired: 'нет',
      size: '54□18-140',
      colour: 'чёрный',
      rim: 'леска',
    });
    expect(row).toEqual({
      row: 7,
      sku: '00RB-1001',
      supplierCode: 'S1',
      ean: '4607012345677',
      name: 'Оправа Ray-Ban',
      brand: 'Ray-Ban',
      category: 'Оправы / Мужские',
      kind: 'frame',
      price: 1_234_500,
      cost: 800_050,
      vat: 'none',
      stock: 5,
      markRequired: false,
      frame: { a: 54, dbl: 18, temple: 140, colour: 'чёрный', material: '', rim: 'half', group: 'men' },
      band: null,
      lens: null,
      findings: [],
    });
  });

  it('tells every fault of its cells, in the order of the fields, and goes on', () => {
    const row = read({
      sku: 'A',
      ean: '4,60701E+12',
      name: 'Опр\ufffdва',
      size: 'L',
      price: '10 USD',
      cost: 'много',
      vat: 25,
      stock: -3,
    });
    expect(types(row)).toEqual([
      'EAN_INVALID ean',
      'TEXT_INVALID name',
      'SIZE_INVALID size',
      'VAT_UNKNOWN vat',
      'CURRENCY_UNKNOWN price',
      'NUMBER_INVALID cost',
      'STOCK_NEGATIVE stock',
    ]);
    expect(row.findings[0]).toEqual({ row: 7, type: 'EAN_INVALID', field: 'ean', value: '4,60701E+12', old: null });
    expect(row).toMatchObject({ sku: 'A', ean: null, name: null, price: null, vat: null, stock: null });
  });

  it('says what was mended: a restored barcode, an outdated rate, a name that was cut', () => {
    const row = read({ ean: 12345678905, name: 'я'.repeat(130), vat: '20%' });
    expect(row.findings.map(({ type, old }) => [type, old])).toEqual([
      ['EAN_RESTORED', '0012345678905'],
      ['TEXT_TOO_LONG', 'я'.repeat(128)],
      ['VAT_RATE_OUTDATED', '22'],
    ]);
    expect(row.vat).toBe('22');
  });

  it('an empty row of cells says nothing and faults nothing', () => {
    const row = read({ sku: '', name: null, price: ' ', vat: '', stock: null, ean: '—' });
    expect(row).toMatchObject({ sku: null, name: null, price: null, vat: null, stock: null, ean: null, findings: [] });
  });

  it('a short row has no cells beyond its end', () => {
    const reader = readerOf({ columns: { sku: 0, price: 5 }, rules: STANDARD_RULES, today: TODAY, samples: [] });
    expect(reader({ row: 2, cells: ['A'] })).toMatchObject({ sku: 'A', price: null, findings: [] });
  });

  it('«1,250» is what the other prices of the file say', () => {
    expect(read({ price: '1,250' }, {}, null, ['990,50']).price).toBe(125);
    expect(read({ price: '1,250' }, {}, null, ['990.50']).price).toBe(125_000);
    expect(types(read({ price: '1,250' }, {}, null, ['990.50', '5,5']))).toEqual(['NUMBER_INVALID price']);
  });

  it('the heading above stands for a category that no column tells', () => {
    expect(read({ sku: 'A' }, {}, 'Оправы детские')).toMatchObject({ category: 'Оправы детские', kind: 'frame' });
    expect(read({ category: 'Уход' }, {}, 'Оправы')).toMatchObject({ category: 'Уход' });
    expect(read({ category: 'А/Б\\В>Г' }).category).toBe('А / Б / В');
  });

  it('the kind: of its column, else of the profile, else of category and name', () => {
    expect(read({ kind: 'Линза', category: 'Оправы' }, { kind: 'care' }).kind).toBe('lens');
    expect(read({ kind: '', category: 'Оправы' }, { kind: 'care' }).kind).toBe('care');
    expect(read({ name: 'progressive lens 1.67' }).kind).toBe('lens');
    expect(read({ name: 'Товар' }).kind).toBeNull();
  });

  it('frames without a name are called by brand, model and colour', () => {
    expect(read({ brand: 'Vogue', model: 'VO 5230', colourCode: 'W44' }).name).toBe('Vogue VO 5230 W44');
    expect(read({ model: 'VO 5230' }, { brand: 'Vogue' }).name).toBe('Vogue VO 5230');
    expect(read({ name: '', model: 'VO 5230' }).name).toBeNull();
  });

  it('a price without VAT gets that of its row, of the profile, or of its kind of goods', () => {
    const net = { priceWithoutVat: true };
    expect(read({ price: 100, cost: 50, vat: 22 }, net)).toMatchObject({ price: 12_200, cost: 6_100 });
    expect(read({ price: 100, vat: 'без НДС' }, net).price).toBe(10_000);
    expect(read({ price: 100 }, { ...net, vat: '10' }).price).toBe(11_000);
    expect(read({ price: 100, category: 'Оправы' }, net).price).toBe(10_000);
    expect(read({ price: 100, category: 'Аксессуары' }, net).price).toBe(12_200);
    // The row is left out for its rate; no second fault is made of its price.
    expect(types(read({ price: 100, vat: 'сколько-то' }, net))).toEqual(['VAT_UNKNOWN vat']);
  });

  it('pairs, packs and currencies', () => {
    expect(read({ price: 100, pack: 'пара' }).price).toBe(5_000);
    expect(read({ price: 100, pack: '6 шт' }).price).toBe(1_667);
    expect(read({ price: 100, pack: 'шт' }, { perUnits: 2 }).price).toBe(5_000);
    expect(types(read({ price: 100, pack: 0 }))).toEqual(['NUMBER_INVALID pack']);
    expect(read({ price: 100, currency: 'EUR' }, { rates: { EUR: 98.5 } }).price).toBe(985_000);
  });

  it('the row of a power band', () => {
    const given = {
      name: 'Crizal 1.6',
      index: '1,6',
      diameter: 'Ø70',
      sphFrom: '−6,00',
      sphTo: '+4,00',
      cylTo: '2,00',
      price: 5000,
    };
    expect(read(given)).toMatchObject({
      kind: 'lens',
      band: { index: 1.6, diameter: 70, sph: { from: -6, to: 4 }, cyl: { from: -2, to: 0 }, add: null },
      findings: [],
    });
    expect(types(read({ ...given, sphFrom: '-6,10' }))).toEqual(['BAND_INVALID sphFrom']);
    expect(types(read({ ...given, cylTo: 'любой' }))).toEqual(['BAND_INVALID cylTo']);
  });

  it('a price merged over its row is its own and waits for a word; codes and pieces belong to one row', () => {
    const columns = { sku: 0, name: 1, price: 2, stock: 3, ean: 4 } as const;
    const merged = [0, 2, 3, 4].map((column) => ({ column, value: ['A-1', '', '1 250 ₽', 5, '4600000000008'][column]!, row: 4 }));
    const reader = readerOf({ columns, rules: STANDARD_RULES, today: TODAY, samples: [] });
    const row = reader({ row: 5, cells: [null, 'Оправа'], merged });
    expect(row).toMatchObject({ sku: null, price: 125_000, stock: null, ean: null });
    expect(row.findings).toEqual([{ row: 5, type: 'PRICE_MERGED', field: 'price', value: '1 250 ₽', old: '4' }]);
    expect(FINDINGS.PRICE_MERGED).toMatchObject({ skips: false, held: true });
  });

  it('whatever stands in its cells, it is read or told, and nothing throws', () => {
    const cell = fc.oneof(
      fc.constantFrom<Cell>(
        null,
        '',
        '—',
        '1,250',
        '-1',
        '4,6E+12',
        '22%',
        '±6',
        '9'.repeat(32_767),
        '((((',
        '=1',
        '\ud800',
        'toString',
        '__proto__',
      ),
      fc.string(),
      fc.double(),
      fc.boolean(),
    );
    const cells = fc.array(cell, { minLength: IMPORT_FIELDS.length, maxLength: IMPORT_FIELDS.length });
    const columns = Object.fromEntries(IMPORT_FIELDS.map((field, i) => [field, i]));
    fc.assert(
      fc.property(cells, fc.boolean(), (values, priceWithoutVat) => {
        const rules = { ...STANDARD_RULES, priceWithoutVat, rates: { EUR: 98.5 } };
        const row = readerOf({ columns, rules, today: TODAY, samples: [{ row: 1, cells: values }] })({ row: 2, cells: values });
        for (const sum of [row.price, row.cost, row.stock]) expect(sum === null || Number.isSafeInteger(sum)).toBe(true);
        for (const text of [row.sku, row.name, row.brand, row.category]) expect(text?.length ?? 1).toBeLessThanOrEqual(128);
        for (const text of [row.sku, row.name]) expect(text).not.toBe('');
      }),
    );
  });
});
