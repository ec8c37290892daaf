import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GUESS_ALL } from '../../../../design/import/profile.ts';
import type { TableRow } from '../../../../design/import/table.ts';
import { spoiledPriceList } from '../../../../tests/import/generator/price-list.ts';
import { writeXlsx } from '../../../../tests/import/generator/write-table.ts';
import { outlineOf } from '../outline.ts';
import { readingOf, rowsOf } from '../rows.ts';
import { createKeptRows, type KeptRows } from './kept-rows.ts';

const FACTS = { strings: [], date1904: false };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-kept-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Rows of the only sheet, after a look through the file. */
async function rowsAfterLook(kept?: KeptRows, between?: (path: string) => Promise<void>): Promise<TableRow[]> {
  const path = join(folder, 'goods.xlsx');
  await writeXlsx(path, spoiledPriceList(3, 1_200).table);
  const outline = await outlineOf(path, undefined, kept);
  await between?.(path);
  const rows: TableRow[] = [];
  for await (const batch of rowsOf(path, readingOf(outline, GUESS_ALL, outline.sheets[0]!.name), kept)) rows.push(...batch);
  return rows;
}

describe('a workbook is unpacked once', () => {
  it('its rows are those of a second reading, cell by cell', async () => {
    const again = await rowsAfterLook();
    expect(again.length).toBeGreaterThan(1_200);
    expect(await rowsAfterLook(createKeptRows())).toEqual(again);
  });

  it('what was kept is read, not the file; where it was too much, the file', async () => {
    const whole = await rowsAfterLook();
    const spoil = (path: string): Promise<void> => writeFile(path, 'no workbook any more');
    expect(await rowsAfterLook(createKeptRows(), spoil)).toEqual(whole);
    await expect(rowsAfterLook(createKeptRows(1_000), spoil)).rejects.toMatchObject({ code: 'IMPORT_FILE_DAMAGED' });
  });

  it('of two sheets of one name the first counts; a sheet that is too large leaves room for the others', () => {
    const kept = createKeptRows(10);
    kept.begin('Лист1', FACTS)('first');
    kept.begin('Лист1', FACTS)('second');
    const large = kept.begin('Лист2', FACTS);
    large('twelve chars');
    large('more');
    kept.begin('Лист3', FACTS)('third');
    expect(kept.take('Лист1')).toEqual({ rows: ['first'], facts: FACTS });
    expect(kept.take('Лист3')).toBeNull();
  });
});
