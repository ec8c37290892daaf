import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { DomainError, ERRORS, PROBLEM_CONTENT_TYPE, problemOf } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';
import { storageFault } from '../journal/storage-fault.ts';
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

/** Seconds: room is made by a person, a locked or stumbling disk recovers sooner. */
const DISK_RETRY = { full: 30, broken: 5 } as const;

/** Any error as one of ours. Only what nobody foresaw is INTERNAL. */
function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(({ instancePath, message }) => ({ path: instancePath, message }));
    return new DomainError(error.validationContext === 'body' ? 'BODY_INVALID' : 'QUERY_INVALID', { fields });
  }
  const fault = storageFault(error);
  if (fault) return new DomainError(fault === 'full' ? 'STORAGE_FULL' : 'JOURNAL_UNAVAILABLE', {}, DISK_RETRY[fault]);
  const { code, statusCode } = error as Partial<FastifyError>;
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
  request: Pick<FastifyRequest, 'id' | 'url' | 'method' | 'trace'>,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const problem = asDomainError(error);
  if (problem.code === 'INTERNAL') {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // The path without its query: what a caller wrote there is not for the log.
    const url = request.url.split('?')[0];
    log.error('internal_error', { id: request.id, trace_id: request.trace, method: request.method, url, message });
  }
  if (problem.code === 'STORAGE_FULL' || problem.code === 'JOURNAL_UNAVAILABLE') {
    log.error('storage_failed', { id: request.id, trace_id: request.trace, code: problem.code, message: String(error) });
  }
  const top = Object.fromEntries(
    TOP_LEVEL.flatMap((field) => (field in problem.details ? [[field, problem.details[field]]] : [])),
  );
  if (problem.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
  if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter));
  return reply
    .code(ERRORS[problem.code].status)
    .type(PROBLEM_CONTENT_TYPE)
    .send(JSON.stringify({ ...problemOf(problem.code, request.id, problem.details), trace_id: request.trace, ...top }));
}
