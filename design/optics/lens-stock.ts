import type { CatalogueEntry } from '../documents/catalogue.ts';
import { cellOf, matrixSize, powerAt, type LensCell } from './lens-matrix.ts';
import type { MinusPower } from './lens-power.ts';
import type { LensStock } from './lens-search.ts';
import { lensArticle } from './lens-sku.ts';

type Counts = Readonly<Record<string, number>>;

/**
 * What a shop has to give of each article: its balance at a place (`design/folds/balance.ts`, thousandths of a piece) less what is
 * reserved (whole pieces). Never less than none.
 */
export const stockFrom =
  (thousandths: Counts, reserved: Counts = {}): LensStock =>
  (article) =>
    Math.max(0, Math.floor((thousandths[article] ?? 0) / 1000) - (reserved[article] ?? 0));

/** One cell of the table that people know a lens family by. */
export interface StockCell extends MinusPower {
  /** `null`: not made. */
  readonly cell: LensCell | null;
  readonly pieces: number;
}

/**
 * The family as a table, rows by sphere from the most plus down to the most minus, columns by cylinder from 0. For families with an add the
 * pieces are told apart by add and eye, and none are shown here.
 */
export function stockTable({ sku, lens }: Pick<CatalogueEntry, 'sku' | 'lens'>, stock: LensStock): StockCell[][] {
  if (!lens) return [];
  const { rows, columns } = matrixSize(lens);
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (__, column) => {
      const power = powerAt(lens, rows - 1 - r, column);
      const pieces = lens.add ? 0 : stock(lensArticle(sku, power, 'od', false));
      return { ...power, cell: cellOf(lens, power), pieces };
    }),
  );
}
