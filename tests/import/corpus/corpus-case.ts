import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ExcelJS, { type CellValue } from 'exceljs/excel.js';
import type { ImportRules } from '../../../design/import/profile.ts';
import { zipOf } from '../zip-of.ts';

export const FILES = path.join(import.meta.dirname, 'files');

/** What must come of a file: goods with findings, or its refusal. `goods`: what the import makes, in order, as far as it is written here. */
export interface Expected {
  /** Whose bug it was, or what went wrong. */
  readonly bug: string;
  readonly rules?: Partial<ImportRules>;
  readonly error?: string;
  readonly goods?: readonly Readonly<Record<string, unknown>>[];
  /** `<row> <type> <field>` of every finding in a row. */
  readonly findings?: readonly string[];
  /** Types of what is told of the whole file, but for assumptions of columns that it has not. */
  readonly ofFile?: readonly string[];
  readonly summary?: { readonly total_rows: number; readonly errors: number };
}

/** A workbook in readable form. A cell is a value, a rich text, a link, a formula with or without its result, a date, or a number in a format. */
interface Book {
  readonly sheets: readonly {
    readonly name: string;
    readonly hidden?: boolean;
    readonly rows: readonly (readonly (CellValue | { readonly date: string } | Formatted)[])[];
    readonly merges?: readonly string[];
  }[];
  /** The file breaks off after this share of its bytes. */
  readonly cut?: number;
}

interface Formatted {
  readonly number: number;
  readonly format: string;
}

const isFormatted = (cell: unknown): cell is Formatted => typeof cell === 'object' && cell !== null && 'format' in cell;
const isDate = (cell: unknown): cell is { readonly date: string } => typeof cell === 'object' && cell !== null && 'date' in cell;

async function workbookOf({ sheets, cut = 1 }: Book): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  for (const { name, hidden, rows, merges = [] } of sheets) {
    const sheet = book.addWorksheet(name, { state: hidden ? 'hidden' : 'visible' });
    for (const row of rows) {
      const added = sheet.addRow(
        row.map((cell) => (isFormatted(cell) ? cell.number : isDate(cell) ? new Date(cell.date) : cell)),
      );
      for (const [i, cell] of row.entries()) if (isFormatted(cell)) added.getCell(i + 1).numFmt = cell.format;
    }
    for (const range of merges) sheet.mergeCells(range);
  }
  const bytes = await book.xlsx.writeBuffer();
  return bytes.subarray(0, Math.round(bytes.length * cut));
}

/** The parts of a workbook as the program that wrote it leaves them, each a file of the folder. */
async function archiveOf(folder: string): Promise<Uint8Array> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  const parts = files.sort().map(async (file) => ({
    name: path.relative(folder, file).split(path.sep).join('/'),
    text: await readFile(file, 'utf8'),
  }));
  return zipOf(await Promise.all(parts), true);
}

/** `book`: `NAME.book.json`, written by exceljs; `parts`: the folder `NAME.parts`, packed as it is; `plain`: the file itself. */
export type Form = 'plain' | 'book' | 'parts';

/** Gives the path of a file of the corpus to `work`; a workbook is written first, and removed afterwards. */
export async function withFile<T>(name: string, form: Form, work: (path: string) => Promise<T>): Promise<T> {
  if (form === 'plain') return work(path.join(FILES, name));
  const folder = await mkdtemp(path.join(tmpdir(), 'corpus-'));
  try {
    const bytes =
      form === 'parts'
        ? await archiveOf(path.join(FILES, `${name}.parts`))
        : await workbookOf(JSON.parse(await readFile(path.join(FILES, `${name}.book.json`), 'utf8')) as Book);
    await writeFile(path.join(folder, name), bytes);
    return await work(path.join(folder, name));
  } finally {
    await rm(folder, { recursive: true });
  }
}
