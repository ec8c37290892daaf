import { describe, expect, it } from 'vitest';
import { GUESS_ALL, STANDARD_RULES, type ImportProfile } from '../../design/import/profile.ts';
import type { FileOutline } from '../import/files/file-outline.ts';
import { fittingProfile, sharedColumns, understoodFile, type Wanted } from './import.reading.ts';

const sheet = (name: string, rows: readonly (readonly (string | number)[])[]) => ({
  ...{ name, rows: rows.length, hidden: false },
  head: rows.map((cells, index) => ({ row: index + 1, cells })),
});
const OUTLINE: FileOutline = {
  ...{ format: 'xlsx', encoding: null, delimiter: null, quote: null },
  sheets: [
    sheet('Условия', [['Оплата'], ['14 дней']]),
    sheet('Прайс', [
      ['Артикул', 'Наименование', 'Цена без НДС', 'Скидка'],
      ['A-1', 'Оправа', 1000, 5],
    ]),
  ],
};
const WANTED: Wanted = { choice: GUESS_ALL, columns: null, mapping: null, rules: null, profile: null };
const profile = (change: Partial<ImportProfile> = {}): ImportProfile => ({
  ...{ _id: 'import-profile:1', type: 'import-profile', schema: 1, hlc: '1763683200000-0000-0000', by: null, pos: null },
  ...{ name: 'Линзы-Опт', supplier: 'Линзы-Опт', active: true, file: GUESS_ALL, rules: STANDARD_RULES, notes: '' },
  ...{ mapping: { sku: 'артикул', price: 'Скидка' }, supplierCode: '', order: 0, jobs: 0, lastDone: null, ...change },
});

describe('what is understood of a file before a person looks', () => {
  it('takes the sheet with goods, names the others, and sees in the title that VAT is to be added', () => {
    const file = understoodFile(OUTLINE, WANTED);
    expect(file.facts).toMatchObject({ sheet: 'Прайс', headerRow: 1 });
    expect(file.choice.sheet).toBe('Прайс');
    expect(file.mapping).toMatchObject({ sku: 'Артикул', name: 'Наименование', price: 'Цена без НДС' });
    expect(file.rules.priceWithoutVat).toBe(true);
    expect(file.told.join(' ')).toContain('«Условия» не берём');
    expect(file.columns[0]).toEqual({ title: 'Артикул', samples: ['A-1'] });
  });

  it('does as a profile says, by hand before any guess, and leaves out what the profile leaves out', () => {
    const { mapping } = understoodFile(OUTLINE, { ...WANTED, profile: profile() });
    expect(mapping).toEqual({ sku: 'Артикул', price: 'Скидка' });
  });

  it('tells of a remembered column that is gone', () => {
    const gone = profile({ mapping: { sku: 'Артикул', stock: 'Наличие на складе' } });
    expect(understoodFile(OUTLINE, { ...WANTED, profile: gone }).told.join(' ')).toContain(
      'Колонки «Наличие на складе» (остаток)',
    );
  });

  it('knows the profile whose columns are all there; one that is switched off or lacks a column is not taken', () => {
    expect(fittingProfile(OUTLINE, [profile()])?.name).toBe('Линзы-Опт');
    expect(fittingProfile(OUTLINE, [profile({ active: false })])).toBeNull();
    expect(fittingProfile(OUTLINE, [profile({ mapping: { sku: 'Артикул', stock: 'Наличие' } })])).toBeNull();
  });

  it('tells two fields that are read from one column', () => {
    expect(sharedColumns({ sku: 0, name: 1 })).toEqual({});
    expect(sharedColumns({ sku: 0, name: 0 })).toEqual({ 'm.name': 'Эта колонка уже взята для поля «Артикул»' });
  });
});
