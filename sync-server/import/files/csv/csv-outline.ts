import { DomainError } from '../../../../design/errors.office.ts';
import type { TableRow } from '../../../../design/import/table.ts';
import { boundedRows } from '../row-bounds.ts';
import { HEAD_ROWS, type FileOutline, type TextChoice } from '../file-outline.ts';
import { csvRows } from './csv-rows.ts';
import { firstText, sepDelimiter } from './decoded-text.ts';
import { guessedDelimiter } from './delimiter.ts';
import { detectedEncoding } from './encoding.ts';

/** The outline of a text file; what the choice leaves open is guessed. Reads the file through: an unclosed quote shows itself here. */
export async function csvOutline(path: string, choice: TextChoice): Promise<FileOutline> {
  const encoding = choice.encoding ?? (await detectedEncoding(path));
  if (encoding === null) throw new DomainError('IMPORT_ENCODING_UNKNOWN');
  const sample = await firstText(path, encoding);
  const quote = choice.quote ?? (/(^|[;,\t|\r\n])'[^']*'(?=[;,\t|\r\n])/.test(sample) && !sample.includes('"') ? "'" : '"');
  const delimiter = choice.delimiter ?? sepDelimiter(sample) ?? guessedDelimiter(sample, quote);
  const head: TableRow[] = [];
  let rows = 0;
  for await (const piece of boundedRows(csvRows(path, { encoding, delimiter, quote }))) {
    rows += piece.length;
    if (head.length < HEAD_ROWS) head.push(...piece.slice(0, HEAD_ROWS - head.length));
  }
  return { format: 'csv', encoding, delimiter, quote, sheets: [{ name: '', rows, hidden: false, head }] };
}
