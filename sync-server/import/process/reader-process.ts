import { DomainError } from '../../../design/errors.office.ts';
import { isErrorCode } from '../../../design/errors.ts';
import { linesOf, writeLine } from './lines.ts';
import type { ReaderAnswer, ReaderTask } from './messages.ts';
import { startReader, type ReaderChild } from './reader-child.ts';

/** Without a word for so long it is taken for hung. */
const STALL_MS = 5 * 60_000;
const LAST: ReadonlySet<ReaderAnswer['kind']> = new Set(['outline', 'checked', 'sourced']);

interface ReaderOptions {
  readonly signal?: AbortSignal | undefined;
  /** Where the process comes from; a new one unless told. */
  readonly take?: (() => ReaderChild) | undefined;
  /** Lines that follow the task. */
  readonly input?: AsyncIterable<unknown>;
  /** The process that was begun. */
  readonly begun?: (pid: number) => void;
  /** Runs something once after so many ms; returns the canceller. A test's clock. */
  readonly after?: (ms: number, run: () => void) => () => void;
}

const realAfter = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/**
 * The answers of a process of its own that opens a supplier's file. A file that cannot be read, that takes too much memory or ends the
 * process is a `DomainError`; an abort ends the process and throws the signal's reason. The process is gone when the loop is left.
 */
export async function* readerAnswers(task: ReaderTask, options: ReaderOptions = {}): AsyncGenerator<ReaderAnswer> {
  const { signal, take = startReader, input, after = realAfter } = options;
  signal?.throwIfAborted();
  const child = take();
  const { exited, kill } = child;
  signal?.addEventListener('abort', kill);
  options.begun?.(child.pid);
  // Kept, not thrown: a rejection that nobody awaits yet would end the whole server.
  const feeding = feed(child.stdin, task, input, child.isGone).then(
    () => null,
    (error: unknown) => {
      kill();
      return { error };
    },
  );
  let hasHung = false;
  /** An answer is progress: a file that takes an hour and says so may. */
  const watch = (): (() => void) =>
    after(STALL_MS, () => {
      hasHung = true;
      kill();
    });
  let unwatch = watch();
  try {
    for await (const answer of linesOf<ReaderAnswer>(child.stdout)) {
      unwatch();
      if (answer.kind === 'failed') {
        throw new DomainError(isErrorCode(answer.code) ? answer.code : 'IMPORT_READER_STOPPED', answer.details);
      }
      yield answer;
      if (LAST.has(answer.kind)) return;
      unwatch = watch();
    }
    await exited;
    const fed = await feeding;
    signal?.throwIfAborted();
    if (fed && !isPipeClosed(fed.error)) throw fed.error;
    if (hasHung) throw new DomainError('IMPORT_READER_HUNG');
    throw new DomainError(
      /heap out of memory|heap limit/i.test(child.complaint()) ? 'IMPORT_OUT_OF_MEMORY' : 'IMPORT_READER_STOPPED',
    );
  } finally {
    unwatch();
    signal?.removeEventListener('abort', kill);
    kill();
    await exited;
    await feeding;
  }
}

/** The process was gone before it had read all: its end explains that, not ours. */
const isPipeClosed = (error: unknown): boolean =>
  ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );

async function feed(
  stdin: NodeJS.WritableStream & Parameters<typeof writeLine>[0],
  task: ReaderTask,
  input: AsyncIterable<unknown> | undefined,
  isGone: () => boolean,
): Promise<void> {
  await writeLine(stdin, task);
  for await (const line of input ?? []) {
    if (isGone() || stdin.destroyed) return;
    await writeLine(stdin, line);
  }
  stdin.end();
}
