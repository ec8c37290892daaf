import { layoutOf } from '../../../design/import/header.ts';
import { sheetGuess } from '../../../design/import/sheet-guess.ts';
import { outlineOf } from '../files/outline.ts';
import { readingOf, rowsOf } from '../files/rows.ts';
import type { ReaderAnswer, ReaderTask } from './messages.ts';

/** Titles and some rows of the sheet that a check with this choice reads. Throws as `outlineOf`. */
export async function* sourceRows({ path, choice, rows }: Extract<ReaderTask, { what: 'source' }>): AsyncGenerator<ReaderAnswer> {
  const outline = await outlineOf(path, choice);
  const reading = readingOf(outline, choice, sheetGuess(outline.sheets)[0]!.name);
  const { head } = outline.sheets.find(({ name }) => name === reading.sheet)!;
  yield { kind: 'source', titles: layoutOf(head, choice).titles, rows: [] };
  const wanted = rows && new Set(rows);
  for await (const batch of rowsOf(path, reading)) {
    const found = wanted ? batch.filter(({ row }) => wanted.has(row)) : batch;
    if (found.length > 0) yield { kind: 'source', titles: [], rows: found };
  }
  yield { kind: 'sourced' };
}
