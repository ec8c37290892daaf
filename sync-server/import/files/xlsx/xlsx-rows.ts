import { DomainError } from '../../../../design/errors.office.ts';
import type { TableRow } from '../../../../design/import/table.ts';
import { exceljsRows } from './exceljs-rows.ts';
import type { KeptRows } from './kept-rows.ts';
import { withMerged } from './merged-cells.ts';
import { inWorkbook } from './open-workbook.ts';
import { textOf, type PlainRow } from './plain-row.ts';

/**
 * Rows of one sheet by its name; `kept`: of the look through the same file, without which nobody knows yet what is merged.
 * `IMPORT_SHEET_MISSING`.
 */
export function xlsxRows(path: string, sheet: string, kept?: KeptRows): AsyncGenerator<TableRow[]> {
  const down = kept?.merged(sheet) ?? [];
  const held = kept?.take(sheet);
  const rows = held ? exceljsRows(held.rows, held.facts) : read(path, sheet);
  return down.length === 0 ? rows : withMerged(rows, down);
}

function read(path: string, sheet: string): AsyncGenerator<TableRow[]> {
  return inWorkbook(path, (book) => {
    const part = book.sheets.find(({ name }) => name === sheet);
    if (!part) throw new DomainError('IMPORT_SHEET_MISSING', { sheet, sheets: book.sheets.map(({ name }) => name) });
    return exceljsRows(texts(book.rows(part)), book.facts);
  });
}

async function* texts(pieces: AsyncIterable<PlainRow[]>): AsyncGenerator<string> {
  for await (const piece of pieces) yield textOf(piece);
}
