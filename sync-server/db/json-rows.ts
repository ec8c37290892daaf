import { DomainError } from '../../design/errors.ts';
import { joined, textOf } from './bytes.ts';

/** The upstream's answer ended before its closing brace, or is no answer of rows at all. */
export class TruncatedAnswer extends DomainError {
  constructor(why: string) {
    super('STORE_UNAVAILABLE', { why });
    this.name = 'TruncatedAnswer';
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const END_OF_ROWS = 0x5d;
/** Head of an answer of rows: `{"results":[`. CouchDB writes it first, spaces differ between its calls. */
const HEAD = /^\s*\{\s*"results"\s*:\s*\[/;
const HEAD_LIMIT = 256;
/** A row holds one document with its attachments (8 MB and base64), at most a few leaves of it. */
const ROW_LIMIT = 64 << 20;

/**
 * Splits `{"results":[row,row,…],"last_seq":…}` as it arrives and yields each row's bytes, so that a long answer never lies in memory
 * whole; at most one row does. CouchDB writes `_changes` a row a line, but `_bulk_get` does not, so brackets are counted, not lines.
 * @returns the fields beside `results`
 * @throws TruncatedAnswer where the answer ends early: an upstream that was cut must not pass for a whole answer
 */
export async function* splitRows(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, Record<string, unknown>> {
  let head: Uint8Array = new Uint8Array();
  let inRows = false;
  let ended = false;
  const tail: Uint8Array[] = [];
  const scan = rowScanner();
  for await (const piece of source) {
    let chunk = piece;
    if (!inRows) {
      head = joined([head, chunk]);
      const match = HEAD.exec(textOf(head.subarray(0, HEAD_LIMIT)));
      if (!match && head.length >= HEAD_LIMIT) throw new TruncatedAnswer('not an answer of rows');
      if (!match) continue;
      inRows = true;
      chunk = head.subarray(match[0].length);
    }
    if (!ended) {
      const { rows, rest } = scan(chunk);
      yield* rows;
      if (rest === null) continue;
      ended = true;
      chunk = rest;
    }
    tail.push(chunk);
  }
  if (!ended) throw new TruncatedAnswer('the answer ended within its rows');
  return restOf(textOf(joined(tail)));
}

function restOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text.replace(/^\s*,?/, '{')) as Record<string, unknown>;
  } catch {
    throw new TruncatedAnswer('the answer ended after its rows');
  }
}

/** Takes chunks within the array; answers the rows completed by each and, once the array has ended, what follows its bracket. */
function rowScanner(): (chunk: Uint8Array) => { rows: Uint8Array[]; rest: Uint8Array | null } {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let held: Uint8Array[] = [];
  let heldBytes = 0;

  return (chunk) => {
    const rows: Uint8Array[] = [];
    let start = 0;
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) {
        inString = true;
      } else if (depth === 0 && byte === END_OF_ROWS) {
        return { rows, rest: chunk.subarray(i + 1) };
      } else if (OPEN.has(byte)) {
        if (depth === 0) start = i;
        depth += 1;
      } else if (CLOSE.has(byte)) {
        depth -= 1;
        if (depth > 0) continue;
        rows.push(joined([...held, chunk.subarray(start, i + 1)]));
        held = [];
        heldBytes = 0;
      }
    }
    if (depth > 0) {
      held.push(chunk.subarray(start));
      heldBytes += chunk.length - start;
      if (heldBytes > ROW_LIMIT) throw new TruncatedAnswer('a row of more than 64 MB');
    }
    return { rows, rest: null };
  };
}
