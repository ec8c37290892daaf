import { describe, expect, it } from 'vitest';
import { columnsOf, suggestMapping } from './columns.ts';
import { layoutOf, type Layout } from './header.ts';
import { GUESS_ALL, type FileChoice } from './profile.ts';
import { rowKindsOf } from './row-kind.ts';
import { sheetGuess } from './sheet-guess.ts';
import { isEmptyRow, type Cell, type TableRow } from './table.ts';

const rows = (...lines: readonly (readonly Cell[])[]): TableRow[] => lines.map((cells, i) => ({ row: i + 1, cells }));
/** As the files give it: rows with content. */
const filled = (all: readonly TableRow[]): TableRow[] => all.filter((row) => !isEmptyRow(row));
const layout = (all: readonly TableRow[], choice: Partial<FileChoice> = {}): Layout =>
  layoutOf(filled(all), { ...GUESS_ALL, ...choice });
const fields = (titles: readonly string[], samples: readonly TableRow[] = []): Record<string, string> =>
  Object.fromEntries(suggestMapping(titles, samples).suggested.map(({ field, title }) => [field, title]));
/** What every row is, with the heading over data. */
const kinds = (all: readonly TableRow[]): string[] => {
  const found = layout(all);
  const { suggested } = suggestMapping(
    found.titles,
    all.filter(({ row }) => row >= found.dataRow),
  );
  const kindOf = rowKindsOf(found, Object.fromEntries(suggested.map(({ field, column }) => [field, column])));
  return all.map((row) => {
    const kind = kindOf(row);
    return kind.kind === 'data' && kind.section !== null ? `data: ${kind.section}` : kind.kind;
  });
};

describe('where the titles stand (E-10, E-12)', () => {
  it('in the first row', () => {
    const table = rows(['Артикул', 'Наименование', 'Цена'], ['A1', 'Оправа', 100]);
    expect(layout(table)).toMatchObject({ headerRow: 1, headerRows: 1, dataRow: 2, titles: ['Артикул', 'Наименование', 'Цена'] });
  });
  it('below a letterhead with gaps', () => {
    const table = rows(
      ['ООО «Оптика»'],
      [],
      ['Прайс-лист на 01.11.2026'],
      ['тел. 123', null, 'цены в рублях'],
      [],
      ['Код', 'Товар', 'Цена, руб.'],
      ['1', 'Оправа', 5],
    );
    expect(layout(table)).toMatchObject({ headerRow: 6, headerRows: 1, dataRow: 7 });
  });
  it('in two rows of merged cells', () => {
    const table = rows(
      ['Прайс-лист'],
      ['Артикул', 'Наименование', 'Цена', null, 'Остаток'],
      [null, null, 'опт', 'розница', null],
      ['A1', 'Оправа', 100, 200, 5],
    );
    const found = layout(table);
    expect(found).toMatchObject({ headerRow: 2, headerRows: 2, dataRow: 4 });
    expect(found.titles).toEqual(['Артикул', 'Наименование', 'Цена опт', 'Цена розница', 'Остаток']);
    expect(fields(found.titles)).toEqual({
      sku: 'Артикул',
      name: 'Наименование',
      price: 'Цена розница',
      cost: 'Цена опт',
      stock: 'Остаток',
    });
  });
  it('merged cells that repeat their text mean the same', () => {
    const table = rows(
      ['Артикул', 'Название', 'Цена', 'Цена'],
      ['Артикул', 'Название', 'опт', 'розница'],
      ['A1', 'Оправа', 1, 2],
    );
    expect(layout(table).titles).toEqual(['Артикул', 'Название', 'Цена опт', 'Цена розница']);
  });
  it('a row of texts under the titles is goods, not a second row of titles', () => {
    const table = rows(['Артикул', 'Наименование', 'Цена'], ['A', 'Оправа', 'по запросу'], ['B', 'Оправа', 100]);
    expect(layout(table)).toMatchObject({ headerRows: 1, dataRow: 2 });
  });
  it('no title is empty and none stands twice', () => {
    const table = rows(['Артикул', 'Цена', null, 'Цена', 'цена'], ['A', 1, 2, 3, 4]);
    expect(layout(table).titles).toEqual(['Артикул', 'Цена', 'Столбец 3', 'Цена (2)', 'цена (3)']);
  });
  it('what a person or a profile says comes before the guess', () => {
    const table = rows(['Артикул', 'Цена'], ['Sku', 'Price'], ['пояснение', ''], ['A', 1]);
    expect(layout(table, { headerRow: 2, dataRow: 4 })).toMatchObject({
      headerRow: 2,
      headerRows: 1,
      dataRow: 4,
      titles: ['Sku', 'Price'],
    });
    expect(layout(table, { headerRow: 1, headerRows: 2 }).titles).toEqual(['Артикул Sku', 'Цена Price']);
  });
  it('titles without rows are no rows and no error; a table without titles is told by numbers', () => {
    expect(kinds(rows(['Артикул', 'Наименование', 'Цена']))).toEqual(['above']);
    expect(layout([])).toMatchObject({ headerRow: null, titles: [] });
    expect(layout(rows(['A1', 'Оправа', 100], ['A2', 'Оправа', 200]))).toMatchObject({
      headerRow: null,
      dataRow: 1,
      titles: ['Столбец 1', 'Столбец 2', 'Столбец 3'],
    });
  });
  it('titles nobody knows are found by their shape', () => {
    expect(layout(rows(['Foo', 'Bar', 'Baz'], ['A1', 'Оправа', 100]))).toMatchObject({
      headerRow: 1,
      titles: ['Foo', 'Bar', 'Baz'],
    });
  });
});

describe('which rows are goods', () => {
  it('headings are the category of what follows; titles that come again, totals, notes and signatures are none', () => {
    const table = rows(
      ['Артикул', 'Наименование', 'Цена', 'Остаток'],
      [1, 2, 3, 4],
      ['Оправы мужские'],
      ['A1', 'Оправа', 100, 1],
      ['Артикул', 'Наименование', 'Цена', 'Остаток'],
      [null, 'Линзы 1.5'],
      ['A2', 'Линза', 200, 2],
      [],
      ['Итого', null, 300, 3],
      [null, 'Всего позиций: 2'],
      ['Цены указаны с НДС'],
      ['Генеральный директор', 'Иванов И. И.'],
    );
    expect(kinds(table)).toEqual([
      'above',
      'title',
      'section',
      'data: Оправы мужские',
      'title',
      'section',
      'data: Линзы 1.5',
      'empty',
      'total',
      'total',
      'note',
      'note',
    ]);
  });
  it('a heading that a merged cell repeats is one heading', () => {
    const table = rows(['Артикул', 'Цена'], ['Оправы', 'Оправы'], ['A1', 5]);
    expect(kinds(table)).toEqual(['above', 'section', 'data: Оправы']);
  });
  it('a defective row stays a row: an article alone, a name without a price', () => {
    const table = rows(
      ['Артикул', 'Наименование', 'Цена'],
      ['RB-1001'],
      ['RB-1002', 'Оправа'],
      [null, null, 500],
      ['A', 'Итого', 5],
    );
    expect(kinds(table)).toEqual(['above', 'data', 'data', 'data', 'data']);
    const sorted = rows(['Артикул', 'Наименование', 'Цена', 'Категория'], [null, 'Оправа мужская']);
    expect(kinds(sorted)).toEqual(['above', 'data']);
  });
});

describe('which column is which field', () => {
  it('the suppliers of E-12', () => {
    expect(fields(['Артикул', 'Наименование', 'Цена', 'НДС', 'Остаток'])).toEqual({
      sku: 'Артикул',
      name: 'Наименование',
      price: 'Цена',
      vat: 'НДС',
      stock: 'Остаток',
    });
    const b = suggestMapping(['Код', 'Товар', 'Закупочная цена', 'Налог', 'Наличие'], []);
    expect(b.suggested.map(({ field, why }) => `${field} ${why}`)).toEqual([
      'sku title',
      'name title',
      'price only-price',
      'vat title',
      'stock title',
    ]);
    expect(b.suggested.find(({ field }) => field === 'price')?.confidence).toBeLessThan(0.7);
    expect(fields(['sku', 'name', 'wholesale_price', 'retail_price', 'vat', 'stock'])).toMatchObject({
      cost: 'wholesale_price',
      price: 'retail_price',
    });
  });
  it('the titles of K-22', () => {
    expect(fields(['SKU', 'Product Name', 'Price', 'Stock', 'Category', 'Brand'])).toEqual({
      sku: 'SKU',
      name: 'Product Name',
      price: 'Price',
      stock: 'Stock',
      category: 'Category',
      brand: 'Brand',
    });
  });
  it('«Код» is the article where nothing better is, else the supplier’s own; with barcodes in it, the barcode', () => {
    expect(fields(['Код', 'Наименование'])).toMatchObject({ sku: 'Код' });
    expect(fields(['Код', 'Артикул', 'Наименование'])).toMatchObject({ sku: 'Артикул', supplierCode: 'Код' });
    const samples = rows(['4607012345677', 'A1', 'Оправа'], [4607012345684, 'A2', 'Оправа']);
    expect(fields(['Код', 'Артикул', 'Наименование'], samples)).toMatchObject({ sku: 'Артикул', ean: 'Код' });
  });
  it('barcodes and VAT are known by what stands in the column', () => {
    const samples = rows(['A1', '4607012345677', 'НДС 22%'], ['A2', '4607012345684', 'без НДС']);
    const { suggested } = suggestMapping(['Артикул', 'Столбец 2', 'Столбец 3'], samples);
    expect(suggested.map(({ field, column, why }) => [field, column, why])).toEqual([
      ['sku', 0, 'title'],
      ['ean', 1, 'content'],
      ['vat', 2, 'content'],
    ]);
  });
  it('a price by pairs is seen only where the units say so', () => {
    expect(fields(['Артикул', 'Цена', 'Ед. изм.'], rows(['A', 1, 'пара']))).toMatchObject({ pack: 'Ед. изм.' });
    expect(fields(['Артикул', 'Цена', 'Ед. изм.'], rows(['A', 1, 'шт']))).not.toHaveProperty('pack');
  });
  it('a price without VAT says so in its title', () => {
    expect(suggestMapping(['Артикул', 'Цена без НДС, руб.'], []).priceWithoutVat).toBe(true);
    expect(suggestMapping(['Артикул', 'Цена с НДС'], []).priceWithoutVat).toBe(false);
  });
  it('titles that only begin alike are taken with less confidence', () => {
    const { suggested } = suggestMapping(['Артикул', 'Розничная цена с 01.11'], []);
    expect(suggested[1]).toMatchObject({ field: 'price', why: 'similar' });
  });
  it('frames and lenses', () => {
    expect(
      fields(['Бренд', 'Модель', 'Цвет', 'Код цвета', 'Размер', 'Мост', 'Заушник', 'Материал', 'Тип оправы', 'Пол', 'РРЦ']),
    ).toEqual({
      brand: 'Бренд',
      model: 'Модель',
      colour: 'Цвет',
      colourCode: 'Код цвета',
      size: 'Размер',
      dbl: 'Мост',
      temple: 'Заушник',
      material: 'Материал',
      rim: 'Тип оправы',
      group: 'Пол',
      price: 'РРЦ',
    });
    expect(fields(['Наименование', 'Индекс', 'Диаметр', 'Сфера от', 'Сфера до', 'Цил до', 'Цена'])).toEqual({
      name: 'Наименование',
      index: 'Индекс',
      diameter: 'Диаметр',
      sphFrom: 'Сфера от',
      sphTo: 'Сфера до',
      cylTo: 'Цил до',
      price: 'Цена',
    });
  });
  it('a remembered column is found where it moved to, however it is spelled now; one that vanished is told', () => {
    const remembered = { sku: 'Код', price: 'Цена опт.', ean: 'Штрих-код ЁЛ' } as const;
    const { suggested, vanished } = suggestMapping(['цена  ОПТ', 'Розница', 'КОД'], [], remembered);
    expect(suggested.map(({ field, column, why }) => [field, column, why])).toEqual([
      ['sku', 2, 'remembered'],
      ['price', 0, 'remembered'],
    ]);
    expect(vanished).toEqual([{ field: 'ean', title: 'Штрих-код ЁЛ' }]);
    expect(columnsOf({ price: 'Цена (2)' }, ['Цена', 'Цена (2)']).columns).toEqual({ price: 1 });
    expect(columnsOf({ price: 'Цена' }, ['Цена, руб.']).columns).toEqual({ price: 0 });
  });
});

describe('which sheet holds goods', () => {
  it('the one with articles and prices, and most rows; conditions, contacts and hidden sheets are left', () => {
    const goods = rows(['Артикул', 'Наименование', 'Цена'], ['A', 'Оправа', 1]);
    const sheets = [
      { name: 'Условия', rows: 900, head: rows(['Условия поставки'], ['1', 'предоплата']) },
      { name: 'Оправы', rows: 40, head: goods },
      { name: 'Линзы', rows: 60, head: goods },
      { name: 'Старые', rows: 5000, hidden: true, head: goods },
    ];
    expect(sheetGuess(sheets).map(({ name }) => name)).toEqual(['Линзы', 'Оправы', 'Условия', 'Старые']);
    expect(sheetGuess(sheets)[0]).toEqual({ name: 'Линзы', rows: 60, fields: 3 });
  });
});
