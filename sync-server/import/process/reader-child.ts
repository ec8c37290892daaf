import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';

const PROGRAM = new URL('main.ts', import.meta.url).pathname;
/** What the compiler made of the program: a tenth of a second less at each start. It lies with the code and is trusted like it. */
const COMPILED = new URL('../../../node_modules/.cache/optics-reader', import.meta.url).pathname;
/** Megabytes of objects; with buffers and the program itself the process stays below 300 MB above its base. */
const HEAP_MB = 224;
/** Of the heap, for what lives as long as a batch of rows (measured: a quarter less work than the half megabyte that it begins with). */
const YOUNG_PART = 1 / 7;
/** Of Unix: 0 is the server's, 19 the last in the queue. */
const NICENESS = 5;

/** A process that opens one supplier's file, begun and waiting for its task or at it. */
export interface ReaderChild {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Resolves when it is gone and all that it said is read. */
  readonly exited: Promise<unknown>;
  readonly isGone: () => boolean;
  readonly kill: () => void;
  /** The end of what it said on its standard error. */
  complaint(): string;
  /** `false`: our own program may end while this one waits (it ends with its pipes). */
  holdsUs(does: boolean): void;
}

/** A new one. @param heapMb the most that it may keep: a file that takes more ends it alone */
export function startReader(heapMb = HEAP_MB): ReaderChild {
  const young = Math.max(1, Math.floor(heapMb * YOUNG_PART));
  const flags = [`--max-old-space-size=${heapMb}`, `--max-semi-space-size=${young}`, `--min-semi-space-size=${young}`];
  const child = spawn(process.execPath, [...flags, PROGRAM], {
    // No secret of the server stands in the environment of what opens strangers' files.
    env: { NODE_COMPILE_CACHE: COMPILED },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Not 'exit': what it complained of may still be on its way then, and a file too large would be told of as a crash.
  const exited = once(child, 'close').catch(() => []);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-8_192)));
  // What the process does not take any more, its end explains.
  child.stdin.on('error', () => undefined);
  if (child.pid !== undefined) behindTheTills(child.pid);
  const handles = [child, ...([child.stdin, child.stdout, child.stderr] as unknown as Pick<typeof child, 'ref' | 'unref'>[])];
  return {
    ...{ pid: child.pid ?? 0, stdin: child.stdin, stdout: child.stdout, exited },
    isGone: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null || child.killed,
    kill: () => void child.kill('SIGKILL'),
    complaint: () => complaint,
    holdsUs: (does) => handles.forEach((handle) => (does ? handle.ref() : handle.unref())),
  };
}

/** A file waits for the tills, never the other way round. Where the system does not allow it, it goes on as it is. */
function behindTheTills(pid: number): void {
  try {
    setPriority(pid, NICENESS);
  } catch {
    return;
  }
}
