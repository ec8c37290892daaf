import { open, type FileHandle } from 'node:fs/promises';
import type { BookFacts } from './exceljs-rows.ts';
import { numberFormatsOf } from './number-formats.ts';
import { plainRows } from './plain-rows.ts';
import type { PlainRow } from './plain-row.ts';
import { sharedStrings } from './shared-strings.ts';
import { unpackedText, wholeText } from './unpacked-text.ts';
import { workbookOf, type SheetPart } from './workbook.ts';
import { zipContent } from './zip-content.ts';

/** Larger ones come of formatting copied to and fro for years: dates then stay numbers. */
const MOST_STYLES = 8 * 1024 * 1024;

export interface OpenWorkbook {
  readonly sheets: readonly SheetPart[];
  readonly facts: BookFacts;
  /** @param after takes what follows the rows */
  rows(sheet: SheetPart, after?: (text: string) => void): AsyncIterable<PlainRow[]>;
}

/** Opens a workbook, gives it to `read` and closes it whatever happens. */
export async function* inWorkbook<T>(path: string, read: (book: OpenWorkbook) => AsyncIterable<T>): AsyncGenerator<T> {
  const file = await open(path);
  try {
    yield* read(await opened(path, file));
  } finally {
    await file.close();
  }
}

async function opened(path: string, file: FileHandle): Promise<OpenWorkbook> {
  const parts = await zipContent(file, (await file.stat()).size);
  const { sheets, strings, styles, date1904 } = await workbookOf(path, file, parts);
  const texts = await sharedStrings(path, file, strings);
  const style = styles && styles.unpacked <= MOST_STYLES ? await wholeText(path, file, styles, MOST_STYLES) : null;
  const formats = numberFormatsOf(style);
  return {
    sheets,
    facts: { strings: texts, date1904 },
    rows: ({ entry }, after) => plainRows(unpackedText(path, file, entry), { strings: texts.length, formats }, after),
  };
}
