import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Cell } from '../../../design/import/table.ts';

/** Excel opens a text file with a semicolon and a byte order mark as a Russian user expects it. */
const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : typeof cell === 'number' ? String(cell).replace('.', ',') : String(cell);
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csvLine = (cells: readonly Cell[]): string => `${cells.map(quoted).join(';')}\r\n`;

export function csvStream(titles: readonly string[], lines: AsyncIterable<readonly Cell[]>): Readable {
  async function* text(): AsyncGenerator<string> {
    yield `\uFEFF${csvLine(titles)}`;
    for await (const cells of lines) yield csvLine(cells);
  }
  return Readable.from(text(), { objectMode: false });
}

/** Characters: ours, then those of the supplier's columns. */
const WIDTHS = [9, 12, 46, 46, 18, 24, 24];
const OWN_WIDTH = 20;
/** The writer does not wait for its reader: the server takes a turn at other work after so many rows. */
const ROWS_A_TURN = 200;

export function xlsxStream(titles: readonly string[], lines: AsyncIterable<readonly Cell[]>): Readable {
  const out = new PassThrough();
  write(titles, lines, out).catch((error: Error) => out.destroy(error));
  return out;
}

async function write(titles: readonly string[], lines: AsyncIterable<readonly Cell[]>, stream: PassThrough): Promise<void> {
  // Loaded with the first file that somebody asks for: its modules are a seventh of what a start of the server would read.
  const { default: ExcelJS } = await import('exceljs/excel.js');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  const sheet = book.addWorksheet('Замечания', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = titles.map((_, i) => ({ width: WIDTHS[i] ?? OWN_WIDTH }));
  const head = sheet.addRow(titles);
  head.font = { bold: true };
  head.commit();
  let written = 0;
  for await (const cells of lines) {
    if (stream.destroyed) return;
    const row = sheet.addRow(cells);
    for (const column of [3, 4]) row.getCell(column).alignment = { wrapText: true, vertical: 'top' };
    row.commit();
    written += 1;
    if (written % ROWS_A_TURN === 0) await turn();
  }
  sheet.commit();
  await book.commit();
}
