import { describe, expect, it } from 'vitest';
import { lensAttributes } from '../../documents/catalogue.ts';
import { lensPrice } from '../../optics/lens-price.ts';
import type { ReadRow } from '../checked-row.ts';
import { GUESS_ALL, STANDARD_RULES } from '../profile.ts';
import { sheetGuess } from '../sheet-guess.ts';
import { tableReaderOf } from '../table-reader.ts';
import type { Cell, TableRow } from '../table.ts';
import { articleOfName, gridTitle } from './grid-title.ts';

/** Rows as the file numbers them; an empty line is a row without content, which readers leave out. */
const sheet = (...lines: readonly (readonly Cell[])[]): TableRow[] =>
  lines.map((cells, i) => ({ row: i + 1, cells })).filter(({ cells }) => cells.length > 0);

function families(rows: readonly TableRow[], rules: Partial<typeof STANDARD_RULES> = {}): ReadRow[] {
  const table = tableReaderOf({
    ...{ head: rows.slice(0, 50), choice: GUESS_ALL, mapping: null, today: '2026-11-21' },
    rules: { ...STANDARD_RULES, ...rules },
  });
  return [...rows.flatMap((row) => table.read(row) ?? []), ...table.finish()];
}
const priceOf = ({ price, lens }: ReadRow, sph: number, cyl: number | null = null): number | null =>
  lensPrice({ price: price!, lens: lens! }, { sph, cyl });

const CYLINDERS = ['0', '-0,25', '-0,50', '-0,75', '-1,00'];
const row = (sphere: Cell, ...prices: Cell[]): Cell[] => [sphere, ...prices];

describe('a lens supplier’s sheet of sphere and cylinder (optics.md §3)', () => {
  it('every grid is a lens family under its own name, a price for each power, blanks are not made', () => {
    const rows = sheet(
      ['Crizal Sapphire, индекс 1,6, покрытие HR, Ø 70'],
      ['Сфера \\ Цилиндр', ...CYLINDERS],
      row('+0,25', '3 000', '3 000', '3 000', '', '—'),
      row('плано', '3 000', '3 000', '3 000', '3 200', 'нет'),
      row('−0,25', '3 000', '3 000', '3 100', '3 200', '3 500'),
      row('−0,50', '3 000', '3 000', '3 100', '3 200', '3 500'),
      [],
      ['Индекс 1.74 Stylis'],
      ['', ...CYLINDERS],
      row('-4.00', 9000, 9000, 9000, 9000, 9900),
      row('-4.25', 9000, 9000, 9000, 9000, 9900),
    );
    const [first, second, ...others] = families(rows);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      kind: 'lens',
      name: 'Crizal Sapphire, индекс 1,6, покрытие HR, Ø 70',
      folded: 4,
      findings: [],
    });
    expect(first!.lens).toMatchObject({ index: 1.6, diameter: 70, sph: { min: -0.5, max: 0.25 }, cyl: { min: -1, max: 0 } });
    expect([priceOf(first!, 0), priceOf(first!, 0.25, -0.5), priceOf(first!, -0.25, -0.5)]).toEqual([300_000, 300_000, 310_000]);
    expect([priceOf(first!, 0.25, -0.75), priceOf(first!, 0, -1), priceOf(first!, -0.5, -1)]).toEqual([null, null, 350_000]);
    // Written in plus cylinder it is the same lens.
    expect(priceOf(first!, -0.5, 0.25)).toBe(300_000);
    expect(second).toMatchObject({ name: 'Индекс 1.74 Stylis', lens: { index: 1.74 }, folded: 2 });
    expect(priceOf(second!, -4, -1)).toBe(990_000);
    for (const { lens } of [first!, second!]) expect(lensAttributes.safeParse(lens).success).toBe(true);
  });

  it('an article over the grid is the article; else one is made of the name, the same every week', () => {
    const grid = [['Sph/Cyl', ...CYLINDERS], row('0', 1500, 1500, 1500, 1500, 1500), row('-0.25', 1500, 1500, 1500, 1500, 1500)];
    const [named] = families(sheet(['Линза Orma 1.5', 'Арт. OR-15'], ...grid));
    expect(named).toMatchObject({ sku: 'OR-15', name: 'Линза Orma 1.5' });
    expect(named!.skuAssumed).toBeUndefined();
    const [made] = families(sheet(['Линза Orma 1.5'], ...grid));
    expect(made).toMatchObject({ sku: 'LINZA-ORMA-1.5', skuAssumed: true });
    expect(articleOfName('Щётка «Ёж» 1,67 + УФ')).toBe('SCHETKA-EZH-1.67-+-UF');
  });

  it('± is both signs, in one column of spheres or in two', () => {
    const one = sheet(
      ['Lens A'],
      ['sph', ...CYLINDERS],
      row('± 0,25', 1000, 1000, 1000, 1000, 1000),
      row('+/-0,50', 1200, 1200, 1200, 1200, 1200),
    );
    const two = sheet(
      ['Lens B'],
      ['Sph +', 'Sph −', ...CYLINDERS],
      ['+0,25', '-0,25', 1000, 1000, 1000, 1000, 1000],
      ['+0,50', '-0,50', 1200, 1200, 1200, 1200, 1200],
    );
    for (const rows of [one, two]) {
      const [lens] = families(rows);
      expect([-0.5, -0.25, 0, 0.25, 0.5].map((sph) => priceOf(lens!, sph))).toEqual([120_000, 100_000, null, 100_000, 120_000]);
    }
  });

  it('titles that step by dioptres, or say «до», are the ends of bands; ranges are ranges', () => {
    const [bands] = families(
      sheet(
        ['Bands 1.5'],
        ['Sph\\Cyl', 'до −2,00', 'до −4,00'],
        row('±2,00', 1000, 1400),
        row('±4,00', 1200, 1600),
        row('±6,00', 1500, ''),
      ),
    );
    expect([priceOf(bands!, 0), priceOf(bands!, -2, -2), priceOf(bands!, 2.25, -2.25)]).toEqual([100_000, 100_000, 160_000]);
    expect([priceOf(bands!, -6, -2), priceOf(bands!, -6, -2.25), priceOf(bands!, 6.25)]).toEqual([150_000, null, null]);
    const [ranges] = families(
      sheet(
        ['Ranges 1.6'],
        ['Sph\\Cyl', '0…-2,00', '-2,25…-4,00'],
        row('от +4,00 до 0', 1000, 1400),
        row('от -0,25 до -6,00', 1200, 1700),
      ),
    );
    expect([priceOf(ranges!, 4, -2), priceOf(ranges!, 0), priceOf(ranges!, -6, -4)]).toEqual([100_000, 100_000, 170_000]);
  });

  it('a heading tells the sign of spheres that have none, and cylinders without one are minus', () => {
    const [lens] = families(
      sheet(
        ['Signs 1.56'],
        ['SPH / CYL', 0, 0.25, 0.5, 0.75],
        ['Минус'],
        row(0.25, 900, 900, 950, 950),
        row(0.5, 900, 900, 950, 950),
        ['Плюс'],
        row(0.25, 800, 800, 850, 850),
        row(0.5, 800, 800, 850, 850),
      ),
    );
    expect([priceOf(lens!, -0.5, -0.75), priceOf(lens!, 0.5, -0.5), priceOf(lens!, 0.25)]).toEqual([95_000, 85_000, 80_000]);
  });

  it('grids side by side are lenses of their own, each under its title', () => {
    const found = families(
      sheet(
        ['Hoya 1.5 HVLL', null, null, null, null, 'Hoya 1.6 HVLL'],
        ['Sph', 0, -0.25, -0.5, null, 'Sph', 0, -0.25, -0.5],
        [-1, 2000, 2000, 2100, null, -1, 3000, 3000, 3100],
        [-1.25, 2000, 2000, 2100, null, -1.25, 3000, 3000, 3100],
      ),
    );
    expect(found.map(({ name }) => name)).toEqual(['Hoya 1.5 HVLL', 'Hoya 1.6 HVLL']);
    expect(found.map((one) => priceOf(one, -1, -0.5))).toEqual([210_000, 310_000]);
  });

  it('a price that is none is told with its row, the rest of the grid is read; the note says what the prices are', () => {
    const rows = sheet(
      ['Прайс-лист ООО «Линза». Цены в рублях без НДС'],
      [],
      ['Nova 1.5, цена за пару'],
      ['Sph', ...CYLINDERS],
      row('0', 1000, 1000, 'звоните', 'по запросу', 1200),
      row('-0,25', 1000, 1000, 1100, 1100, 1200),
    );
    const found = families(rows, { vat: '22' });
    expect(found.flatMap(({ findings }) => findings.map((one) => `${one.row} ${one.type}`))).toEqual(['5 NUMBER_INVALID']);
    const lens = found.find((one) => one.lens !== null)!;
    expect([priceOf(lens, 0), priceOf(lens, 0, -0.5), priceOf(lens, -0.25, -0.5)]).toEqual([61_000, null, 67_100]);
    expect(lens.name).toBe('Nova 1.5');
  });

  it('a list with titles over its columns stays a list, and numbered columns are no cylinders', () => {
    const list = sheet(['Артикул', 'Наименование', 'Цена'], ['1', '2', '3'], ['A-1', 'Оправа', '4 900']);
    expect(families(list)).toMatchObject([{ sku: 'A-1', price: 490_000 }]);
    const numbered = sheet(['№', 1, 2, 3, 4], [1, 10, 20, 30, 40], [2, 10, 20, 30, 40]);
    expect(families(numbered).every(({ lens }) => lens === null)).toBe(true);
  });

  it('of a workbook with conditions and grids the grids are taken', () => {
    const grid = sheet(
      ['A 1.5'],
      ['Sph', ...CYLINDERS],
      row(0, 1500, 1500, 1500, 1500, 1500),
      row(-0.25, 1500, 1500, 1500, 1500, 1500),
    );
    const sheets = [
      { name: 'Условия', rows: 40, head: sheet(['Условия поставки'], ['Отсрочка', '14 дней']) },
      { name: 'Прайс', rows: 4, head: grid },
    ];
    expect(sheetGuess(sheets)[0]!.name).toBe('Прайс');
  });

  it.each([
    [
      ['Линза: Essilor Orma', 'Индекс: 1,5', 'Покрытие: Crizal', 'Диаметр: 65/70'],
      'Essilor Orma Индекс: 1,5 Crizal Диаметр: 65/70',
      1.5,
      65,
    ],
    [['Zeiss SV 1.67 DVP', 'Код товара № ZE-167', 'd=75 мм'], 'Zeiss SV 1.67 DVP d=75 мм', 1.67, 75],
    [['Розничная цена, руб. за штуку', 'Kodak 1.6 Clean&CleAR'], 'Kodak 1.6 Clean&CleAR', 1.6, null],
  ])('reads %j over a grid', (texts, name, index, diameter) => {
    expect(gridTitle(texts)).toMatchObject({ name, index, diameter });
  });
});
