import type { LensBand, ReadRow } from './checked-row.ts';
import { decimalSignOf, type DecimalSign } from './convert/number.ts';
import { isFloatColumn } from './column-content.ts';
import { plainText } from './convert/plain-text.ts';
import { stockWordsOf } from './convert/stock.ts';
import { cutText } from './convert/text.ts';
import type { CurrencyColumns } from './currency-columns.ts';
import type { ImportField } from './fields.ts';
import type { Finding, FindingType } from './finding.ts';
import type { ImportRules } from './profile.ts';
import { readContactLens } from './contact-lens/read-contact-lens.ts';
import { readBand } from './read-band.ts';
import { readFigures } from './read-figures.ts';
import { readGoods } from './read-goods.ts';
import { PLAIN_MONEY, type TitleMoney } from './title-money.ts';
import type { Cell, MergedCell, TableRow } from './table.ts';

/** Where a field stands: the number of its column, from 0. */
export type Columns = Readonly<Partial<Record<ImportField, number>>>;

/** `today`: `YYYY-MM-DD`. `samples`: rows of the file (its first fifty do) that tell how its columns write numbers. */
export interface ReaderOptions {
  readonly columns: Columns;
  readonly rules: ImportRules;
  readonly today: string;
  readonly samples: readonly TableRow[];
  /** What titles and notes say of the figures of a price column; absent: plain roubles. */
  readonly money?: Readonly<Partial<Record<'price' | 'cost', TitleMoney>>>;
  /** Where the currencies of the prices stand; absent: the column of currencies is that of both. */
  readonly currencies?: CurrencyColumns;
}

/** What the readers of single fields share: the row's cells by field, and a place for what they find. */
export interface RowCells {
  cell(field: ImportField): Cell | undefined;
  /** Has the table a column of this field? */
  has(field: ImportField): boolean;
  /** The decimal sign of the field's column. */
  sign(field: ImportField): DecimalSign;
  /** What the title of the price or cost says of its figures. */
  money(field: 'price' | 'cost'): TitleMoney;
  /** The row above in which the cell begins that is merged over this one; `null`: it is the row's own. */
  mergedWith(field: ImportField): number | null;
  /** The cell that says in what money the price is. */
  currency(field: 'price' | 'cost'): Cell | undefined;
  found(type: FindingType, field: ImportField, old?: string): void;
}

/** What a finding shows of a cell: no more than a person reads at a glance. */
const shown = (cell: Cell | undefined): string | null => cutText(plainText(cell), 200) || null;

/** 1001 of the article 1001.0 where its whole column became fractions. */
const wholeOf = (cell: Cell | undefined, isFloat: boolean): Cell | undefined =>
  isFloat && typeof cell === 'string' ? cell.replace(/\.0\s*$/, '') : cell;

/** What belongs to one row alone: two articles with one code would be one, and five pieces would be ten. */
const OF_ONE_ROW: ReadonlySet<ImportField> = new Set(['sku', 'supplierCode', 'ean', 'stock']);

/** Whoever merges a brand, a price or a size over rows of goods means all of them. */
const mergedOver = (merged: readonly MergedCell[], field: ImportField, column: number | undefined): MergedCell | undefined =>
  OF_ONE_ROW.has(field) ? undefined : merged.find((cell) => cell.column === column);

const bothBy = (column: number | undefined): CurrencyColumns => (column === undefined ? {} : { price: column, cost: column });

/**
 * How rows of this table are read: cells → values, with what was wrong in them. Findings stand in the order texts, powers, figures. Whether a
 * row is goods at all is said by `rowKindsOf` (row-kind.ts); `section`: the heading that it stands under there.
 */
export function readerOf({
  columns,
  rules,
  today,
  samples,
  money,
  currencies = bothBy(columns.currency),
}: ReaderOptions): (row: TableRow, section?: string | null) => ReadRow {
  const signs = new Map<ImportField, DecimalSign>();
  for (const field of ['price', 'cost', 'stock'] as const) {
    const column = columns[field];
    if (column !== undefined) signs.set(field, decimalSignOf(samples.map(({ cells }) => cells[column])));
  }
  // Both prices come from one hand: 1,250 beside 990.50 is not a fraction.
  for (const [silent, told] of [['price', 'cost'] as const, ['cost', 'price'] as const]) {
    const sign = signs.get(told);
    if (signs.get(silent) === null && sign) signs.set(silent, sign);
  }
  const words = stockWordsOf(rules.stockWords);
  const floats = (['sku', 'supplierCode'] as const).filter((field) => {
    const column = columns[field];
    return column !== undefined && isFloatColumn(samples.map(({ cells }) => cells[column]));
  });
  return ({ row, cells, merged }, section = null) => {
    const findings: Finding[] = [];
    const cell = (field: ImportField): Cell | undefined => {
      const column = columns[field];
      if (column === undefined) return undefined;
      const over = merged && mergedOver(merged, field, column);
      return wholeOf(
        over ? over.value : cells[column],
        floats.some((one) => one === field),
      );
    };
    const given: RowCells = {
      cell,
      has: (field) => columns[field] !== undefined,
      sign: (field) => signs.get(field) ?? null,
      money: (field) => money?.[field] ?? PLAIN_MONEY,
      mergedWith: (field) => (merged && mergedOver(merged, field, columns[field])?.row) ?? null,
      currency(field) {
        const column = currencies[field];
        if (column === undefined) return undefined;
        const over = merged && mergedOver(merged, 'currency', column);
        return over ? over.value : cells[column];
      },
      found: (type, field, old) => findings.push({ row, type, field, value: shown(cell(field)), old: old ?? null }),
    };
    const goods = readGoods(given, rules, section);
    const band: LensBand | null = goods.kind === null || goods.kind === 'lens' ? readBand(given) : null;
    const kind = band ? 'lens' : goods.kind;
    const figures = readFigures(given, { rules, today, words }, kind);
    const contactLens = kind === 'contact-lens' ? readContactLens(given, goods.name) : null;
    return { row, ...goods, kind, ...figures, band, lens: null, ...(contactLens && { contactLens }), findings };
  };
}
