import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GUESS_ALL, type FileEncoding } from '../../../design/import/profile.ts';
import type { TableRow } from '../../../design/import/table.ts';
import { encoded } from '../../../tests/import/generator/write-table.ts';
import { cyrillicEncoding } from './csv/cyrillic-encoding.ts';
import { outlineOf } from './outline.ts';
import { readingOf, rowsOf } from './rows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'optics-csv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'file.xls');
  await writeFile(path, content);
  return path;
}
const outline = async (content: string | Uint8Array) => outlineOf(await written(content));
async function rows(content: string | Uint8Array): Promise<TableRow[]> {
  const path = await written(content);
  const read: TableRow[] = [];
  for await (const batch of rowsOf(path, readingOf(await outlineOf(path), GUESS_ALL, ''))) read.push(...batch);
  return read;
}
const cells = async (content: string | Uint8Array) => (await rows(content)).map((row) => row.cells);

const TEXT = 'Артикул;Наименование;Цена\r\nА-1;Оправа мужская «Ray-Ban» №5;4 900,00\r\n';
const READ = [
  ['Артикул', 'Наименование', 'Цена'],
  ['А-1', 'Оправа мужская «Ray-Ban» №5', '4 900,00'],
];
const unmarked = TEXT.replace(/[«»№]/g, '');
const READ_PLAIN = [READ[0], ['А-1', 'Оправа мужская Ray-Ban 5', '4 900,00']];

describe('E-10: the encoding of a text file is told by its bytes', () => {
  it.each<[FileEncoding, string, unknown[]]>([
    ['utf-8', TEXT, READ],
    ['windows-1251', TEXT, READ],
    ['koi8-r', unmarked, READ_PLAIN],
    ['ibm866', unmarked, READ_PLAIN],
    ['iso-8859-5', unmarked, READ_PLAIN],
    ['x-mac-cyrillic', TEXT, READ],
    ['utf-16le', TEXT, READ],
    ['utf-16be', TEXT, READ],
  ])('%s', async (encoding, text, expected) => {
    const bytes = encoded(text, encoding);
    expect((await outline(bytes)).encoding).toBe(encoding);
    expect(await cells(bytes)).toEqual(expected);
  });

  it.each<FileEncoding>(['utf-8', 'utf-16le', 'utf-16be'])(
    '%s with a byte order mark, which is no part of the first title',
    async (encoding) => {
      expect(await cells(encoded(`\uFEFF${TEXT}`, encoding))).toEqual(READ);
    },
  );

  it('a choice by hand comes before the guess', async () => {
    const path = await written(encoded(TEXT, 'windows-1251'));
    const read = await outlineOf(path, { encoding: 'koi8-r', delimiter: null, quote: null });
    expect(read.encoding).toBe('koi8-r');
    expect(read.sheets[0]!.head[0]!.cells[0]).not.toBe('Артикул');
  });

  it.each([
    ['windows-1251', 'Яркий - 54'],
    ['windows-1251', 'оптика №5'],
    ['x-mac-cyrillic', 'артикул;россия'],
    ['ibm866', 'ОЧКИ №5'],
    ['iso-8859-5', 'Оправа'],
  ] as const)('few letters are enough: %s, %s', (encoding, text) => {
    expect(cyrillicEncoding(Buffer.from(encoded(text, encoding)))).toBe(encoding);
  });

  it.each([
    [true, '\uFEFF'],
    [true, ''],
    [false, '\uFEFF'],
    [false, ''],
  ])('UTF-32 is refused with its advice (little-endian: %s, mark: %j)', async (isLittle, mark) => {
    const letters = [...`${mark}${TEXT}`];
    const view = new DataView(new ArrayBuffer(letters.length * 4));
    for (const [i, letter] of letters.entries()) view.setUint32(i * 4, letter.codePointAt(0)!, isLittle);
    await expect(outline(new Uint8Array(view.buffer))).rejects.toMatchObject({ code: 'IMPORT_ENCODING_UNKNOWN' });
  });

  it('titles in Latin and a first Cyrillic letter far below are still windows-1251', async () => {
    const long = `sku;name;price\n${'A1;frame;100\n'.repeat(40_000)}Б2;оправа;200\n`;
    expect((await outline(encoded(long, 'windows-1251'))).encoding).toBe('windows-1251');
  });

  it('one broken byte of a UTF-8 file spoils its own cell only', async () => {
    const good = new TextEncoder().encode(`sku;name\n${'А1;оправа\n'.repeat(50)}`);
    const bytes = Uint8Array.from([...good, 0x42, 0x3b, 0xc3, 0x28, 0x0a]);
    const read = await cells(bytes);
    expect(read[50]).toEqual(['А1', 'оправа']);
    expect(read[51]![1]).toContain('\uFFFD');
  });

  it('Western European letters are not read as Russian ones without a word', async () => {
    const latin = Uint8Array.from([...'sku;name\n1;Café élégant garçon\n'].map((letter) => letter.charCodeAt(0)));
    await expect(outline(latin)).rejects.toMatchObject({ code: 'IMPORT_ENCODING_UNKNOWN' });
  });
});

describe('E-10: the delimiter is told by what parts the rows evenly', () => {
  it.each([
    ['semicolons with decimal commas', 'a;b;c\n1;2,5;3,5\n2;4,5;5,5\n', ';'],
    ['commas with decimal commas in quotes', 'a,b,c\n1,"2,5","3,5"\n', ','],
    ['tabs with commas in texts', 'a\tb\n1\tx, y, z\n2\tx, y\n', '\t'],
    ['bars', 'a|b\n1|2\n', '|'],
    ['tildes', 'a~b~c\n1~2~3\n', '~'],
    ['what Excel says in its first line', 'sep=|\r\na;b|c\n1;2|3\n', '|'],
  ])('%s', async (_what, text, delimiter) => {
    expect((await outline(text)).delimiter).toBe(delimiter);
  });

  it("Excel's `sep=` line is no row: the titles stand in row 1", async () => {
    expect(await rows('sep=;\r\na;b\r\n1;2\r\n')).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 2, cells: ['1', '2'] },
    ]);
  });
});

describe('what other programs lost or broke', () => {
  it('opensourcepos #224: the text after a quote stays', async () => {
    const text = 'sku;name;price\n1;Монитор 19" чёрный;5\n2;"Линза ""Эссилор"" 1,5";6\n3;"Кадр" синий;7\n';
    expect((await cells(text)).slice(1)).toEqual([
      ['1', 'Монитор 19" чёрный', '5'],
      ['2', 'Линза "Эссилор" 1,5', '6'],
      ['3', '"Кадр" синий', '7'],
    ]);
  });

  it('opensourcepos #3078: a missing or an added comma at the end moves nothing', async () => {
    expect(await cells('a,b,c\n1,2\n1,2,3,\n1,2,3\n')).toEqual([
      ['a', 'b', 'c'],
      ['1', '2'],
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
  });

  it('a line end within quotes belongs to the cell, and rows are counted as Excel counts them', async () => {
    expect(await rows('a;b\n\n1;"две\r\nстроки"\n2;3\n')).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 3, cells: ['1', 'две\r\nстроки'] },
      { row: 4, cells: ['2', '3'] },
    ]);
  });

  it.each([
    ['CR only (old Macs)', 'a;b\r1;2\r3;4'],
    ['LF', 'a;b\n1;2\n3;4\n'],
    ['CR LF and LF mixed', 'a;b\r\n1;2\n3;4\r\n'],
  ])('line ends: %s', async (_what, text) => {
    expect(await cells(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it.each([
    ['to the end of the file', 'a;b;c\n1;2;3\n4;"open;5\n6;7;8\n', 3],
    ['up to an inch mark further down', 'a;b;c\n1;"open;3\n4;Монитор 19";6\n7;8;9\n', 2],
    ['up to the next quoted cell', 'a;b;c\n1;"open;3\n4;5;6\n7;"8";9\n', 2],
    ['over a million characters', `a;b;c\n1;"open;3\n${'4;5;6\n'.repeat(300_000)}`, 2],
  ])('an unclosed quote that would swallow rows %s is told with its row', async (_what, text, row) => {
    await expect(rows(text)).rejects.toMatchObject({ code: 'IMPORT_QUOTE_UNCLOSED', details: { row } });
  });

  it('a zero byte within a number is told, never "12\\0" + "3" = 123', async () => {
    expect((await cells('a;b\n1;12\x003\n'))[1]).toEqual(['1', '12\uFFFD3']);
  });

  it('a leading zero, a formula and a date stay the text that they are', async () => {
    expect((await cells('a;b;c\n007;=1+1;01.02.2026\n'))[1]).toEqual(['007', '=1+1', '01.02.2026']);
  });
});

describe('E-13: what is no table is refused with its own advice, whatever its name says', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'IMPORT_FILE_EMPTY'],
    ['line ends only', '\r\n\r\n;;\r\n', 'IMPORT_FILE_EMPTY'],
    ['PDF', '%PDF-1.7\n', 'IMPORT_FILE_PDF'],
    ['PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'IMPORT_FILE_IMAGE'],
    ['JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'IMPORT_FILE_IMAGE'],
    ['RAR', 'Rar!\x1a\x07', 'IMPORT_FILE_ARCHIVE'],
    ['a page saved as .xls', '\uFEFF\n<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>', 'IMPORT_FILE_HTML'],
    ['XML of Excel 2003', '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', 'IMPORT_FILE_HTML'],
    ['a program', Uint8Array.from({ length: 4_096 }, (_, n) => (n * 7) % 32), 'IMPORT_FILE_UNKNOWN'],
    ['a text of 201 columns', `${'a;'.repeat(200)}b\n`, 'IMPORT_TOO_MANY_COLUMNS'],
    ['a cell of 32,768 characters', `a;b\n1;${'x'.repeat(32_768)}\n`, 'IMPORT_CELL_TOO_LONG'],
  ])('%s', async (_what, content, code) => {
    await expect(outline(content)).rejects.toMatchObject({ code });
  });

  it('a cell of 32,767 characters and 200 columns are still read', async () => {
    expect((await outline(`a;b\n1;${'x'.repeat(32_767)}\n${'a;'.repeat(199)}b\n`)).sheets[0]!.rows).toBe(3);
  });
});
