import { DomainError } from '../../../../design/errors.office.ts';
import { FILE_LIMITS } from '../../../../design/import/limits.ts';
import { HEAD_ROWS, type FileOutline, type SheetOutline } from '../file-outline.ts';
import { boundedRows } from '../row-bounds.ts';
import { exceljsRows } from './exceljs-rows.ts';
import type { KeptRows } from './kept-rows.ts';
import { createMergedCells, roomForMerges, withMerged, type MergedCells } from './merged-cells.ts';
import { inWorkbook, type OpenWorkbook } from './open-workbook.ts';
import { textOf, type PlainRow } from './plain-row.ts';
import type { SheetPart } from './workbook.ts';

/** The sheets of a workbook; only the heads are read cell by cell, the rest is counted, and put into `kept`. */
export async function xlsxOutline(path: string, kept?: KeptRows): Promise<FileOutline> {
  const sheets: SheetOutline[] = [];
  for await (const sheet of inWorkbook(path, (book) => outlines(book, kept))) sheets.push(sheet);
  return { format: 'xlsx', encoding: null, delimiter: null, quote: null, sheets };
}

async function* outlines(book: OpenWorkbook, kept: KeptRows | undefined): AsyncGenerator<SheetOutline> {
  const room = roomForMerges();
  for (const part of book.sheets) {
    const merged = createMergedCells(room);
    yield await outlineOfSheet(book, part, merged, kept?.begin(part.name, book.facts, merged.down));
  }
}

async function outlineOfSheet(
  book: OpenWorkbook,
  part: SheetPart,
  merged: MergedCells,
  keep?: (rows: string) => void,
): Promise<SheetOutline> {
  const top: PlainRow[] = [];
  let rows = 0;
  for await (const batch of book.rows(part, (text) => merged.take(text))) {
    rows += batch.length;
    if (rows > FILE_LIMITS.rows + FILE_LIMITS.otherRows) throw new DomainError('IMPORT_TOO_MANY_ROWS', { sheet: part.name });
    keep?.(textOf(batch));
    if (top.length < HEAD_ROWS) top.push(...batch.slice(0, HEAD_ROWS - top.length));
  }
  const head = [];
  for await (const piece of boundedRows(withMerged(exceljsRows([textOf(top)], book.facts), merged.down))) head.push(...piece);
  return { name: part.name, rows: head.length === 0 ? 0 : rows, hidden: part.hidden, head };
}
