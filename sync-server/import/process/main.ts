import { flushCompileCache } from 'node:module';
import process from 'node:process';
// Read while it waits for its task (and kept compiled): the files' part itself asks for it with the first workbook only.
import 'exceljs/lib/stream/xlsx/workbook-reader.js';
import { DomainError } from '../../../design/errors.office.ts';
import { knownCatalogue } from '../../../design/import/check/known-catalogue.ts';
import type { KnownProduct } from '../../../design/import/checked-row.ts';
import { outlineOf } from '../files/outline.ts';
import { checkTable } from './check-table.ts';
import { linesOf, writeLine } from './lines.ts';
import type { ReaderAnswer, ReaderTask } from './messages.ts';
import { sourceRows } from './source-rows.ts';

/**
 * The process that opens suppliers' files: whatever a file does to it, the server goes on. It holds nothing but its task, has no secrets
 * in its environment and ends when the server does (a pipe that nobody reads).
 */
process.stdout.on('error', () => process.exit(1));
// Now, for it is killed at its last answer: what the compiler made is for those that come after.
flushCompileCache();

async function* answers(): AsyncGenerator<ReaderAnswer> {
  const lines = linesOf<ReaderTask | KnownProduct[]>(process.stdin);
  const task = (await lines.next()).value as ReaderTask | undefined;
  // The server has ended, or has let go of one that was not needed.
  if (!task) return;
  if (task.what === 'outline') {
    yield { kind: 'outline', outline: await outlineOf(task.path, task.choice) };
    return;
  }
  if (task.what === 'source') {
    yield* sourceRows(task);
    return;
  }
  const known: KnownProduct[] = [];
  for await (const page of lines as AsyncGenerator<KnownProduct[]>) known.push(...page);
  yield* checkTable(task, knownCatalogue(known));
}

try {
  for await (const answer of answers()) await writeLine(process.stdout, answer);
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  await writeLine(process.stdout, { kind: 'failed', code: error.code, details: error.details } satisfies ReaderAnswer);
}
process.stdin.destroy();
