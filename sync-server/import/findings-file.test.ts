import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import ExcelJS from 'exceljs/excel.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../design/import/finding.ts';
import { GUESS_ALL } from '../../design/import/profile.ts';
import { findingsFile } from './findings-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-findings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const bytesOf = async (stream: Readable): Promise<Uint8Array> =>
  new Uint8Array(await new Response(Readable.toWeb(stream) as ReadableStream).arrayBuffer());
const textOf = async (stream: Readable): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesOf(stream));

const FINDINGS: Finding[] = [
  { row: 4, type: 'REQUIRED_EMPTY', field: 'price', value: null, old: null },
  { row: 2, type: 'NUMBER_INVALID', field: 'price', value: '=1+1', old: null },
  { row: 0, type: 'EAN_MISSING', field: 'ean', value: '3', old: null },
  { row: 4, type: 'VAT_UNKNOWN', field: 'vat', value: '-5', old: null },
];
const SOURCE = [
  'Артикул;Название;Цена;+Наценка',
  'A-1;=HYPERLINK("http://x");=1+1;-5',
  'A-2;Оправа;100;@SUM(A1)',
  'A-3;"Оправа; ""Тёплая""";;-7,5',
];

function source(name: string): { path: string; choice: typeof GUESS_ALL } {
  const path = join(folder, name);
  writeFileSync(path, `${SOURCE.join('\r\n')}\r\n`);
  return { path, choice: GUESS_ALL };
}

describe('E-23: the findings as a file for the supplier', () => {
  it('as CSV: our words beside the supplier’s own row, in the order of the rows; nothing begins like a formula', async () => {
    const { stream, contentType, ending } = await findingsFile('csv', FINDINGS, source('a.csv'));
    const text = await textOf(stream);
    expect([contentType, ending, text[0]]).toEqual(['text/csv; charset=utf-8', '.csv', '\uFEFF']);
    const lines = text.slice(1).trimEnd().split('\r\n');
    expect(lines.map((line) => line.split(';')[0])).toEqual(['Строка', 'весь файл', '2', '4', '4']);
    expect(lines[0]).toMatch(/;Артикул;Название;Цена;'\+Наценка$/);
    expect(lines[2]).toMatch(/;Цена продажи;'=1\+1;;A-1;"'=HYPERLINK\(""http:\/\/x""\)";'=1\+1;-5$/);
    expect(lines[3]).toMatch(/;A-3;"Оправа; ""Тёплая""";;-7,5$/);
    for (const cell of lines.flatMap((line) => line.split(';'))) expect(cell).not.toMatch(/^"?[=+@\t]|^"?-(?![\d,]+$)/);
  });

  it('as XLSX: the same rows, opened by another reader; cells are texts and numbers, never formulas', async () => {
    const { stream, ending } = await findingsFile('xlsx', FINDINGS, source('b.csv'));
    const book = await new ExcelJS.Workbook().xlsx.load(await bytesOf(stream));
    const sheet = book.getWorksheet('Замечания')!;
    expect([ending, sheet.rowCount]).toEqual(['.xlsx', 5]);
    expect(sheet.getRow(1).values.slice(1, 5)).toEqual(['Строка', 'Важность', 'Что не так', 'Что будет и что сделать']);
    expect(sheet.getRow(3).values.slice(1)).toEqual([
      ...[
        2,
        'Ошибка',
        '«Цена продажи»: вместо числа написано «=1+1».',
        'Строка пропущена. Исправьте её в файле и загрузите снова.',
      ],
      ...['Цена продажи', "'=1+1", undefined, 'A-1', '\'=HYPERLINK("http://x")', "'=1+1", '-5'],
    ]);
  });

  it('when the supplier’s file is gone, without its rows', async () => {
    for (const path of [null, join(folder, 'gone.csv')]) {
      const { stream } = await findingsFile('csv', FINDINGS, { path, choice: GUESS_ALL });
      const lines = (await textOf(stream)).trimEnd().split('\r\n');
      expect(lines).toHaveLength(5);
      expect(lines[0]).toMatch(/В каталоге$/);
    }
  });

  it('tells the supplier nothing of our shelves, our clients or another supplier’s prices', async () => {
    const ours: Finding[] = [
      { row: 0, type: 'VANISHED_STANDS', field: null, value: 'A-9', old: '31 0 4' },
      { row: 2, type: 'CHEAPER_ELSEWHERE', field: 'cost', value: '4500.00', old: '4200.00, Оптик-А' },
      { row: 3, type: 'SUPPLIER_CHANGED', field: 'cost', value: '4500.00', old: '5000.00, Оптик-А' },
    ];
    const { stream } = await findingsFile('csv', [...FINDINGS, ...ours], source('d.csv'));
    const text = await textOf(stream);
    expect(text.trimEnd().split('\r\n')).toHaveLength(5);
    expect(text).not.toMatch(/A-9|Оптик-А|4200/);
  });

  it('without findings is a file with titles', async () => {
    const { stream } = await findingsFile('xlsx', [], source('c.csv'));
    const book = await new ExcelJS.Workbook().xlsx.load(await bytesOf(stream));
    expect(book.getWorksheet('Замечания')!.rowCount).toBe(1);
  });
});
