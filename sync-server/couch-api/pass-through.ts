import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createAttempts } from '../devices/attempts.ts';
import { DomainError } from '../../design/errors.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Log } from '../log.ts';
import { isAdministrator } from './admin-token.ts';
import type { CouchApi } from './embedded.api.ts';
import { couchReply } from './reply.ts';

export interface PassThroughDeps {
  readonly api: CouchApi;
  readonly token: string;
  readonly clock: Clock;
  readonly log: Log;
}

const DB = /^\/db(?=\/|\?|$)/;
/** With a colon, too: PouchDB's own test suite writes it so. */
const BASIC = /^basic:?\s/i;
const READING = new Set(['GET', 'HEAD']);

/**
 * The administrator's `/db`: requests with HTTP Basic go to the documents themselves, past the devices' front. Nothing ever asks a
 * browser for these credentials (no `WWW-Authenticate`), so that no browser keeps and sends them by itself. A wrong token is counted; the
 * right one always passes, so that guessing cannot lock the administrator out.
 */
export function adminPassThrough(app: FastifyInstance, { api, token, clock, log }: PassThroughDeps): void {
  const attempts = createAttempts(clock);

  // Before routing decides anything: CouchDB's methods (COPY) and paths (`/db/a%2Fb`) are none of Fastify's.
  app.addHook('onRequest', async (request, reply) => {
    const { authorization = '' } = request.headers;
    if (!DB.test(request.url) || !BASIC.test(authorization)) return;
    const refusal = isAdministrator(authorization, token) ? null : refusalOf(attempts);
    reply.hijack();
    if (refusal) {
      request.raw.resume();
      return couchReply(reply.raw).json(refusal.status, { error: refusal.error, reason: refusal.reason }, refusal.headers);
    }
    const path = request.url.replace(DB, '');
    if (!READING.has(request.method)) log('info', 'admin-db-write', { method: request.method, database: databaseOf(path) });
    await api.handle(request.raw, reply.raw, path.startsWith('/') ? path : `/${path}`, baseOf(request));
  });
}

/** The database's name only: ids and bodies are nobody's business in a log. */
function databaseOf(path: string): string {
  try {
    return decodeURIComponent(path.split(/[/?]/)[1] ?? '').slice(0, 100);
  } catch {
    return '';
  }
}

const baseOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}/db`;

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly reason: string;
  readonly headers: Record<string, string>;
}

function refusalOf(attempts: ReturnType<typeof createAttempts>): Refusal {
  try {
    attempts.check();
  } catch (error) {
    const seconds = error instanceof DomainError ? (error.retryAfter ?? 60) : 60;
    const headers = { 'retry-after': String(seconds) };
    return { status: 429, error: 'too_many_requests', reason: 'Too many wrong passwords; try again later.', headers };
  }
  attempts.failed();
  return { status: 401, error: 'unauthorized', reason: 'Name or password is incorrect.', headers: {} };
}
