import { expect, it } from 'vitest';
import { EMPTY_CATALOGUE } from '../../design/import/check/known-catalogue.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../design/import/profile.ts';
import type { TableRow } from '../../design/import/table.ts';
import { HEAD_ROWS, type FileOutline } from './files/file-outline.ts';
import { previewRows } from './preview.ts';

const READING = { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: '' };
const NOW = { today: '2026-11-21', catalogue: EMPTY_CATALOGUE };
const titles = ['Артикул', 'Наименование', 'Цена'];
const goods = (n: number) => [`RB-${n}`, `Оправа ${n}`, 1_000 + n];

/** A file of these rows; `opened` counts how often it was read beyond its outline. */
function fileOf(cells: TableRow['cells'][]) {
  const rows = cells.map((row, n) => ({ row: n + 1, cells: row }));
  const outline: FileOutline = {
    ...{ format: 'csv', encoding: 'utf-8', delimiter: ';', quote: '"' },
    sheets: [{ name: '', rows: rows.length, hidden: false, head: rows.slice(0, HEAD_ROWS) }],
  };
  const state = { opened: 0 };
  async function* read(): AsyncGenerator<TableRow[]> {
    state.opened += 1;
    for (const row of rows) yield await Promise.resolve([row]);
  }
  return { file: { outline, rows: read }, state };
}

it('the preview is of the look through the file: its first ten goods stand there', async () => {
  const { file, state } = fileOf([titles, ...Array.from({ length: 5_000 }, (_, n) => goods(n))]);
  const told = await previewRows(file, READING, NOW);
  expect(told.map(({ change }) => change?.sku)).toEqual(Array.from({ length: 10 }, (_, n) => `RB-${n}`));
  expect(state.opened).toBe(0);
});

it('a short file is told whole, and is not opened again', async () => {
  const { file, state } = fileOf([titles, goods(1), goods(2)]);
  expect(await previewRows(file, READING, NOW)).toHaveLength(2);
  expect(state.opened).toBe(0);
});

it('goods that begin late in the file are read from it', async () => {
  const pages = Array.from({ length: 60 }, () => titles);
  const { file, state } = fileOf([titles, goods(1), goods(2), ...pages, ...Array.from({ length: 20 }, (_, n) => goods(n + 3))]);
  const told = await previewRows(file, READING, NOW);
  expect(told.map(({ change }) => change?.sku)).toEqual(Array.from({ length: 10 }, (_, n) => `RB-${n + 1}`));
  expect(state.opened).toBe(1);
});
