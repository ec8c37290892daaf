import { isDash, plainText, simplified } from './convert/plain-text.ts';
import { FORMULA_ERROR } from './convert/text.ts';
import { kindOfText } from './convert/words.ts';
import type { ImportField } from './fields.ts';
import type { Layout } from './header.ts';
import type { Columns } from './read-row.ts';
import { isEmptyRow, type TableRow } from './table.ts';
import { meaningsOf } from './title-meaning.ts';

/**
 * What a row of a table is. Only `data` rows are goods and are counted; `section`: the heading that they stand under; `otherTable`: they
 * belong to another table, whose titles stand in that row.
 */
export type RowKind =
  | { readonly kind: 'data'; readonly section: string | null; readonly otherTable: number | null }
  | { readonly kind: 'empty' | 'above' | 'title' | 'section' | 'total' | 'note' };

const TOTAL = /^(?:итого|всего|итог|подытог|промежуточный итог|total|grand total|subtotal|sum)(?=$|[\s:.,;=(–—])/iu;
const NOTE =
  /^(?:\*|примечани|внимание|цены (?:указаны|действ)|прайс-лист|директор|ген(?:\.|еральный) ?директор|главный бухгалтер|бухгалтер|подпись|м\. ?п\.|исполнитель|менеджер|руководитель|утвержд|составил|отпустил|принял|тел\.|телефон|e-?mail|www\.|http|(?:прайс|адрес|инн|курс|условия|note|page|страница)(?!\p{L})|signature|printed|лист \d)/iu;

/** 1 | 2 | 3 … under the titles, as forms number their columns. */
const isNumbering = (filled: readonly string[]): boolean =>
  filled.length >= 3 && filled.every((text, i) => text === String(i + 1));

/**
 * A heading over rows of goods («Оправы мужские», «Ray-Ban»): words without digits, or words of our trade with them («Линзы 1.5»). An
 * article alone in its row («RB-1001») is a defective row and not a heading.
 */
const isHeading = (text: string): boolean =>
  /\p{L}{2}/u.test(text) &&
  !/[:.!]$/.test(text) &&
  text.length <= 80 &&
  !FORMULA_ERROR.test(text) &&
  (!/\d/.test(text) || (/\s/.test(text) && kindOfText(text) !== null));

/**
 * Tells rows apart, from the top of the table down: it remembers the heading it has passed. Repeated titles, totals, signatures and notes are
 * no goods; what else stands below the titles is data, however defective.
 */
export function rowKindsOf(layout: Pick<Layout, 'dataRow' | 'titles'>, columns: Columns): (row: TableRow) => RowKind {
  const titles = layout.titles.map(simplified);
  let section: string | null = null;
  let otherTable: number | null = null;

  /** What is shorter than its column's title cannot be the title: most cells of most rows. */
  const isTitleOf = (text: string, i: number): boolean =>
    text.length >= (titles[i]?.length ?? Infinity) && simplified(text) === titles[i];
  const isTitles = (texts: readonly string[], filled: number): boolean => {
    const same = texts.filter((text, i) => text !== '' && isTitleOf(text, i)).length;
    return same >= 2 ? same * 2 >= filled : same === 1 && filled === 1;
  };

  /** Titles of a table that begins below: `same`, its columns stand as those of this one do; `null`: the row is none. */
  const titlesBelow = (texts: readonly string[]): 'same' | 'other' | null => {
    // Goods have no word for a price but «по запросу»: most rows end here.
    if (columns.price === undefined || !/^\D*\p{L}\D*$/u.test(texts[columns.price] ?? '')) return null;
    // «Цена», «Ед.» under a title of two or three rows, as 1С prints it.
    const isRest = [columns.sku, columns.name].every((column) => column === undefined || (texts[column] ?? '') === '');
    if (isRest && meaningsOf(texts[columns.price]!).some(({ field, exact }) => exact && field === 'price')) return 'same';
    const meanings = texts.map((text) => new Set(meaningsOf(text).flatMap(({ field, exact }) => (exact ? [field] : []))));
    const has = (...fields: ImportField[]): boolean => meanings.some((told) => fields.some((field) => told.has(field)));
    if (meanings.filter(({ size }) => size > 0).length < 3 || !has('price', 'cost') || !has('sku', 'name', 'ean')) return null;
    const stands = Object.entries(columns).every(([field, column]) => meanings[column]?.has(field as ImportField));
    return stands ? 'same' : 'other';
  };

  /** In any cell left of the figures: the article's, the name's, or one that means nothing. */
  const isTotal = (texts: readonly string[]): boolean => {
    const first = texts.findIndex((text) => text !== '');
    const sku = columns.sku === undefined ? '' : (texts[columns.sku] ?? '');
    return TOTAL.test(texts[first] ?? '') && (sku === '' || first === columns.sku);
  };

  const kindOf = ({ row, cells, merged }: TableRow): RowKind => {
    const texts = cells.map(plainText);
    const filled = texts.filter((text) => text !== '');
    // A merged heading may repeat its text in every cell.
    const [only, ...others] = [...new Set(filled)];
    if (isTitles(texts, filled.length)) {
      otherTable = null;
      return { kind: 'title' };
    }
    if (isNumbering(filled)) return { kind: 'title' };
    const below = titlesBelow(texts);
    if (below !== null) {
      otherTable = below === 'same' ? null : row;
      return { kind: 'title' };
    }
    if (isTotal(texts)) return { kind: 'total' };
    if (only === undefined || filled.every(isDash)) return { kind: 'note' };
    const isShort =
      others.length === 0 || (filled.length <= 2 && columns.price !== undefined && (texts[columns.price] ?? '') === '');
    if (isShort && NOTE.test(only)) return { kind: 'note' };
    // A code alone in its row, with a price merged over it.
    const hasPrice = merged?.some(({ column }) => column === columns.price) ?? false;
    // Where a column tells the category, a name alone in its column is goods of which the rest is missing.
    const isLoneName = columns.category !== undefined && texts.findIndex((text) => text !== '') === columns.name;
    if (others.length > 0 || titles.length < 2 || isLoneName || hasPrice) return { kind: 'data', section, otherTable };
    if (!isHeading(only))
      return cells.length > 1 && /\s/.test(only) && only.length > 80 ? { kind: 'note' } : { kind: 'data', section, otherTable };
    section = only;
    return { kind: 'section' };
  };

  return (row) => {
    if (row.row < layout.dataRow) return { kind: 'above' };
    return isEmptyRow(row) ? { kind: 'empty' } : kindOf(row);
  };
}
