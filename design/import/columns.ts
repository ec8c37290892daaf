import { IMPORT_FIELDS, type ImportField } from './fields.ts';
import type { Mapping } from './profile.ts';
import type { Columns } from './read-row.ts';
import { contentShare, isEanColumn, isPairColumn, isVatColumn } from './column-content.ts';
import { isEmptyCell, type TableRow } from './table.ts';
import { notedMoney, titleMoney } from './title-money.ts';
import { meaningsOf, plainTitle, titleKey } from './title-meaning.ts';

/**
 * Why a column was taken: a profile remembers it; its title stands in the list or only begins like one; its values tell; it is the only
 * column with a price.
 */
export type MappingReason = 'remembered' | 'title' | 'similar' | 'content' | 'only-price';

/** `confidence`: 1 is certain; below 0.7 a person should look. `column` counts from 0, `title` as in `Layout.titles`. */
export interface SuggestedColumn {
  readonly field: ImportField;
  readonly column: number;
  readonly title: string;
  readonly confidence: number;
  readonly why: MappingReason;
}

export interface MappingSuggestion {
  /** In the order of the fields. */
  readonly suggested: readonly SuggestedColumn[];
  /** What a profile remembers and this file does not have. */
  readonly vanished: readonly { readonly field: ImportField; readonly title: string }[];
  /** The price's title, or a note of the file, says «без НДС». */
  readonly priceWithoutVat: boolean;
}

/** The column of a remembered title: case, ё, spaces, dots do not matter, then not its units and brackets either. */
function columnOf(title: string, titles: readonly string[]): number | undefined {
  const exact = titles.findIndex((one) => plainTitle(one) === plainTitle(title));
  if (exact >= 0) return exact;
  const alike = titles.flatMap((one, i) => (titleKey(one) === titleKey(title) ? [i] : []));
  return alike.length === 1 ? alike[0] : undefined;
}

/** A mapping by titles as places in this file; titles that it does not have are `vanished`. */
export function columnsOf(
  mapping: Mapping,
  titles: readonly string[],
): { readonly columns: Columns } & Pick<MappingSuggestion, 'vanished'> {
  const named = IMPORT_FIELDS.flatMap((field) => {
    const title = mapping[field];
    return title === undefined ? [] : [{ field, title, column: columnOf(title, titles) }];
  });
  return {
    columns: Object.fromEntries(named.flatMap(({ field, column }) => (column === undefined ? [] : [[field, column]]))),
    vanished: named.filter(({ column }) => column === undefined).map(({ field, title }) => ({ field, title })),
  };
}

/** How `Layout.titles` tells equal titles apart. */
export const COUNTED = / \(\d+\)$/;

/** The title comes twice («Цена», «Цена (2)»): which of them is meant nobody says, and the second is no other field. */
export function isAgain(titles: readonly string[], column: number): boolean {
  const title = titles[column]!;
  const first = title.replace(COUNTED, '').toLowerCase();
  return first !== title.toLowerCase() && titles.some((one, i) => i !== column && one.toLowerCase() === first);
}

/** Is the column in a currency other than the rouble, by its title? */
const isForeign = (title: string): boolean => !['RUB', null].includes(titleMoney(title).currency);

/**
 * Which column is which field (requirement E-10): what is remembered, else by titles in Russian and English, else by what the values are.
 * A retail price is the price and a wholesale or purchase price the cost; a file with a single price column has it as price, whatever its
 * title, and a person should look. A price for pairs or packs is never guessed but from a column of units that says «пара». `notes`: what
 * the file says of its prices beside the table (`notesOf`).
 */
export function suggestMapping(
  titles: readonly string[],
  sampleRows: readonly TableRow[],
  remembered: Mapping = {},
  notes: readonly string[] = [],
): MappingSuggestion {
  const taken = new Map<number, ImportField>();
  const found = new Map<ImportField, SuggestedColumn>();
  const take = (field: ImportField, column: number, confidence: number, why: MappingReason): void => {
    taken.set(column, field);
    found.set(field, { field, column, title: titles[column]!, confidence, why });
  };
  const values = (column: number) => sampleRows.map(({ cells }) => cells[column]);
  const free = (): number[] => titles.map((_, i) => i).filter((i) => !taken.has(i) && !isAgain(titles, i));

  const { columns, vanished } = columnsOf(remembered, titles);
  for (const [field, column] of Object.entries(columns) as [ImportField, number][]) take(field, column, 1, 'remembered');

  for (const field of IMPORT_FIELDS) {
    if (found.has(field)) continue;
    const [best] = free()
      .flatMap((column) =>
        meaningsOf(titles[column]!).flatMap((m, _, all) => {
          const foreign = isForeign(titles[column]!);
          // «Цена ($)» beside «Цена (руб.)» is the same price once more.
          const isSame = field === 'cost' && foreign && all.some((one) => one.field === 'price');
          return m.field === field && !isSame ? [{ ...m, column, foreign }] : [];
        }),
      )
      // «НДС» may be the sum of it, beside «Ставка НДС»; «Артикул» may be a column that nobody fills, beside «Код».
      .map((one) => ({
        ...one,
        odd:
          (field === 'vat' && contentShare('vat', values(one.column)) < 0.5) ||
          ((field === 'sku' || field === 'name') && values(one.column).every(isEmptyCell)),
      }))
      .sort(
        (a, b) =>
          Number(a.odd) - Number(b.odd) || a.rank - b.rank || Number(a.foreign) - Number(b.foreign) || a.column - b.column,
      );
    if (!best) continue;
    const share = contentShare(field, values(best.column));
    take(field, best.column, (best.exact ? 1 : 0.7) * (0.4 + 0.6 * share), best.exact ? 'title' : 'similar');
  }

  const byContent = (field: ImportField, is: (cells: ReturnType<typeof values>, title: string) => boolean): void => {
    const column = found.has(field) ? undefined : free().find((i) => is(values(i), titles[i]!));
    if (column !== undefined) take(field, column, 0.8, 'content');
  };
  // «Код» with barcodes in it beside an article is the barcode.
  const second = found.get('supplierCode');
  if (!found.has('ean') && second?.why === 'title' && isEanColumn(values(second.column))) {
    found.delete('supplierCode');
    taken.delete(second.column);
  }
  byContent('ean', isEanColumn);
  byContent('vat', isVatColumn);
  byContent('pack', isPairColumn);

  const only = found.get('cost');
  if (only && only.why !== 'remembered' && !found.has('price')) {
    found.delete('cost');
    take('price', only.column, 0.5, 'only-price');
  }
  const price = found.get('price');
  const said = price && (titleMoney(price.title).vat ?? notedMoney(notes).vat);
  return {
    suggested: IMPORT_FIELDS.flatMap((field) => found.get(field) ?? []),
    vanished,
    priceWithoutVat: said === 'without',
  };
}
