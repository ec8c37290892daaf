import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DomainError } from '../../design/errors.ts';
import { UUID_V4 } from '../../design/ids.ts';
import type { FastifyRequest } from 'fastify';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** The header that makes a repeat harmless. Throws where it is no UUIDv4; `null` where it is absent. */
export function optionalKey(request: Pick<FastifyRequest, 'headers'>): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') return null;
  if (typeof key !== 'string' || !UUID_V4.test(key)) throw new DomainError('IDEMPOTENCY_KEY_INVALID');
  return key.toLowerCase();
}

export function requiredKey(request: Pick<FastifyRequest, 'headers'>): string {
  const key = optionalKey(request);
  if (key === null) throw new DomainError('IDEMPOTENCY_KEY_REQUIRED');
  return key;
}

export const REPLAYED = 'idempotency-replayed';

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    id: z.string(),
  })
  .describe('RFC 9457 problem document');
