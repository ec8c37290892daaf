import type { Cell } from '../../../design/import/table.ts';

/** What Excel, LibreOffice and Google Sheets take for the beginning of a formula, with blanks before it. */
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(?:[.,]\d+)?$/;

/** A cell that no spreadsheet takes for a formula (OWASP, «CSV injection»): a quote mark stands before one. Numbers stay numbers. */
export const harmless = (cell: Cell): Cell =>
  typeof cell === 'string' && FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
