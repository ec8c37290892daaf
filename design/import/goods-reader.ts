import type { ReadRow } from './checked-row.ts';
import { columnsOf, mappingOf, suggestMapping, type MappingSuggestion } from './columns.ts';
import { layoutOf, type Layout } from './header.ts';
import { foldBands } from './lens-bands.ts';
import type { FileChoice, ImportRules, Mapping } from './profile.ts';
import { readerOf, type Columns } from './read-row.ts';
import { rowKindsOf } from './row-kind.ts';
import type { TableRow } from './table.ts';

/** A sheet understood: where its titles stand and which column is which field. */
export interface Table {
  readonly layout: Layout;
  readonly columns: Columns;
  /** What a profile would keep: field → title, of the columns that are there. */
  readonly mapping: Mapping;
  readonly suggestion: MappingSuggestion;
}

/**
 * Understands a sheet by its first rows (those with content). A given `mapping` is taken as it is, without what the file does not have
 * (`suggestion.vanished`); `null`: every column is guessed.
 */
export function tableOf(head: readonly TableRow[], choice: FileChoice, mapping: Mapping | null): Table {
  const layout = layoutOf(head, choice);
  const samples = head.filter(({ row }) => row >= layout.dataRow);
  const suggestion = suggestMapping(layout.titles, samples, mapping ?? {});
  if (mapping === null) {
    const columns = Object.fromEntries(suggestion.suggested.map(({ field, column }) => [field, column]));
    return { layout, columns, mapping: mappingOf(suggestion), suggestion };
  }
  const suggested = suggestion.suggested.filter(({ why }) => why === 'remembered');
  return { layout, columns: columnsOf(mapping, layout.titles).columns, mapping: mappingOf({ suggested }), suggestion };
}

export interface GoodsReader {
  /** The goods of a row; `null` for titles, headings, totals, notes and empty rows, and for power bands, which `finish` gives. */
  read(row: TableRow): ReadRow | null;
  /** Once, after the last row: lens families, folded from their bands. */
  finish(): ReadRow[];
}

/** Reads the rows of a sheet from the top down. `head`: its first rows; `today`: `YYYY-MM-DD`. */
export function goodsReaderOf(
  { layout, columns }: Pick<Table, 'layout' | 'columns'>,
  head: readonly TableRow[],
  rules: ImportRules,
  today: string,
): GoodsReader {
  const samples = head.filter(({ row }) => row >= layout.dataRow);
  const kindOf = rowKindsOf(layout, columns);
  const read = readerOf({ columns, rules, today, samples });
  const bands: ReadRow[] = [];
  return {
    read(row) {
      const kind = kindOf(row);
      if (kind.kind !== 'data') return null;
      const goods = read(row, kind.section);
      if (goods.band === null) return goods;
      bands.push(goods);
      return null;
    },
    finish: () => foldBands(bands),
  };
}
