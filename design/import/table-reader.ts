import type { ReadRow } from './checked-row.ts';
import type { MappingSuggestion } from './columns.ts';
import { columnsOf, suggestMapping } from './columns.ts';
import { currencyColumns } from './currency-columns.ts';
import type { ImportField } from './fields.ts';
import type { Layout } from './header.ts';
import { layoutOf } from './header.ts';
import type { FileChoice, ImportRules, Mapping } from './profile.ts';
import type { Columns, ReaderOptions } from './read-row.ts';
import { foldBands } from './lens-bands.ts';
import { isPowerGrid } from './power-grid/find-header.ts';
import { gridReaderOf } from './power-grid/grid-reader.ts';
import { readerOf } from './read-row.ts';
import { rowKindsOf } from './row-kind.ts';
import type { TableRow } from './table.ts';
import { notedMoney, notesOf, titleMoney, type TitleMoney } from './title-money.ts';

export interface TableReading {
  /** The first rows of the sheet (those with content). */
  readonly head: readonly TableRow[];
  readonly choice: Pick<FileChoice, 'headerRow' | 'headerRows' | 'dataRow'>;
  /** `null`: guessed from titles and values. */
  readonly mapping: Mapping | null;
  readonly rules: ImportRules;
  /** `YYYY-MM-DD`: the day whose VAT rates are in force. */
  readonly today: string;
}

export interface TableReader {
  readonly layout: Layout;
  readonly columns: Columns;
  /** What the columns are taken for; for `CheckOptions.columns`. */
  readonly fields: readonly ImportField[];
  readonly vanished: MappingSuggestion['vanished'];
  /**
   * The rows of the sheet in their order, each once: what a row of goods says; `null`: a title, a heading, a total, a note, or a power band,
   * which `finish` gives.
   */
  read(row: TableRow): ReadRow | null;
  /** Once, after the last row: lens families, each of all its power bands. */
  finish(): ReadRow[];
}

/** What stands in the titles of the prices holds whoever mapped them; a note of the file holds where the title is silent. */
function moneyOf(titles: readonly string[], columns: Columns, notes: readonly string[]): ReaderOptions['money'] {
  const noted = notedMoney(notes);
  const of = (column: number | undefined): TitleMoney => {
    const told = titleMoney(column === undefined ? '' : (titles[column] ?? ''));
    return { ...told, currency: told.currency ?? noted.currency, vat: told.vat ?? noted.vat };
  };
  return { price: of(columns.price), cost: of(columns.cost) };
}

/** Goods of another table stand in other columns: nothing that was read of them can be believed. `titles`: the row of its titles. */
const ofTable = (goods: ReadRow, titles: number | null): ReadRow =>
  titles === null
    ? goods
    : {
        ...{ ...goods, price: null, cost: null, band: null },
        findings: [
          { row: goods.row, type: 'TABLE_CHANGED', field: 'price', value: goods.sku ?? goods.name, old: String(titles) },
        ],
      };

/** A file of grids has no columns to map. */
const isGuessed = (mapping: Mapping | null): boolean => mapping === null || Object.keys(mapping).length === 0;

/** Everything between a sheet's rows and the check: titles, meanings, which rows are goods, what their cells say. */
export function tableReaderOf({ head, choice, mapping, rules, today }: TableReading): TableReader {
  const grid = isGuessed(mapping) && choice.headerRow === null && isPowerGrid(head);
  if (grid) return gridReaderOf({ head, rules, today });
  const layout = layoutOf(head, choice);
  const samples = head.filter(({ row }) => row >= layout.dataRow);
  const notes = notesOf(head);
  const suggestion = mapping === null ? suggestMapping(layout.titles, samples, {}, notes) : null;
  const { columns, vanished } = suggestion
    ? { columns: Object.fromEntries(suggestion.suggested.map(({ field, column }) => [field, column])), vanished: [] }
    : columnsOf(mapping ?? {}, layout.titles);
  // A guessed price column whose title says «без НДС» is taken at its word; a mapping by hand comes with the profile's rule.
  const priceWithoutVat = rules.priceWithoutVat || (suggestion?.priceWithoutVat ?? false);
  const money = moneyOf(layout.titles, columns, notes);
  const currencies = currencyColumns(layout.titles, columns);
  const reader = readerOf({ columns, rules: { ...rules, priceWithoutVat }, today, samples, money, currencies });
  const kindOf = rowKindsOf(layout, columns);
  const bands: ReadRow[] = [];
  return {
    ...{ layout, columns, vanished },
    fields: Object.keys(columns) as ImportField[],
    read(row) {
      const kind = kindOf(row);
      const goods = kind.kind === 'data' ? ofTable(reader(row, kind.section), kind.otherTable) : null;
      if (!goods?.band) return goods;
      bands.push(goods);
      return null;
    },
    finish: () => foldBands(bands),
  };
}
