import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs/excel.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GUESS_ALL } from '../../../../design/import/profile.ts';
import type { TableRow } from '../../../../design/import/table.ts';
import { outlineOf } from '../outline.ts';
import { readingOf, rowsOf } from '../rows.ts';
import { createKeptRows, type KeptRows } from './kept-rows.ts';
import { createMergedCells, withMerged } from './merged-cells.ts';

const TAIL =
  '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B2:B4"/>' +
  '<x:mergeCell other=\'1\' ref=\'AA10:AB11\'/></mergeCells><pageMargins left="1"/><mergeCell ref="D1:D9"/>';

describe('what follows the rows of a sheet tells which cells are merged', () => {
  it('those over several rows are kept, however the text is cut into pieces', () => {
    const down = [
      { column: 1, from: 2, to: 4 },
      { column: 26, from: 10, to: 11 },
    ];
    for (const length of [1, 7, 40, 90, TAIL.length]) {
      const merged = createMergedCells();
      for (let at = 0; at < TAIL.length; at += length) merged.take(TAIL.slice(at, at + length));
      expect(merged.down, `pieces of ${length}`).toEqual(down);
    }
  });
});

const rowsFrom = (...rows: readonly TableRow[]): AsyncIterable<TableRow[]> => {
  async function* one(): AsyncGenerator<TableRow[]> {
    await Promise.resolve();
    for (const row of rows) yield [row];
  }
  return one();
};

describe('a cell merged over rows', () => {
  it('is told in the rows below its first, up to its last, where they have nothing of their own', async () => {
    const rows = rowsFrom(
      { row: 2, cells: ['A-1', 100, null] },
      { row: 3, cells: ['A-2', 90] },
      { row: 5, cells: ['A-3'] },
      { row: 6, cells: ['A-4'] },
    );
    const down = [
      { column: 1, from: 2, to: 5 },
      { column: 2, from: 2, to: 9 },
    ];
    const told: unknown[] = [];
    for await (const [row] of withMerged(rows, down)) told.push(row!.merged ?? null);
    expect(told).toEqual([null, null, [{ column: 1, value: 100, row: 2 }], null]);
  });
});

describe('E-10: a price merged over rows of a workbook', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'optics-merged-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const told = async (path: string, kept: KeptRows): Promise<TableRow[]> => {
    const outline = await outlineOf(path, undefined, kept);
    const rows: TableRow[] = [];
    for await (const batch of rowsOf(path, readingOf(outline, GUESS_ALL, outline.sheets[0]!.name), kept)) rows.push(...batch);
    expect(outline.sheets[0]!.head).toEqual(rows.slice(0, outline.sheets[0]!.head.length));
    return rows;
  };

  it('is told in the head, in the rows that were kept, and in those of a sheet that is too large to keep', async () => {
    const book = new ExcelJS.Workbook();
    const page = book.addWorksheet('Прайс');
    page.addRow(['Артикул', 'Цена']);
    for (let n = 2; n <= 301; n += 1) page.addRow([`A-${n}`, n % 3 === 2 ? n : null]);
    for (let n = 2; n <= 299; n += 3) page.mergeCells(`B${n}:B${n + 2}`);
    const path = join(folder, 'merged.xlsx');
    await writeFile(path, await book.xlsx.writeBuffer());
    const rows = await told(path, createKeptRows());
    expect(rows[0]).toEqual({ row: 1, cells: ['Артикул', 'Цена'] });
    expect(rows[1]).toEqual({ row: 2, cells: ['A-2', 2] });
    expect(rows[299]).toMatchObject({ row: 300, merged: [{ column: 1, value: 299, row: 299 }] });
    expect(rows.filter(({ merged }) => merged).length).toBe(200);
    expect(await told(path, createKeptRows(100))).toEqual(rows);
  });
});
