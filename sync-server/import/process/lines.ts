import type { Readable, Writable } from 'node:stream';
import { once } from 'node:events';

/** Lines of JSON, read no faster than they are taken. */
export async function* linesOf<T>(stream: Readable): AsyncGenerator<T> {
  stream.setEncoding('utf8');
  let rest = '';
  for await (const piece of stream as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as T;
  }
}

/**
 * Writes a line of JSON and waits while the other side is behind. A stream that is closed meanwhile is waited for no longer: the pipe of a
 * process that was killed may close without an error, and its `drain` never comes.
 */
export async function writeLine(stream: Writable, value: unknown): Promise<void> {
  if (stream.destroyed || stream.write(`${JSON.stringify(value)}\n`)) return;
  const settled = new AbortController();
  try {
    await Promise.race(['drain', 'close'].map((event) => once(stream, event, { signal: settled.signal })));
  } finally {
    settled.abort();
  }
}
