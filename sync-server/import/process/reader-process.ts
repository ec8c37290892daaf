import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import process from 'node:process';
import { DomainError } from '../../../design/errors.office.ts';
import { isErrorCode } from '../../../design/errors.ts';
import { linesOf, writeLine } from './lines.ts';
import type { ReaderAnswer, ReaderTask } from './messages.ts';

const PROGRAM = new URL('main.ts', import.meta.url).pathname;
/** Megabytes of objects; with buffers and the program itself the process stays below 300 MB above its base. */
const HEAP_MB = 224;
/** Of Unix: 0 is the server's, 19 the last in the queue. */
const NICENESS = 5;
/** Without a word for so long it is taken for hung. */
const STALL_MS = 5 * 60_000;
const LAST: ReadonlySet<ReaderAnswer['kind']> = new Set(['outline', 'checked', 'sourced']);

interface ReaderOptions {
  readonly signal?: AbortSignal | undefined;
  readonly heapMb?: number;
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
  const { signal, heapMb = HEAP_MB, input, after = realAfter } = options;
  signal?.throwIfAborted();
  // No secret of the server stands in the environment of what opens strangers' files.
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, PROGRAM], {
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').catch(() => []) as Promise<[code: number | null, signal: string | null]>;
  const kill = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-8_192)));
  if (child.pid !== undefined) behindTheTills(child.pid);
  options.begun?.(child.pid ?? 0);
  // What the process does not take any more, its end explains.
  child.stdin.on('error', () => undefined);
  // Kept, not thrown: a rejection that nobody awaits yet would end the whole server.
  const feeding = feed(child.stdin, task, input, () => child.exitCode !== null || child.killed).then(
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
    throw new DomainError(/heap out of memory|heap limit/i.test(complaint) ? 'IMPORT_OUT_OF_MEMORY' : 'IMPORT_READER_STOPPED');
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

/** A file waits for the tills, never the other way round. Where the system does not allow it, it goes on as it is. */
function behindTheTills(pid: number): void {
  try {
    setPriority(pid, NICENESS);
  } catch {
    return;
  }
}
