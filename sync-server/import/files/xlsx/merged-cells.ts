import { isEmptyCell, type Cell, type MergedCell, type TableRow } from '../../../../design/import/table.ts';
import { columnOf } from './plain-row.ts';

/** A cell merged over rows. `column` counts from 0, rows as the spreadsheet shows them. */
export interface MergedDown {
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

/** Every row of 100,000 in pairs, four columns of each: all sheets together; what is more stays as it is. */
const MOST = 200_000;
/** A tag that a piece of text has cut in two is shorter. Characters. */
const LONGEST_TAG = 200;
const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Za-z]{1,3})(\d{1,7}):[A-Za-z]{1,3}(\d{1,7})["']/g;
const END = /<\/(?:\w+:)?mergeCells/;

/** What follows the rows of a sheet, piece by piece in any cuts: it tells which cells are merged. */
export interface MergedCells {
  readonly down: readonly MergedDown[];
  take(text: string): void;
}

export const roomForMerges = (): { left: number } => ({ left: MOST });

/** @param room how many more may be kept, shared by the sheets of a workbook */
export function createMergedCells(room: { left: number } = roomForMerges()): MergedCells {
  const down: MergedDown[] = [];
  let rest = '';
  let ended = false;
  return {
    down,
    take(text) {
      if (ended) return;
      rest += text;
      let used = 0;
      const end = rest.search(END);
      for (const match of (end < 0 ? rest : rest.slice(0, end)).matchAll(MERGE)) {
        used = match.index + match[0].length;
        const [from, to] = [Number(match[2]), Number(match[3])];
        if (to <= from || room.left === 0) continue;
        room.left -= 1;
        down.push({ column: columnOf(match[1]!) - 1, from, to });
      }
      ended = end >= 0;
      rest = ended ? '' : rest.slice(Math.max(used, rest.length - LONGEST_TAG));
    },
  };
}

/** The rows with what a cell merged over them says; they come from the top down. */
export async function* withMerged(pieces: AsyncIterable<TableRow[]>, down: readonly MergedDown[]): AsyncGenerator<TableRow[]> {
  const begin = Map.groupBy(down, ({ from }) => from);
  const open = new Map<number, { readonly value: Cell; readonly from: number; readonly to: number }>();
  const told = ({ row, cells }: TableRow): MergedCell[] => {
    const merged: MergedCell[] = [];
    for (const [column, { value, from, to }] of open) {
      if (row > to) open.delete(column);
      else if (isEmptyCell(cells[column])) merged.push({ column, value, row: from });
    }
    return merged;
  };
  for await (const piece of pieces) {
    yield piece.map((row) => {
      const merged = open.size === 0 ? [] : told(row);
      for (const { column, from, to } of begin.get(row.row) ?? []) {
        const value = row.cells[column];
        if (value === undefined || isEmptyCell(value)) open.delete(column);
        else open.set(column, { value, from, to });
      }
      return merged.length === 0 ? row : { ...row, merged };
    });
  }
}
