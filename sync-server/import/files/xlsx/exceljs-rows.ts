import { Readable } from 'node:stream';
import type { CellValue } from 'exceljs/excel.js';
import { DomainError } from '../../../../design/errors.office.ts';
import type { Cell, TableRow } from '../../../../design/import/table.ts';
import { DAY_STYLES } from './plain-row.ts';
import { decodedControls } from './xml-text.ts';

/** What exceljs's reader is given beside the rows. */
export interface BookFacts {
  readonly strings: readonly string[];
  readonly date1904: boolean;
}

/** The steps of exceljs's streaming reader; its types tell only the whole of them, which reads the parts in the order of the archive. */
interface Steps {
  sharedStrings: readonly string[];
  properties: { model: { date1904: boolean } };
  _parseStyles(part: Readable): Promise<void>;
  _parseWorksheet(text: AsyncIterable<string>, sheet: string): Iterable<{ value: { parse(): AsyncIterable<RowEvent[]> } }>;
}
interface RowEvent {
  readonly eventType: string;
  readonly value: { readonly number: number; readonly values: readonly CellValue[] };
}

/** Rows of one sheet (`PlainRow.xml`, any number a piece) through exceljs's streaming reader; cells as the file has them, dates as ISO text. */
export async function* exceljsRows(rows: AsyncIterable<string> | Iterable<string>, book: BookFacts): AsyncGenerator<TableRow[]> {
  // Only the reader, and only where a workbook is read: the whole of exceljs, with its writers, takes 0.1 s more to load in each process
  // that opens a file, and the server itself seldom does.
  const { default: WorkbookReader } = await import('exceljs/lib/stream/xlsx/workbook-reader.js');
  const options = {
    styles: 'cache',
    sharedStrings: 'cache',
    worksheets: 'emit',
    hyperlinks: 'ignore',
    entries: 'ignore',
  } as const;
  const steps = new WorkbookReader(Readable.from([]), options) as unknown as Steps;
  steps.sharedStrings = book.strings;
  steps.properties = { model: { date1904: book.date1904 } };
  try {
    await steps._parseStyles(Readable.from([DAY_STYLES]));
    for (const { value } of steps._parseWorksheet(sheetOf(rows), '1')) {
      for await (const events of value.parse()) {
        yield events.filter(({ eventType }) => eventType === 'row').map(({ value: row }) => tableRow(row));
      }
    }
  } catch (error) {
    throw error instanceof DomainError ? error : new DomainError('IMPORT_FILE_DAMAGED');
  }
}

async function* sheetOf(rows: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  yield '<worksheet><sheetData>';
  yield* rows;
  yield '</sheetData></worksheet>';
}

function tableRow({ number, values }: RowEvent['value']): TableRow {
  const cells: Cell[] = [];
  for (let column = 1; column < values.length; column += 1) cells.push(cellOf(values[column]));
  return { row: number, cells };
}

function cellOf(value: CellValue): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return decodedControls(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return isoText(value);
  return 'error' in value ? value.error : null;
}

/** `2026-11-21`, or `2026-11-21T09:30:00` where the cell has a time. */
function isoText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '#DATE';
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
}
