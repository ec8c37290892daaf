import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { MINUTE } from '../../design/time/clock.ts';
import { bytesOf, joined } from './bytes.ts';

/** Text is handed on in pieces of about this size: a piece a row would cost a system call each. */
const PIECE = 16 << 10;
/** A device that takes nothing for so long (ms) is cut off; it comes back and goes on from its checkpoint. */
const STALLED = MINUTE;

export interface StreamOptions {
  readonly contentType?: string;
  readonly stalled?: number;
  /** Begin at once, without waiting for a first piece: a long poll. */
  readonly atOnce?: boolean;
}

/**
 * Answers with text as it is made, at the pace of the reader: at most two pieces wait in memory. What is small goes out whole with its
 * length; what fails before its first piece is an error of its own; what fails later **breaks the connection**, because an answer that
 * ends well reads as "there is no more".
 */
export async function sendStream(
  reply: FastifyReply,
  source: AsyncIterable<string | Uint8Array>,
  options: StreamOptions = {},
): Promise<FastifyReply> {
  const { contentType = 'application/json; charset=utf-8', stalled = STALLED, atOnce = false } = options;
  reply.type(contentType);
  const pieces = inPieces(source, atOnce);
  const first = await pieces.next();
  if (first.done) return reply.send('');
  if (!atOnce && first.value.length < PIECE) {
    const second = await pieces.next();
    if (second.done) return reply.send(first.value);
    return reply.send(readable(reply, [first.value, second.value], pieces, stalled));
  }
  return reply.send(readable(reply, [first.value], pieces, stalled));
}

function readable(reply: FastifyReply, first: Uint8Array[], rest: AsyncGenerator<Uint8Array>, stalled: number): Readable {
  async function* paced(): AsyncGenerator<Uint8Array> {
    let timer: NodeJS.Timeout | undefined;
    const waits = (): void => void (timer = setTimeout(() => reply.raw.destroy(), stalled));
    try {
      for (const piece of first) {
        waits();
        yield piece;
        clearTimeout(timer);
      }
      for await (const piece of rest) {
        waits();
        yield piece;
        clearTimeout(timer);
      }
    } finally {
      clearTimeout(timer);
      await rest.return(undefined);
    }
  }
  return Readable.from(paced(), { objectMode: false, highWaterMark: PIECE });
}

/** Small texts joined, large ones as they are. With `atOnce` the first is not kept back. */
async function* inPieces(source: AsyncIterable<string | Uint8Array>, atOnce: boolean): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  let begun = !atOnce;
  for await (const part of source) {
    const buffer = typeof part === 'string' ? bytesOf(part) : part;
    held.push(buffer);
    bytes += buffer.length;
    if (bytes < PIECE && begun && !isHeartbeat(buffer)) continue;
    begun = true;
    yield joined(held);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield joined(held);
}

export const HEARTBEAT = '\n';
const isHeartbeat = (buffer: Uint8Array): boolean => buffer.length === 1 && buffer[0] === 0x0a;
