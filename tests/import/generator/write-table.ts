import { writeFile } from 'node:fs/promises';
import ExcelJS from 'exceljs/excel.js';
import type { Cell } from '../../../design/import/table.ts';
import type { FileEncoding } from '../../../design/import/profile.ts';
import type { Table } from './price-list.ts';

export async function writeXlsx(path: string, { titles, rows }: Table, sheet = 'Прайс'): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true, useStyles: true });
  const page = book.addWorksheet(sheet);
  for (const row of [titles, ...rows]) page.addRow(row).commit();
  page.commit();
  await book.commit();
}

export async function writeCsv(path: string, { titles, rows }: Table, delimiter: string, encoding: FileEncoding): Promise<void> {
  const quoted = (cell: Cell): string => {
    const text = String(cell ?? '');
    return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const text = [titles, ...rows].map((row) => row.map(quoted).join(delimiter)).join('\r\n');
  await writeFile(path, encoded(`${text}\r\n`, encoding));
}

/** Node decodes the one-byte encodings but does not write them: the table of a decoder, turned round. */
export function encoded(text: string, encoding: FileEncoding): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding.startsWith('utf-16')) {
    const bytes = Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8]));
    return encoding === 'utf-16le' ? bytes : bytes.map((_, at) => bytes[at ^ 1]!);
  }
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Uint8Array.from([...text].map((letter) => bytes.get(letter) ?? 0x3f));
}
