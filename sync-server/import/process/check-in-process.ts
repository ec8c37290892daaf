import type { CheckCounts } from '../../../design/import/check.ts';
import type { KnownProduct } from '../../../design/import/checked-row.ts';
import type { FileChoice } from '../../../design/import/profile.ts';
import type { TableRow } from '../../../design/import/table.ts';
import { DomainError } from '../../../design/errors.office.ts';
import type { CheckFile } from '../check-file.ts';
import type { FileOutline, TextChoice } from '../files/file-outline.ts';
import type { ReadyReader } from './ready-reader.ts';
import { readerAnswers } from './reader-process.ts';

const GUESS: TextChoice = { encoding: null, delimiter: null, quote: null };

/** Reads and checks a whole file in a process of its own; with `ready` it may be one that waits already. */
export const checkWith =
  (ready?: ReadyReader): CheckFile =>
  async ({ path, reading, supplier, today, known }, sink, signal) => {
    const task = { what: 'check', path, ...reading, supplier, today } as const;
    const vanished: KnownProduct[] = [];
    let counts: CheckCounts | null = null;
    for await (const answer of readerAnswers(task, { signal, input: known(), take: ready?.take })) {
      if (answer.kind === 'batch') {
        await sink.batch(answer);
        await sink.progress(answer.done, answer.of);
      } else if (answer.kind === 'vanished') vanished.push(...answer.products);
      else if (answer.kind === 'checked') counts = answer.counts;
    }
    if (!counts) throw new DomainError('IMPORT_READER_STOPPED');
    return { counts, vanished };
  };

/** The same in a new process each time. */
export const checkInProcess: CheckFile = checkWith();

/** `outlineOf` in a process of its own: for whoever must go on whatever the file is. */
export async function outlineInProcess(path: string, choice: TextChoice = GUESS, ready?: ReadyReader): Promise<FileOutline> {
  for await (const answer of readerAnswers({ what: 'outline', path, choice }, { take: ready?.take })) {
    if (answer.kind === 'outline') return answer.outline;
  }
  throw new DomainError('IMPORT_READER_STOPPED');
}

/** All rows of the sheet that a check with this choice reads; the process ends when nobody reads on. */
export async function* rowsInProcess(path: string, choice: FileChoice): AsyncGenerator<readonly TableRow[]> {
  for await (const answer of readerAnswers({ what: 'source', path, choice, rows: null })) {
    if (answer.kind === 'source' && answer.rows.length > 0) yield answer.rows;
  }
}
