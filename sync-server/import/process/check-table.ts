import { checkerOf } from '../../../design/import/check.ts';
import type { KnownCatalogue, ProductChange, ReadRow, SupplierOffer } from '../../../design/import/checked-row.ts';
import type { Finding } from '../../../design/import/finding.ts';
import { assumedPrice, otherSheets, tableBeside } from '../../../design/import/guess-findings.ts';
import { FILE_LIMITS } from '../../../design/import/limits.ts';
import { DomainError } from '../../../design/errors.office.ts';
import { sheetGuess } from '../../../design/import/sheet-guess.ts';
import { tableReaderOf } from '../../../design/import/table-reader.ts';
import { outlineOf } from '../files/outline.ts';
import { readingOf, rowsOf } from '../files/rows.ts';
import { createKeptRows } from '../files/xlsx/kept-rows.ts';
import type { ReaderAnswer, ReaderTask } from './messages.ts';

const PART = 500;

/**
 * Reads and checks a whole file; the sheet is the chosen one or the likeliest. Answers come in the file's order, a batch for each 500
 * rows. Throws `DomainError` where the file cannot be read.
 */
export async function* checkTable(
  task: Extract<ReaderTask, { what: 'check' }>,
  catalogue: KnownCatalogue,
): AsyncGenerator<ReaderAnswer> {
  const { path, choice, mapping, rules, supplier, today } = task;
  const kept = createKeptRows();
  const outline = await outlineOf(path, choice, kept);
  const reading = readingOf(outline, choice, sheetGuess(outline.sheets)[0]!.name);
  const sheet = outline.sheets.find(({ name }) => name === reading.sheet)!;
  const { rows: of, head } = sheet;
  const table = tableReaderOf({ head, choice, mapping, rules, today });
  const checker = checkerOf({ rules, catalogue, supplier, columns: table.fields, today });
  const checked = (rows: readonly ReadRow[]): { changes: ProductChange[]; findings: Finding[]; offers: SupplierOffer[] } => {
    const found = { changes: [] as ProductChange[], findings: [] as Finding[], offers: [] as SupplierOffer[] };
    for (const row of rows) {
      const { change, findings, offer } = checker.check(row);
      if (change) found.changes.push(change);
      found.findings.push(...findings);
      if (offer) found.offers.push(offer);
    }
    return found;
  };
  let done = 0;
  for await (const batch of rowsOf(path, reading, kept)) {
    done += batch.length;
    const found = checked(batch.flatMap((row) => table.read(row) ?? []));
    if (checker.counts().total_rows > FILE_LIMITS.rows)
      throw new DomainError('IMPORT_TOO_MANY_ROWS', { limit: FILE_LIMITS.rows });
    yield { kind: 'batch', ...found, done, of };
  }
  const families = table.finish();
  for (let at = 0; at < families.length; at += PART) {
    yield { kind: 'batch', ...checked(families.slice(at, at + PART)), done, of };
  }
  const end = checker.finish();
  const guesses = [
    ...(choice.sheet === null ? otherSheets(outline.sheets, sheet.name) : []),
    ...(mapping === null ? [...tableBeside(sheet), ...assumedPrice(sheet)] : []),
  ];
  for (let at = 0; at < Math.max(end.changes.length, 1); at += PART) {
    yield {
      kind: 'batch',
      changes: end.changes.slice(at, at + PART),
      findings: at === 0 ? [...guesses, ...end.findings] : [],
      done,
      of,
    };
  }
  for (let at = 0; at < end.vanished.length; at += PART) yield { kind: 'vanished', products: end.vanished.slice(at, at + PART) };
  yield { kind: 'checked', counts: checker.counts() };
}
