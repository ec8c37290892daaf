import { FILE_LIMITS } from '../../../design/import/limits.ts';
import { isEmptyCell, type Cell, type TableRow } from '../../../design/import/table.ts';
import { DomainError } from '../../../design/errors.office.ts';

/** Drops rows without content and cells after the last filled one, and stops beyond the bounds of requirement E-13. */
export async function* boundedRows(pieces: AsyncIterable<readonly TableRow[]>): AsyncGenerator<TableRow[]> {
  let rows = 0;
  for await (const piece of pieces) {
    const kept = piece.map(withinColumns).filter(({ cells }) => cells.length > 0);
    rows += kept.length;
    if (rows > FILE_LIMITS.rows + FILE_LIMITS.otherRows) {
      throw new DomainError('IMPORT_TOO_MANY_ROWS', { limit: FILE_LIMITS.rows });
    }
    if (kept.length > 0) yield kept;
  }
}

function withinColumns({ row, cells, ...more }: TableRow): TableRow {
  let filled = cells.length;
  while (filled > 0 && isEmptyCell(cells[filled - 1])) filled -= 1;
  if (filled > FILE_LIMITS.columns) throw new DomainError('IMPORT_TOO_MANY_COLUMNS', { row, limit: FILE_LIMITS.columns });
  return { ...more, row, cells: cells.slice(0, filled).map((cell) => withinLength(row, cell)) };
}

function withinLength(row: number, cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  if (cell.length > FILE_LIMITS.cellCharacters) {
    throw new DomainError('IMPORT_CELL_TOO_LONG', { row, limit: FILE_LIMITS.cellCharacters });
  }
  return cell === '' ? null : cell;
}
