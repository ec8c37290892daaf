import { DomainError } from '../../../../design/errors.office.ts';
import type { TableRow } from '../../../../design/import/table.ts';
import { exceljsRows } from './exceljs-rows.ts';
import { inWorkbook } from './open-workbook.ts';

/** Rows of one sheet by its name. `IMPORT_SHEET_MISSING`. */
export function xlsxRows(path: string, sheet: string): AsyncGenerator<TableRow[]> {
  return inWorkbook(path, (book) => {
    const part = book.sheets.find(({ name }) => name === sheet);
    if (!part) throw new DomainError('IMPORT_SHEET_MISSING', { sheet, sheets: book.sheets.map(({ name }) => name) });
    return exceljsRows(book.rows(part), book.facts);
  });
}
