import { describe, expect, it } from 'vitest';
import { assumedPrice, otherSheets } from './guess-findings.ts';
import type { SheetHead } from './sheet-guess.ts';
import type { Cell } from './table.ts';

const sheet = (name: string, hidden: boolean, ...cells: Cell[][]): SheetHead => ({
  ...{ name, hidden, rows: cells.length },
  head: cells.map((row, i) => ({ row: i + 1, cells: row })),
});
const TITLES = ['Артикул', 'Наименование', 'Цена'];
const goods = (name: string, hidden = false): SheetHead => sheet(name, hidden, TITLES, ['A1', 'Оправа', 100]);

describe('E-40: what was guessed is told, once for the file', () => {
  it('sheets with goods that were not read (a sheet a brand)', () => {
    const letter = sheet('Письмо', false, ['Уважаемые коллеги!'], ['Высылаем прайс.']);
    const stock = sheet('Остатки', false, ['Артикул', 'Остаток'], ['A1', 5]);
    const empty = sheet('Пустой', false, TITLES);
    const sheets = [goods('Ray-Ban'), letter, goods('Vogue'), stock, goods('Старый', true), empty];
    expect(otherSheets(sheets, 'Ray-Ban')).toEqual([
      { row: 0, type: 'SHEETS_LEFT', field: null, value: 'Vogue', old: 'Ray-Ban' },
    ]);
    expect(otherSheets([goods('Прайс'), letter], 'Прайс')).toEqual([]);
  });
  it('names eight of many', () => {
    const many = Array.from({ length: 12 }, (_, i) => goods(`Лист${i}`));
    expect(otherSheets(many, 'Лист0')[0]!.value).toBe('Лист1, Лист2, Лист3, Лист4, Лист5, Лист6, Лист7, Лист8…');
  });
  it('a purchase price for want of another', () => {
    const bought = sheet('', false, ['Код', 'Товар', 'Закупочная цена'], ['A1', 'Оправа', 100]);
    expect(assumedPrice(bought)).toMatchObject([{ type: 'PRICE_ASSUMED', value: 'Закупочная цена' }]);
    expect(assumedPrice(goods('Прайс'))).toEqual([]);
  });
  it('one price of several that nothing tells apart', () => {
    const three = sheet('', false, ['Код', 'Товар', 'Цена 1', 'Цена 2'], ['A1', 'Оправа', 100, 90]);
    expect(assumedPrice(three)).toMatchObject([{ type: 'PRICE_ASSUMED', value: 'Цена 1', old: 'Цена 2' }]);
    expect(assumedPrice(sheet('', false, ['Код', 'Товар', 'Цена с 01.11'], ['A1', 'Оправа', 100]))).toEqual([]);
  });
});
