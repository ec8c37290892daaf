import { layoutOf } from './header.ts';
import { suggestMapping } from './columns.ts';
import { isPowerGrid } from './power-grid/find-header.ts';
import { GUESS_ALL } from './profile.ts';
import type { TableRow } from './table.ts';

/** `rows`: those with content; `head`: the first fifty of them. */
export interface SheetHead {
  readonly name: string;
  readonly rows: number;
  readonly hidden?: boolean;
  readonly head: readonly TableRow[];
}

/** `fields`: how many its titles tell. */
export interface SheetGuess {
  readonly name: string;
  readonly rows: number;
  readonly fields: number;
}

/**
 * Which sheets hold goods, the likeliest first: with titles of an article or name and a price, then those with most rows; «Условия» and
 * «Контакты» come last, and hidden sheets after all others. The wizard takes the first and offers the rest.
 */
export function sheetGuess(sheets: readonly SheetHead[]): SheetGuess[] {
  const told = sheets.map(({ name, rows, hidden, head }) => {
    const { titles, headerRow, dataRow } = layoutOf(head, GUESS_ALL);
    const samples = head.filter(({ row }) => row >= dataRow);
    const fields = new Set(headerRow === null ? [] : suggestMapping(titles, samples).suggested.map(({ field }) => field));
    const isGoods = isPowerGrid(head) || (fields.has('price') && (fields.has('sku') || fields.has('name') || fields.has('ean')));
    return { name, rows, fields: fields.size, weight: (hidden ? 0 : 4) + (isGoods ? 2 : 0) + (fields.size >= 2 ? 1 : 0) };
  });
  return told.sort((a, b) => b.weight - a.weight || b.rows - a.rows).map(({ name, rows, fields }) => ({ name, rows, fields }));
}
