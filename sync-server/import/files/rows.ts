import type { FileChoice } from '../../../design/import/profile.ts';
import type { TableRow } from '../../../design/import/table.ts';
import { DomainError } from '../../../design/errors.office.ts';
import { batchesOf } from './batches.ts';
import { csvRows } from './csv/csv-rows.ts';
import type { FileOutline, FileReading } from './file-outline.ts';
import { boundedRows } from './row-bounds.ts';
import type { KeptRows } from './xlsx/kept-rows.ts';
import { xlsxRows } from './xlsx/xlsx-rows.ts';

/** The choice with its gaps filled from the file's outline; the sheet is the chosen one, or `guessed`. `IMPORT_SHEET_MISSING`. */
export function readingOf(outline: FileOutline, choice: Pick<FileChoice, 'sheet'>, guessed: string): FileReading {
  const { format, encoding, delimiter, quote, sheets } = outline;
  const sheet = format === 'csv' ? '' : (choice.sheet ?? guessed);
  if (!sheets.some(({ name }) => name === sheet)) {
    throw new DomainError('IMPORT_SHEET_MISSING', { sheet, sheets: sheets.map(({ name }) => name) });
  }
  return { format, encoding, delimiter, quote, sheet };
}

/**
 * Rows with content of one sheet, in the file's order, a batch of at most 500 at a time (memory does not grow with the file). Cells after
 * the last filled one are left off. Throws as `outlineOf`.
 * @param kept what the look through the same file has kept
 */
export function rowsOf(path: string, reading: FileReading, kept?: KeptRows): AsyncIterable<TableRow[]> {
  const rows = reading.format === 'xlsx' ? xlsxRows(path, reading.sheet, kept) : csvRows(path, reading);
  return batchesOf(boundedRows(rows));
}
