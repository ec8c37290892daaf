import { readEan } from './convert/ean.ts';
import { withoutCurrency } from './convert/currency.ts';
import { readNumber } from './convert/number.ts';
import { plainText } from './convert/plain-text.ts';
import { readVat } from './convert/vat-rate.ts';
import type { ImportField } from './fields.ts';
import { isEmptyCell, type Cell } from './table.ts';

type Cells = readonly (Cell | undefined)[];

const share = (cells: Cells, is: (cell: Cell | undefined) => boolean): number => {
  const filled = cells.filter((cell) => !isEmptyCell(cell));
  return filled.length === 0 ? 0 : filled.filter(is).length / filled.length;
};

const isEan = (cell: Cell | undefined): boolean => {
  const reading = readEan(cell);
  return 'ean' in reading && reading.ean !== null;
};
// Any day: whether a rate is in force is not asked here.
const isRate = (cell: Cell | undefined): boolean => 'rate' in readVat(cell, '2026-01-01');
const isNumber = (cell: Cell | undefined): boolean =>
  readNumber(typeof cell === 'number' ? cell : withoutCurrency(plainText(cell)).rest) !== null;

/** Most of its values are barcodes with their check digit right. */
export const isEanColumn = (cells: Cells): boolean => share(cells, isEan) >= 0.6;

/** Most of its values name VAT or are exempt; bare numbers may be anything. */
export const isVatColumn = (cells: Cells): boolean =>
  share(cells, (cell) => isRate(cell) && /ндс|vat|%|облаг|exempt/i.test(plainText(cell))) >= 0.6;

/** Articles that are numbers, which a program of statistics wrote as fractions for the sake of an empty one among them: `1001.0`. */
export const isFloatColumn = (cells: Cells): boolean => share(cells, (cell) => /^\d+\.0$|^nan$/i.test(plainText(cell))) === 1;

/** A column of units («Ед. изм.») that says «пара» somewhere. */
export const isPairColumn = (cells: Cells, title: string): boolean =>
  /^(?:ед|unit|единиц|упак|фасов)/i.test(title) && cells.some((cell) => /^(?:пар[аы]?|pair)\.?$/i.test(plainText(cell)));

/** What part of the values is of the field's sort, 0…1; 1 where nothing can be said against it or there are none. */
export function contentShare(field: ImportField, cells: Cells): number {
  if (cells.every((cell) => isEmptyCell(cell))) return 1;
  if (field === 'price' || field === 'cost') return share(cells, isNumber);
  if (field === 'vat') return share(cells, isRate);
  if (field === 'name') return share(cells, (cell) => /\p{L}{2}/u.test(plainText(cell)));
  return 1;
}
