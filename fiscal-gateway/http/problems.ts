import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { DomainError, ERRORS, PROBLEM_CONTENT_TYPE, problemOf } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import type { Log } from '../log.ts';

/** What Fastify itself refuses before a route sees it. */
const BY_FASTIFY_CODE: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'BODY_MALFORMED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BODY_MALFORMED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BODY_MALFORMED',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_BAD_URL: 'QUERY_INVALID',
  FST_ERR_MAX_PARAM_LENGTH: 'QUERY_INVALID',
};

const SQLITE_FULL = 13;

/** Any error as one of ours. Only what nobody foresaw is INTERNAL. */
function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(({ instancePath, message }) => ({ path: instancePath, message }));
    return new DomainError(error.validationContext === 'body' ? 'BODY_INVALID' : 'QUERY_INVALID', { fields });
  }
  const { code, statusCode, errcode } = error as Partial<FastifyError> & { errcode?: number };
  if (code === 'ERR_SQLITE_ERROR' && errcode === SQLITE_FULL) return new DomainError('STORAGE_FULL');
  const known = code === undefined ? undefined : BY_FASTIFY_CODE[code];
  if (known) return new DomainError(known);
  return new DomainError(statusCode === 400 ? 'BODY_MALFORMED' : 'INTERNAL');
}

/** Facts that clients of the customer's contract look for beside the code (requirements ). */
const TOP_LEVEL = [
  'allowed',
  'reason',
  'sync_status',
  'retry_after_seconds',
  'buffer_count',
  'refundable',
  'refundable_payments',
] as const;

/** Answers the RFC 9457 problem document; an INTERNAL one is logged with its id. */
export function answerProblem(
  error: unknown,
  request: Pick<FastifyRequest, 'id' | 'url' | 'method'>,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const problem = asDomainError(error);
  if (problem.code === 'INTERNAL') {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error('internal_error', { id: request.id, method: request.method, url: request.url, message });
  }
  const top = Object.fromEntries(
    TOP_LEVEL.flatMap((field) => (field in problem.details ? [[field, problem.details[field]]] : [])),
  );
  if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter));
  return reply
    .code(ERRORS[problem.code].status)
    .type(PROBLEM_CONTENT_TYPE)
    .send(JSON.stringify({ ...problemOf(problem.code, request.id, problem.details), ...top }));
}
