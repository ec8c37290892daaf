import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbook } from 'exceljs/excel.js';
import ExcelJS from 'exceljs/excel.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableRow } from '../../../design/import/table.ts';
import { zipOf, type ZipPart } from '../../../tests/import/zip-of.ts';
import { outlineOf } from './outline.ts';
import { readingOf, rowsOf } from './rows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-xlsx-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'file.csv');
  await writeFile(path, bytes);
  return path;
}

async function rows(bytes: Uint8Array, sheet: string | null = null): Promise<TableRow[]> {
  const path = await written(bytes);
  const outline = await outlineOf(path);
  const read: TableRow[] = [];
  for await (const batch of rowsOf(path, readingOf(outline, { sheet }, outline.sheets[0]!.name))) read.push(...batch);
  return read;
}

async function bookOf(fill: (book: Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return book.xlsx.writeBuffer();
}

const TYPES = '<?xml version="1.0"?><Types/>';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** A workbook as some other program writes it: its parts by hand. */
const book = (sheet: string, more: readonly ZipPart[] = [], target = 'worksheets/sheet1.xml'): Uint8Array =>
  zipOf([
    { name: '[Content_Types].xml', text: TYPES },
    {
      name: 'xl/workbook.xml',
      text: '<workbook><sheets><sheet name="Прайс" sheetId="1" r:id="rId1"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `<Relationships><Relationship Id="rId1" Type="${RELATION}/worksheet" Target="${target}"/></Relationships>`,
    },
    { name: target.startsWith('/') ? target.slice(1) : `xl/${target}`, text: sheet },
    ...more,
  ]);
const sheet = (inside: string): string => `<worksheet><sheetData>${inside}</sheetData></worksheet>`;

describe('E-10: a workbook is read cell by cell as Excel shows it', () => {
  it('numbers, dates, booleans, links, rich texts, errors, and what formulas gave; row numbers are the spreadsheet’s', async () => {
    const bytes = await bookOf((made) => {
      const page = made.addWorksheet('Прайс');
      page.addRow(['Артикул & <код> &amp;', 12.5, true, 4_607_012_345_678]);
      page.addRow([]);
      page.addRow([{ richText: [{ text: 'Оправа ' }, { text: 'Рей', font: { bold: true } }] }, new Date(Date.UTC(2026, 0, 5))]);
      page.addRow([{ text: 'сайт', hyperlink: 'http://example.test' }, { error: '#N/A' }, new Date(Date.UTC(2026, 0, 5, 9, 30))]);
      page.addRow([
        { formula: '1+1', result: 2 },
        { formula: 'A1', result: 'текст' },
        { formula: 'A1', result: { error: '#REF!' } },
        { formula: '1+2' },
        'конец',
      ]);
    });
    expect(await rows(bytes)).toEqual([
      { row: 1, cells: ['Артикул & <код> &amp;', 12.5, true, 4_607_012_345_678] },
      { row: 3, cells: ['Оправа Рей', '2026-01-05'] },
      { row: 4, cells: ['сайт', '#N/A', '2026-01-05T09:30:00'] },
      { row: 5, cells: [2, 'текст', '#REF!', null, 'конец'] },
    ]);
  });

  it('hidden rows are read, merged cells keep their first, hidden sheets come last', async () => {
    const bytes = await bookOf((made) => {
      made.addWorksheet('Черновик', { state: 'hidden' }).addRow(['x']);
      const page = made.addWorksheet('Прайс');
      page.addRow(['Цена', null, 'Остаток']);
      page.mergeCells('A1:B1');
      page.addRow([1, 2, 3]).hidden = true;
      made.addWorksheet('Условия').addRow(['Оплата']);
    });
    const { sheets } = await outlineOf(await written(bytes));
    expect(sheets.map(({ name, rows: count, hidden }) => [name, count, hidden])).toEqual([
      ['Прайс', 2, false],
      ['Условия', 1, false],
      ['Черновик', 1, true],
    ]);
    expect((await rows(bytes, 'Прайс')).at(-1)).toEqual({ row: 2, cells: [1, 2, 3] });
    expect(await rows(bytes, 'Черновик')).toEqual([{ row: 1, cells: ['x'] }]);
  });

  it('exceljs #2316: Cyrillic at the edges of its pieces does not become �', async () => {
    const name = 'Оправа мужская металлическая ';
    const bytes = await bookOf((made) => {
      const page = made.addWorksheet('Прайс');
      for (let n = 0; n < 5_000; n += 1) page.addRow([`${name}${'ж'.repeat(n % 7)}${n}`]);
    });
    const read = await rows(bytes);
    expect(read.map(({ cells }) => cells[0])).toEqual(Array.from({ length: 5_000 }, (_, n) => `${name}${'ж'.repeat(n % 7)}${n}`));
  });
});

describe('workbooks of other programs', () => {
  it('cells and rows without addresses, gaps, prefixes, CDATA, comments, texts in runs within the cell', async () => {
    const prefixed = `<x:worksheet xmlns:x="s"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>Оправа </x:t></x:r><x:r><x:t><![CDATA[A&B]]></x:t></x:r></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row><!-- <x:row> --><x:row r="7"><x:c r="C7" t="str"><x:v>&amp;amp; &#1078;</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    expect(await rows(book(prefixed))).toEqual([
      { row: 1, cells: ['Оправа A&B', 5] },
      { row: 7, cells: [null, null, '&amp; ж'] },
    ]);
  });

  it('parts by other names and absolute targets; a text with escaped control characters', async () => {
    const strings = {
      name: 'xl/sharedStrings.xml',
      text: '<sst><si><t>две_x000D_\nстроки</t></si><si><r><t>а</t></r><rPh sb="0" eb="1"><t>читается</t></rPh><r><t>б</t></r></si><si/></sst>',
    };
    const inside = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>');
    expect(await rows(book(inside, [strings], '/xl/data/Лист.xml'))).toEqual([{ row: 1, cells: ['две\r\nстроки', 'аб'] }]);
  });

  it('a number that is none stays a text: "12,5" is not 12; an ISO date is not its year', async () => {
    const inside = sheet(
      '<row r="1"><c r="A1"><v>12,5</v></c><c r="B1" t="d"><v>2026-01-05</v></c><c r="C1"><v>1.5E3</v></c></row>',
    );
    expect(await rows(book(inside))).toEqual([{ row: 1, cells: ['12,5', '2026-01-05', 1_500] }]);
  });

  it('1,048,576 formatted rows without values are passed over', async () => {
    const empty = Array.from({ length: 1_048_574 }, (_, n) => `<row r="${n + 3}"><c r="A${n + 3}" s="1"/></row>`).join('');
    const inside = sheet(`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>${empty}`);
    const outline = await outlineOf(await written(book(inside)));
    expect(outline.sheets.map(({ rows: count }) => count)).toEqual([2]);
  });
});

describe('E-13: a workbook that cannot or must not be read is refused with its own advice', () => {
  const row = sheet('<row r="1"><c r="A1"><v>1</v></c></row>');
  const ole = (name: string): Uint8Array => {
    const bytes = Buffer.alloc(2_048);
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    bytes.writeUInt16LE(9, 30);
    bytes.writeUInt32LE(1, 48);
    bytes.write(`Root Entry\0${name}`, 1_024, 'utf16le');
    return Uint8Array.from(bytes);
  };

  it.each<[string, Uint8Array, string]>([
    ['XLS', ole('Workbook'), 'IMPORT_FILE_XLS'],
    ['a password', ole('EncryptedPackage'), 'IMPORT_FILE_PASSWORD'],
    ['a Word document', ole('WordDocument'), 'IMPORT_FILE_UNKNOWN'],
    ['XLSM', book(row, [{ name: 'xl/vbaProject.bin', text: 'x' }]), 'IMPORT_FILE_MACROS'],
    ['XLSB', zipOf([{ name: 'xl/workbook.bin', text: 'x' }]), 'IMPORT_FILE_XLSB'],
    [
      'ODS',
      zipOf([
        { name: 'mimetype', text: 'application/vnd.oasis.opendocument.spreadsheet' },
        { name: 'content.xml', text: '<x/>' },
      ]),
      'IMPORT_FILE_ODS',
    ],
    ['an archive', zipOf([{ name: 'прайс.xls', text: 'x' }]), 'IMPORT_FILE_ARCHIVE'],
    ['a path that leads out', book(row, [{ name: '../../etc/passwd', text: 'x' }]), 'IMPORT_FILE_UNSAFE'],
    ['an absolute path', book(row, [{ name: '/etc/passwd', text: 'x' }]), 'IMPORT_FILE_UNSAFE'],
    ['a path of Windows', book(row, [{ name: 'xl\\..\\..\\a', text: 'x' }]), 'IMPORT_FILE_UNSAFE'],
    ['a part that comes twice', book(row, [{ name: 'xl/worksheets/sheet1.xml', text: 'x' }]), 'IMPORT_FILE_UNSAFE'],
    ['a bomb that says so', book(row, [{ name: 'xl/media/bomb.xml', text: '0'.repeat(32 * 1024 * 1024) }]), 'IMPORT_FILE_UNSAFE'],
    [
      'an XML bomb',
      book(`<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>${row.replace('<v>1</v>', '<v>&c;</v>')}`),
      'IMPORT_FILE_UNSAFE',
    ],
    ['a sheet that ends in its middle', book('<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>'), 'IMPORT_FILE_DAMAGED'],
    ['a text that is not there', book(sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')), 'IMPORT_FILE_DAMAGED'],
    ['201 columns', book(sheet('<row r="1"><c r="GS1"><v>1</v></c></row>')), 'IMPORT_TOO_MANY_COLUMNS'],
    ['no value at all', book(sheet('<row r="1"><c r="A1" s="1"/></row>')), 'IMPORT_FILE_EMPTY'],
  ])('%s', async (_what, bytes, code) => {
    await expect(outlineOf(await written(bytes))).rejects.toMatchObject({ code });
  });

  it('a bomb that lies about its size is stopped by what really comes out', async () => {
    const lying = zipOf([
      ...['[Content_Types].xml', 'xl/workbook.xml'].map((name) => ({
        name,
        text: name.startsWith('xl') ? '<workbook><sheets><sheet name="a" r:id="r"/></sheets></workbook>' : TYPES,
      })),
      { name: 'xl/worksheets/sheet1.xml', text: sheet(' '.repeat(16 * 1024 * 1024)), saysUnpacked: 1_000 },
    ]);
    await expect(outlineOf(await written(lying))).rejects.toMatchObject({ code: 'IMPORT_FILE_UNSAFE' });
  });

  it('a file that is cut off anywhere is damaged or unreadable, never half read', async () => {
    const whole = await bookOf((made) => {
      const page = made.addWorksheet('Прайс');
      for (let n = 0; n < 200; n += 1) page.addRow([`A${n}`, n]);
    });
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const cut = whole.slice(0, Math.floor(whole.length * share));
      await expect(outlineOf(await written(cut)), `cut at ${share}`).rejects.toMatchObject({ code: 'IMPORT_FILE_DAMAGED' });
    }
  });

  it('a flipped byte within a part is noticed by its checksum', async () => {
    const bytes = book(sheet('<row r="1"><c r="A1"><v>100</v></c></row>'));
    const at = Buffer.from(bytes.buffer).indexOf('<v>100</v>', 0, 'latin1');
    bytes[at + 3] = '9'.charCodeAt(0);
    await expect(outlineOf(await written(bytes))).rejects.toMatchObject({ code: 'IMPORT_FILE_DAMAGED' });
  });
});
