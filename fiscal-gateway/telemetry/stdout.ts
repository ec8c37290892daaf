import { write, writeSync } from 'node:fs';
import { createLineWriter } from './line-writer.ts';
import type { LineWriter } from './line-writer.ts';

const STDOUT = 1;
/** A reader that is behind: how long to wait before it is offered the rest, ms. */
const AGAIN = 20;
/** The lines of a few receipts go out together: handing a write to the thread pool costs a busy till more than the lines do, ms. */
const GATHER = 10;

const encoder = new TextEncoder();

/** Lines to standard output from the thread pool: `process.stdout` writes to a pipe synchronously, and a stuck reader would stop sales. */
export function stdoutLines(): LineWriter & { close(): void } {
  function put(bytes: Uint8Array, done: () => void): void {
    write(STDOUT, bytes, 0, bytes.length, null, (error, written) => {
      if (error === null && written === bytes.length) return done();
      if (error === null) return put(bytes.subarray(written), done);
      if (error.code === 'EAGAIN') {
        setTimeout(() => put(bytes, done), AGAIN);
        return;
      }
      // Nobody will ever read it (EPIPE): the journal keeps what must be kept.
      done();
    });
  }
  const lines = createLineWriter(
    (chunk, done) => put(encoder.encode(chunk), done),
    (work) => setTimeout(work, GATHER),
  );
  return {
    line: lines.line,
    get dropped() {
      return lines.dropped;
    },
    idle: lines.idle,
    rest: lines.rest,
    /** The last lines of a process that ends now. */
    close() {
      const rest = lines.rest();
      try {
        if (rest !== '') writeSync(STDOUT, rest);
      } catch {
        // The reader is gone.
      }
    },
  };
}
