/** A cell as the file has it: text as written, numbers as numbers, a date as ISO text, `null` where it is empty. */
export type Cell = string | number | boolean | null;

/** A row of a sheet under the number that the spreadsheet shows (from 1); lines of a text file count the same way. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

export const isEmptyCell = (cell: Cell | undefined): boolean =>
  cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');

export const isEmptyRow = ({ cells }: TableRow): boolean => cells.every(isEmptyCell);
