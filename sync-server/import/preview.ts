import { checkerOf } from '../../design/import/check.ts';
import type { KnownCatalogue, ReadRow } from '../../design/import/checked-row.ts';
import type { TableRow } from '../../design/import/table.ts';
import type { FileReading, PreviewRow } from './imports.ts';
import type { FileOutline } from './files/file-outline.ts';
import { readingOf } from './files/rows.ts';
import { sheetGuess } from '../../design/import/sheet-guess.ts';
import { tableReaderOf } from '../../design/import/table-reader.ts';

/** Requirement E-21. */
const PREVIEW_ROWS = 10;

/** A file that was looked through already. */
export interface PreviewedFile {
  readonly outline: FileOutline;
  /** All rows of the sheet that a check with this choice reads, from the first. */
  readonly rows: () => AsyncIterable<readonly TableRow[]>;
}

/**
 * The first goods of a file, and what each will become if nothing else in the file speaks against it. The first fifty rows are known from
 * the look through the file; it is opened again only where ten goods do not stand among them. Throws as `outlineOf`.
 */
export async function previewRows(
  { outline, rows }: PreviewedFile,
  { choice, mapping, rules, supplier }: FileReading & { readonly supplier: string },
  { today, catalogue }: { readonly today: string; readonly catalogue: KnownCatalogue },
): Promise<PreviewRow[]> {
  const reading = readingOf(outline, choice, sheetGuess(outline.sheets)[0]!.name);
  const sheet = outline.sheets.find(({ name }) => name === reading.sheet)!;
  /** `null`: fewer than ten, and there is more to read. */
  const previewed = async (batches: AsyncIterable<readonly TableRow[]>, isAll: boolean): Promise<PreviewRow[] | null> => {
    const table = tableReaderOf({ head: sheet.head, choice, mapping, rules, today });
    const checker = checkerOf({ rules, catalogue, supplier: supplier || null, columns: table.fields, today });
    const told: PreviewRow[] = [];
    const add = (read: ReadRow): void => {
      const { change, findings } = checker.check(read);
      const sku = change?.sku ?? read.sku;
      told.push({ read, change, findings, known: (sku === null ? undefined : catalogue.bySku(sku)) ?? null });
    };
    for await (const batch of batches) {
      for (const row of batch) {
        const read = table.read(row);
        if (read) add(read);
        if (told.length === PREVIEW_ROWS) return told;
      }
    }
    if (!isAll) return null;
    for (const family of table.finish().slice(0, PREVIEW_ROWS - told.length)) add(family);
    return told;
  };
  return (await previewed(once(sheet.head), sheet.rows <= sheet.head.length)) ?? (await previewed(rows(), true)) ?? [];
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield await Promise.resolve(value);
}
