import { checkerOf } from '../../design/import/check.ts';
import { knownCatalogue } from '../../design/import/check/known-catalogue.ts';
import type { KnownProduct, ReadRow } from '../../design/import/checked-row.ts';
import type { FileReading, PreviewRow } from './imports.ts';
import { outlineOf } from './files/outline.ts';
import { readingOf, rowsOf } from './files/rows.ts';
import { sheetGuess } from '../../design/import/sheet-guess.ts';
import { tableReaderOf } from '../../design/import/table-reader.ts';

/** Requirement E-21. */
const PREVIEW_ROWS = 10;

/** The first goods of a file, and what each will become if nothing else in the file speaks against it. Throws as `outlineOf`. */
export async function previewRows(
  path: string,
  { choice, mapping, rules, supplier }: FileReading & { readonly supplier: string },
  context: { readonly today: string; readonly known: AsyncIterable<readonly KnownProduct[]> },
): Promise<PreviewRow[]> {
  const outline = await outlineOf(path, choice);
  const reading = readingOf(outline, choice, sheetGuess(outline.sheets)[0]!.name);
  const { head } = outline.sheets.find(({ name }) => name === reading.sheet)!;
  const table = tableReaderOf({ head, choice, mapping, rules, today: context.today });
  const products: KnownProduct[] = [];
  for await (const page of context.known) products.push(...page);
  const catalogue = knownCatalogue(products);
  const checker = checkerOf({ rules, catalogue, supplier: supplier || null, columns: table.fields, today: context.today });
  const rows: PreviewRow[] = [];
  const add = (read: ReadRow): void => {
    const { change, findings } = checker.check(read);
    const sku = change?.sku ?? read.sku;
    rows.push({ read, change, findings, known: (sku === null ? undefined : catalogue.bySku(sku)) ?? null });
  };
  for await (const batch of rowsOf(path, reading)) {
    for (const row of batch) {
      const read = table.read(row);
      if (read) add(read);
      if (rows.length === PREVIEW_ROWS) return rows;
    }
  }
  for (const family of table.finish().slice(0, PREVIEW_ROWS - rows.length)) add(family);
  return rows;
}
