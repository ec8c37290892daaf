import { DomainError } from '../../../design/errors.office.ts';
import { csvOutline } from './csv/csv-outline.ts';
import type { FileOutline, TextChoice } from './file-outline.ts';
import { kindOf } from './kind-of.ts';
import type { KeptRows } from './xlsx/kept-rows.ts';
import { xlsxOutline } from './xlsx/xlsx-outline.ts';

const GUESS: TextChoice = { encoding: null, delimiter: null, quote: null };

/**
 * Looks through a whole file once; its content decides what it is, never its name. Throws `DomainError` with a code of
 * `design/errors/import-file.ts` where it cannot be read (requirement E-13).
 * @param kept takes the rows of a workbook, for whoever reads them next (`rowsOf`)
 */
export async function outlineOf(path: string, choice: TextChoice = GUESS, kept?: KeptRows): Promise<FileOutline> {
  const outline = (await kindOf(path)) === 'xlsx' ? await xlsxOutline(path, kept) : await csvOutline(path, choice);
  if (outline.sheets.every(({ rows }) => rows === 0)) throw new DomainError('IMPORT_FILE_EMPTY');
  return outline;
}
