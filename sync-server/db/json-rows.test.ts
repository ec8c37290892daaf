import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, textOf } from './bytes.ts';
import { splitRows, TruncatedAnswer } from './json-rows.ts';

async function* cut(text: string, at: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = bytesOf(text);
  const edges = [0, ...at.map((n) => n % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < edges.length; i += 1) yield await Promise.resolve(bytes.subarray(edges[i - 1], edges[i]));
}

async function read(text: string, at: readonly number[] = []) {
  const rows: unknown[] = [];
  const source = splitRows(cut(text, at));
  for (;;) {
    const next = await source.next();
    if (next.done) return { rows, rest: next.value };
    rows.push(JSON.parse(textOf(next.value)));
  }
}

const row = fc.dictionary(fc.string(), fc.jsonValue());

describe('the rows of an answer', () => {
  it('are the same however the line cuts it, whatever brackets and quotes the documents hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row), fc.array(fc.nat()), fc.boolean(), async (rows, at, pretty) => {
        const text = JSON.stringify({ results: rows, last_seq: '7-]}', pending: 0 }, null, pretty ? 1 : 0);
        const plain = JSON.parse(text) as { results: unknown[] };
        expect(await read(text, at)).toEqual({ rows: plain.results, rest: { last_seq: '7-]}', pending: 0 } });
      }),
    );
  });

  it('of an answer that was cut anywhere are never taken for the whole', async () => {
    const text = '{"results":[\n{"id":"a","doc":{"x":"]}"}},\n{"id":"b"}\n],\n"last_seq":2,"pending":0}';
    for (let length = 0; length < text.length; length += 1) {
      await expect(read(text.slice(0, length)), `after ${length} bytes`).rejects.toThrow(TruncatedAnswer);
    }
    expect((await read(`${text}\n`)).rows).toHaveLength(2);
  });

  it('are those of an answer of rows: an error page is none', async () => {
    await expect(read(`<html>${'x'.repeat(300)}</html>`)).rejects.toThrow(TruncatedAnswer);
    await expect(read('{"error":"not_found"}')).rejects.toThrow(TruncatedAnswer);
  });
});
