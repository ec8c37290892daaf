import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import '../../design/errors.office.ts';
import { DomainError, ERRORS, PROBLEM_CONTENT_TYPE, problemOf, type ErrorCode } from '../../design/errors.ts';
import type { Log } from '../log.ts';

/** CouchDB's word for a status: what PouchDB reads on `/db`. */
const COUCH_ERRORS: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'too_large',
  415: 'bad_content_type',
  422: 'bad_request',
  429: 'too_many_requests',
};

const isDatabaseRoute = (request: FastifyRequest): boolean => request.url.startsWith('/db/') || request.url === '/db';

/** Answers an error of the closed set: a problem document, on `/db` CouchDB's `{error, reason}` with the code beside. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: DomainError): FastifyReply {
  const { status, meaning } = ERRORS[error.code];
  if (error.retryAfter !== undefined) reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfter))));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  // An answer that failed on its way out was to be compressed; this one is not.
  reply.removeHeader('content-encoding').removeHeader('content-length');
  reply.code(status).header('cache-control', 'no-store');
  if (isDatabaseRoute(request)) {
    return reply.type('application/json; charset=utf-8').send(
      JSON.stringify({
        error: COUCH_ERRORS[status] ?? 'unavailable',
        reason: `${error.code}: ${meaning}`,
        code: error.code,
        ...error.details,
      }),
    );
  }
  // The customer's contract has the tills at the top of the answer (requirement C-30).
  const tills = error.code === 'UNSYNC_BUFFERS' ? error.details : {};
  return reply.type(PROBLEM_CONTENT_TYPE).send(JSON.stringify({ ...problemOf(error.code, request.id, error.details), ...tills }));
}

/** What Fastify, Zod or a program threw, as an error of the closed set. */
export function domainErrorOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof z.ZodError) {
    return new DomainError('BODY_INVALID', {
      fields: error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    });
  }
  const { statusCode } = error as FastifyError;
  const code: ErrorCode | undefined =
    statusCode === 413
      ? 'BODY_TOO_LARGE'
      : statusCode === 415
        ? 'MEDIA_TYPE_UNSUPPORTED'
        : statusCode === 429
          ? 'RATE_LIMITED'
          : statusCode === 404
            ? 'NOT_FOUND'
            : statusCode !== undefined && statusCode >= 400 && statusCode < 500
              ? 'BODY_MALFORMED'
              : undefined;
  return new DomainError(code ?? 'INTERNAL');
}

/** The shape of a body or query, or 422 BODY_INVALID with the fields named. */
export function parsed<T>(shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (!result.success) throw domainErrorOf(result.error);
  return result.data;
}

/** One error handler for the program; an address that exists with another method answers 405 with `Allow`. */
export function installProblems(app: FastifyInstance, log: Log): void {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', (route) => {
    if (route.url.includes('*')) return;
    const known = routes.get(route.url) ?? { pattern: patternOf(route.url), methods: new Set<string>() };
    for (const method of [route.method].flat()) known.methods.add(method);
    routes.set(route.url, known);
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = withLimit(domainErrorOf(error), request);
    if (problem.code === 'INTERNAL' && !wasLeft(request, error)) {
      log('error', 'request-failed', {
        id: request.id,
        method: request.method,
        route: request.routeOptions.url,
        why: stackOf(error),
      });
    }
    return sendProblem(request, reply, problem);
  });
  app.decorate('allowedMethods', (path: string) => {
    const methods = new Set<string>();
    for (const route of routes.values()) if (route.pattern.test(path)) for (const method of route.methods) methods.add(method);
    return [...methods];
  });
}

/** The other end went away in the middle of its answer: a line that broke, a page that was closed. Nothing of ours has failed. */
const wasLeft = (request: FastifyRequest, error: unknown): boolean =>
  request.raw.socket.destroyed && (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';

/** Too large: for what? The sender halves its batch by this. */
function withLimit(error: DomainError, request: FastifyRequest): DomainError {
  if (error.code !== 'BODY_TOO_LARGE' || 'limit' in error.details) return error;
  return new DomainError('BODY_TOO_LARGE', { ...error.details, limit: request.routeOptions.bodyLimit });
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replaceAll(/[.+?^$()|[\]\\]/g, '\\$&').replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`);

/** NOT_FOUND, or METHOD_NOT_ALLOWED where the address exists. */
export function sendNotFound(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = app.allowedMethods(request.url.split('?')[0]!);
  if (methods.length === 0) return sendProblem(request, reply, new DomainError('NOT_FOUND'));
  reply.header('allow', methods.join(', '));
  return sendProblem(request, reply, new DomainError('METHOD_NOT_ALLOWED'));
}

export const newTraceId = (): string => randomUUID();

declare module 'fastify' {
  interface FastifyInstance {
    /** Methods that routes take at this path, empty where there is none. */
    allowedMethods(path: string): string[];
  }
}
