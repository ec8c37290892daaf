import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import { bearerOf, sameSecret } from '../devices/tokens.ts';

/** Figures and evidence are read with a token of their own (SYNC_METRICS_TOKEN, or the file made at the first start). */
export function requireReadToken(request: FastifyRequest, token: string): void {
  const given = bearerOf(request.headers.authorization);
  if (given === null || !sameSecret(given, token)) throw new DomainError('UNAUTHENTICATED');
}
