import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import type { Gateways, Till } from './gateways.store.ts';
import { bearerOf } from './tokens.ts';

/** The till whose gateway asks, by its bearer token. @throws DomainError UNAUTHENTICATED */
export function gatewayOf(request: FastifyRequest, gateways: Gateways): Till {
  const token = bearerOf(request.headers.authorization);
  const till = token === null ? null : gateways.authenticate(token);
  if (!till) throw new DomainError('UNAUTHENTICATED');
  return till;
}
