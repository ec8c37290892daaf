import { errors, Pool } from 'undici';
import { z } from 'zod';
import type { OfdDocument, OfdOutcome, OfdTransport } from './ofd.ts';

export interface HttpOfdOptions {
  /** Base address of the operator, e.g. `http://127.0.0.1:9000`. */
  readonly url: string;
}

const ticket = z.object({ fn: z.string(), fd: z.int(), at: z.int(), sign: z.string() });

/** Answers that mean "not now" or "not you" and say nothing against the document (design §6). */
const NOT_THE_DOCUMENT: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

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

  async function ask(fn: string, fd: number, signal: AbortSignal): Promise<'held' | 'absent' | 'unknown'> {
    try {
      const { statusCode, body } = await pool.request({ method: 'GET', path: `${prefix}/documents/${fn}/${fd}`, signal });
      await body.dump();
      if (statusCode === 200) return 'held';
      return statusCode === 404 ? 'absent' : 'unknown';
    } catch {
      return 'unknown';
    }
  }

  return {
    kind: 'http',
    async send(document, signal) {
      const { fn, fd, type, total, at, body } = document;
      try {
        const response = await pool.request({
          method: 'POST',
          path: `${prefix}/receipts`,
          headers: { 'content-type': 'application/json', 'idempotency-key': `${fn}-${fd}` },
          body: JSON.stringify({ fn, fd, type, total, at, body }),
          signal,
        });
        return outcomeOf(document, response.statusCode, response.headers['retry-after'], await response.body.text());
      } catch (error) {
        return failureOf(error, signal);
      }
    },
    ask,
    async ticket(fn, fd, signal) {
      try {
        const { body } = await pool.request({ method: 'GET', path: `${prefix}/documents/${fn}/${fd}`, signal });
        const held = z.object({ ticket }).safeParse(jsonOf(await body.text())).data;
        return held?.ticket ?? null;
      } catch {
        return null;
      }
    },
    async probe(signal) {
      const started = performance.now();
      // No drive has this number: an operator that says so is there.
      return (await ask('0', 0, signal)) === 'unknown' ? null : performance.now() - started;
    },
    close: () => pool.destroy(),
  };
}

function outcomeOf({ fn, fd }: OfdDocument, status: number, retryAfter: string | string[] | undefined, text: string): OfdOutcome {
  if (status >= 200 && status < 300) {
    const parsed = ticket.safeParse(jsonOf(text)).data;
    return parsed && parsed.fn === fn && parsed.fd === fd
      ? { kind: 'accepted', ticket: parsed }
      : { kind: 'unknown', message: `status ${status} without a ticket for this document` };
  }
  const message = `status ${status}`;
  if (status >= 400 && status < 500 && !NOT_THE_DOCUMENT.has(status)) return { kind: 'refused', status, message };
  const seconds = Number(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter);
  return {
    kind: 'unavailable',
    status,
    message,
    retryAfter: Number.isFinite(seconds) ? seconds : null,
    key: status === 401 || status === 403,
  };
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
