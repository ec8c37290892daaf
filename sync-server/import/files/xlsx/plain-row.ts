import { DomainError } from '../../../../design/errors.office.ts';
import { shownNumber, type NumberFormat } from './number-formats.ts';
import { decodedXml, escapedXml, runsOf } from './xml-text.ts';

/** What cells of a workbook point at. `strings`: how many shared texts there are; `formats`: by style. */
export interface CellFacts {
  readonly strings: number;
  readonly formats: ReadonlyMap<number, NumberFormat>;
}

/** `xml`: the row as exceljs reads it without loss. */
export interface PlainRow {
  readonly row: number;
  readonly xml: string;
}

export const textOf = (rows: readonly PlainRow[]): string => rows.map(({ xml }) => xml).join('');

/** The only style that exceljs is told of: a number that counts days. */
const DAY_STYLE = 1;
/** Everything else of a workbook's own styles means nothing to us, and exceljs refuses some of them. */
export const DAY_STYLES = '<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';

const CELL = /<c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/c\s*>)/g;
const VALUE = /<v(?:\s[^>]*)?>([\s\S]*?)<\/v\s*>/;
const ADDRESS = /\sr\s*=\s*["']([A-Za-z]{1,3})/;
const TYPE = /\st\s*=\s*["'](\w+)["']/;
const STYLE = /\ss\s*=\s*["'](\d+)["']/;
const PICTURE = /\svm\s*=/;
const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
const LAST_COLUMN = 16_384;

/**
 * A row with the holes of exceljs's streaming reader filled: cells and rows without address, rich text within the cell (it keeps the last
 * run only), ISO dates and anything else that `parseFloat` would cut ("12,5" → 12), errors and words that a formula gave (it makes them
 * NaN), a text that is unescaped twice, leading zeros, days and foreign currencies of a number's format. Formulas give what they showed when
 * the file was saved; without that the cell is empty, and so is one that holds a picture.
 * `null`: no cell has a value.
 */
export function plainRow(element: string, row: number, facts: CellFacts): PlainRow | null {
  let cells = '';
  let column = 0;
  for (const [, attributes = '', inside] of element.matchAll(CELL)) {
    const letters = ADDRESS.exec(attributes)?.[1];
    column = letters ? columnOf(letters) : column + 1;
    if (column > LAST_COLUMN) throw new DomainError('IMPORT_FILE_DAMAGED');
    if (inside !== undefined) cells += plainCell(`${lettersOf(column)}${row}`, attributes, inside, facts);
  }
  return cells === '' ? null : { row, xml: `<row r="${row}">${cells}</row>` };
}

function plainCell(address: string, attributes: string, inside: string, { strings, formats }: CellFacts): string {
  const type = TYPE.exec(attributes)?.[1] ?? 'n';
  const value = VALUE.exec(inside)?.[1] ?? '';
  if (type === 'inlineStr' || (value === '' && inside.includes('<is'))) return textCell(address, runsOf(inside));
  if (value === '') return '';
  if (type === 's') {
    if (!(Number(value) < strings)) throw new DomainError('IMPORT_FILE_DAMAGED');
    return `<c r="${address}" t="s"><v>${value}</v></c>`;
  }
  if (type === 'b' || type === 'e') {
    const isShown = type === 'b' || !(PICTURE.test(attributes) || inside.includes('DISPIMG('));
    return !isShown ? '' : `<c r="${address}" t="${type}"><v>${value}</v></c>`;
  }
  if (type === 'd') return textCell(address, plainDay(value));
  if (type !== 'n' || !NUMBER.test(value)) return isPicture(value) ? '' : textCell(address, value);
  const style = STYLE.exec(attributes)?.[1];
  const format = style === undefined ? undefined : formats.get(Number(style));
  const shown = format && shownNumber(value, format);
  if (shown) return textCell(address, shown);
  return `<c r="${address}"${format?.day ? ` s="${DAY_STYLE}"` : ''}><v>${value}</v></c>`;
}

/** What WPS Office shows for a picture within a cell where a program knows no pictures. */
const isPicture = (value: string): boolean => value.startsWith('=') && /^=(?:_xlfn\.)?DISPIMG\(/.test(value);

/** A day of Excel's strict format as days of numbers are read: `2026-11-21T00:00:00.000Z` is `2026-11-21`. */
const plainDay = (value: string): string =>
  value
    .trim()
    .replace(/(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/, '')
    .replace(/T00:00(?::00)?$/, '');

/** exceljs unescapes such a text twice: so it is escaped. */
const textCell = (address: string, escaped: string): string =>
  escaped === '' ? '' : `<c r="${address}" t="str"><v>${escapedXml(escapedXml(decodedXml(escaped)))}</v></c>`;

/** A → 1. */
export const columnOf = (letters: string): number =>
  [...letters.toUpperCase()].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);

function lettersOf(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
