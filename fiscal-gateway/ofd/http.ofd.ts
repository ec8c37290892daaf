import { errors, Pool } from 'undici';
import { z } from 'zod';
import { retryAfterMs } from '../../design/fiscal/retry-after.ts';
import type { OfdTicket } from '../register/register.ts';
import { traceparent } from '../telemetry/trace.ts';
import type { OfdDocument, OfdOutcome, OfdTransport } from './ofd.ts';

export interface HttpOfdOptions {
  /** Base address of the operator, e.g. `http://127.0.0.1:9000`. */
  readonly url: string;
}

const ticket = z.object({ fn: z.string(), fd: z.int(), at: z.int(), sign: z.string() });

/** Answers that mean "not now" or "not you" and say nothing against the document (design §6). */
const NOT_THE_DOCUMENT: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

/** Bytes. A ticket has a few hundred, a held document some thousand. */
const ANSWER_LIMIT = 1024 * 1024;

/** A hung send must not stand in the way of a question: one connection for each and some to spare. */
const CONNECTIONS = 4;

/** The operator over JSON and HTTP, keep-alive; the caller's signal is the only deadline of an answer. */
export function createHttpOfd({ url }: HttpOfdOptions): OfdTransport {
  const base = new URL(url);
  const prefix = base.pathname.replace(/\/$/, '');
  const pool = new Pool(base.origin, {
    connections: CONNECTIONS,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 5_000 },
  });

  /** Status and text of a question; `null` where none came. Answers beyond `ANSWER_LIMIT` are no answers of an operator. */
  async function question(fn: string, fd: number, signal: AbortSignal): Promise<{ status: number; text: string } | null> {
    try {
      const { statusCode, body } = await pool.request({ method: 'GET', path: `${prefix}/documents/${fn}/${fd}`, signal });
      return { status: statusCode, text: await textOf(body) };
    } catch {
      return null;
    }
  }

  return {
    kind: 'http',
    async send(document, signal) {
      const { fn, fd, type, total, at, body, trace } = document;
      try {
        const response = await pool.request({
          method: 'POST',
          path: `${prefix}/receipts`,
          headers: {
            'content-type': 'application/json',
            'idempotency-key': `${fn}-${fd}`,
            ...(trace !== undefined && { traceparent: traceparent(trace) }),
          },
          body: JSON.stringify({ fn, fd, type, total, at, body }),
          signal,
        });
        const { 'retry-after': retryAfter, date } = response.headers;
        const wait = retryAfterMs(first(retryAfter), first(date), Date.now());
        return outcomeOf(document, response.statusCode, wait, await textOf(response.body));
      } catch (error) {
        return failureOf(error, signal);
      }
    },
    async ask(fn, fd, signal) {
      const answer = await question(fn, fd, signal);
      if (answer?.status === 404) return 'absent';
      if (answer?.status === 401 || answer?.status === 403) return 'key-refused';
      // A captive portal says 200 to everything: only the document's own ticket says that it is held.
      return answer?.status === 200 && heldTicket(answer.text, fn, fd) ? 'held' : 'unknown';
    },
    async ticket(fn, fd, signal) {
      const answer = await question(fn, fd, signal);
      return answer?.status === 200 ? heldTicket(answer.text, fn, fd) : null;
    },
    async probe(signal) {
      const started = performance.now();
      // No drive has this number: an operator that says so is there, and so is one that does not like our key or our pace.
      const status = (await question('0', 0, signal))?.status ?? 0;
      return status === 404 || NOT_THE_DOCUMENT.has(status) ? performance.now() - started : null;
    },
    close: () => pool.destroy(),
  };
}

const first = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

/** The body as text; throws where it is longer than any answer of an operator. */
async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > ANSWER_LIMIT) throw new Error(`answer longer than ${ANSWER_LIMIT} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function heldTicket(text: string, fn: string, fd: number): OfdTicket | null {
  const held = z.object({ ticket }).safeParse(jsonOf(text)).data?.ticket;
  return held?.fn === fn && held.fd === fd ? held : null;
}

/** A refusal is a 4xx of this document, "not now" a 5xx or one of `NOT_THE_DOCUMENT`; whatever else says nothing: the operator is asked. */
function outcomeOf({ fn, fd }: OfdDocument, status: number, retryAfter: number | null, text: string): OfdOutcome {
  if (status >= 200 && status < 300) {
    const parsed = ticket.safeParse(jsonOf(text)).data;
    return parsed && parsed.fn === fn && parsed.fd === fd
      ? { kind: 'accepted', ticket: parsed }
      : { kind: 'unknown', message: `status ${status} without a ticket for this document` };
  }
  const message = `status ${status}`;
  if (status < 400) return { kind: 'unknown', message };
  if (status < 500 && !NOT_THE_DOCUMENT.has(status)) return { kind: 'refused', status, message };
  return { kind: 'unavailable', status, message, retryAfter, key: status === 401 || status === 403 };
}

/** Where no connection came about nothing was sent; everything later may have arrived. */
function failureOf(error: unknown, signal: AbortSignal): OfdOutcome {
  const { code, message } = error as NodeJS.ErrnoException;
  const unsent =
    error instanceof errors.ConnectTimeoutError ||
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'].includes(code ?? '');
  if (unsent) return { kind: 'unavailable', status: null, message, retryAfter: null, key: false };
  return { kind: 'unknown', message: signal.aborted ? 'no answer in time' : message };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
