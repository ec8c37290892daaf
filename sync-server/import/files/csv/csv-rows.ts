import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { TableRow } from '../../../../design/import/table.ts';
import { DomainError } from '../../../../design/errors.office.ts';
import type { FileReading } from '../file-outline.ts';
import { decodedText, firstText } from './decoded-text.ts';
import { swallowedRows } from './swallowed-rows.ts';

/** One row of a price list is never larger; an unclosed quote would otherwise gather the rest of the file. Characters. */
const ROW_CHARACTERS = 1_000_000;
const PIECE = 200;

export type TextReading = Pick<FileReading, 'encoding' | 'delimiter' | 'quote'>;

/**
 * Rows of a text file as csv-parse reads them: newlines within quotes belong to the cell, a quote within an unquoted text is a letter.
 * Rows are counted as a spreadsheet would show them. `IMPORT_QUOTE_UNCLOSED` and `IMPORT_CELL_TOO_LONG` name the row.
 */
export async function* csvRows(path: string, { encoding, delimiter, quote }: TextReading): AsyncGenerator<TableRow[]> {
  const parser = parse({
    delimiter: delimiter ?? ';',
    quote: quote ?? '"',
    escape: hasBackslashes(await firstText(path, encoding ?? 'utf-8'), quote ?? '"') ? '\\' : (quote ?? '"'),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: ROW_CHARACTERS,
  });
  const text = Readable.from(decodedText(path, encoding ?? 'utf-8'));
  // The loop below learns of its failure from the parser itself.
  const feeding = pipeline(text, parser).catch(() => undefined);
  let row = 0;
  let columns = 0;
  let piece: TableRow[] = [];
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1;
      if (swallowedRows(record, columns, delimiter ?? ';', quote ?? '"')) throw new DomainError('IMPORT_QUOTE_UNCLOSED', { row });
      if (record.length > 1) columns = record.length;
      piece.push({ row, cells: record });
      if (piece.length < PIECE) continue;
      yield piece;
      piece = [];
    }
    if (piece.length > 0) yield piece;
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error, isQuoting(parser)) : error;
  } finally {
    parser.destroy();
    await feeding;
  }
}

/** Does the file write a quote within quotes as a database does (`"19\" wide"`)? A backslash that ends a cell (`"C:\"`) is none. */
const hasBackslashes = (text: string, quote: string): boolean =>
  quote === '"' && /(?:^|[;,\t|\r\n])"[^"\r\n]*\\"(?![;,\t|\r\n"]|$)/.test(text) && !/[^;,\t|\r\n\\]""/.test(text);

/** The parser counts what it has read; rows that it has not handed over yet are among them. */
function unreadable(error: CsvError, isQuoted: boolean): DomainError {
  const quoted = error.code === 'CSV_QUOTE_NOT_CLOSED' || isQuoted;
  return new DomainError(quoted ? 'IMPORT_QUOTE_UNCLOSED' : 'IMPORT_CELL_TOO_LONG', { row: Number(error['records'] ?? 0) + 1 });
}

/** Does the parser stand within quotes? Its types do not tell of its state. */
const isQuoting = (parser: object): boolean => (parser as { state?: { quoting?: boolean } }).state?.quoting === true;
