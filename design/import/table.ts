/** A cell as the file has it: text as written, numbers as numbers, a date as ISO text, `null` where it is empty. */
export type Cell = string | number | boolean | null;

/** What a cell says that is merged over several rows, told in those below the first. `row`: the first one; `column` counts from 0. */
export interface MergedCell {
  readonly column: number;
  readonly value: Cell;
  readonly row: number;
}

/** A row of a sheet under the number that the spreadsheet shows (from 1); lines of a text file count the same way. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly Cell[];
  /** Absent: nothing is merged over this row. */
  readonly merged?: readonly MergedCell[];
}

export const isEmptyCell = (cell: Cell | undefined): boolean =>
  cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');

export const isEmptyRow = ({ cells }: TableRow): boolean => cells.every(isEmptyCell);
