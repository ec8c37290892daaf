import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { DomainError, ERRORS, PROBLEM_CONTENT_TYPE, problemOf } from '../../design/errors.ts';
import type { ErrorCode } from '../../design/errors.ts';

/** The value in its documented shape, or BODY_INVALID with the fields named. */
export function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new DomainError('BODY_INVALID', {
    fields: result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  });
}

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'BODY_MALFORMED',
  413: 'BODY_TOO_LARGE',
  415: 'MEDIA_TYPE_UNSUPPORTED',
};

/** The emulators' control ports speak the same problem documents as the programs. */
export function answerProblems(app: FastifyInstance): void {
  const codeOf = (error: unknown): ErrorCode => {
    if (error instanceof DomainError) return error.code;
    const status = (error as { statusCode?: number }).statusCode;
    return (status !== undefined && BY_STATUS[status]) || 'INTERNAL';
  };
  app.setErrorHandler((error, _request, reply) => {
    const code = codeOf(error);
    const details = error instanceof DomainError ? error.details : {};
    return reply
      .code(ERRORS[code].status)
      .type(PROBLEM_CONTENT_TYPE)
      .send(problemOf(code, randomUUID(), details));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type(PROBLEM_CONTENT_TYPE).send(problemOf('NOT_FOUND', randomUUID())),
  );
}
