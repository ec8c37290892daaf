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

/** Writes a line of JSON and waits while the other side is behind. */
export async function writeLine(stream: Writable, value: unknown): Promise<void> {
  if (!stream.write(`${JSON.stringify(value)}\n`)) await once(stream, 'drain');
}
