import type { FileChoice, FileEncoding } from '../../../design/import/profile.ts';
import type { TableRow } from '../../../design/import/table.ts';

/** Rows with content at the top of a sheet: enough to find titles and meanings. */
export const HEAD_ROWS = 50;

/** One sheet; a text file has one, named `''`. `rows`: those with content. Hidden sheets come last. */
export interface SheetOutline {
  readonly name: string;
  readonly rows: number;
  readonly hidden: boolean;
  readonly head: readonly TableRow[];
}

/** What a file turned out to be. `encoding`, `delimiter` and `quote` are of text files only. */
export interface FileOutline {
  readonly format: 'xlsx' | 'csv';
  readonly encoding: FileEncoding | null;
  readonly delimiter: string | null;
  readonly quote: string | null;
  readonly sheets: readonly SheetOutline[];
}

/** How the text is to be read, where a person or a profile knows better than the guess. */
export type TextChoice = Pick<FileChoice, 'encoding' | 'delimiter' | 'quote'>;

/** What of a file is read, and how: nothing is left to guess. */
export type FileReading = Pick<FileOutline, 'format' | 'encoding' | 'delimiter' | 'quote'> & { readonly sheet: string };
