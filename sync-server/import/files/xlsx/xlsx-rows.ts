import { DomainError } from '../../../../design/errors.office.ts';
import type { TableRow } from '../../../../design/import/table.ts';
import { exceljsRows } from './exceljs-rows.ts';
import type { KeptRows } from './kept-rows.ts';
import { inWorkbook } from './open-workbook.ts';
import { textOf, type PlainRow } from './plain-row.ts';

/** Rows of one sheet by its name; `kept`: of the look through the same file. `IMPORT_SHEET_MISSING`. */
export function xlsxRows(path: string, sheet: string, kept?: KeptRows): AsyncGenerator<TableRow[]> {
  const held = kept?.take(sheet);
  if (held) return exceljsRows(held.rows, held.facts);
  return inWorkbook(path, (book) => {
    const part = book.sheets.find(({ name }) => name === sheet);
    if (!part) throw new DomainError('IMPORT_SHEET_MISSING', { sheet, sheets: book.sheets.map(({ name }) => name) });
    return exceljsRows(texts(book.rows(part)), book.facts);
  });
}

async function* texts(pieces: AsyncIterable<PlainRow[]>): AsyncGenerator<string> {
  for await (const piece of pieces) yield textOf(piece);
}
