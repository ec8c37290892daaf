import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOOPBACK_ADDRESSES = /^(?:::ffff:)?127\.|^::1$/;

export const isLoopback = (address: string | undefined): boolean => address !== undefined && LOOPBACK_ADDRESSES.test(address);

const hostnameOf = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/**
 * A page of a foreign name that resolves to this computer (DNS rebinding) must not talk to us: the Host header is one of ours, and so is
 * the Origin of whatever writes. Loopback names pass on every port, because a proxy in front of the server has its own.
 */
export function hostGuard(publicUrl: string) {
  const own = new Set([...LOOPBACK_NAMES, new URL(publicUrl).hostname.toLowerCase()]);
  return (request: FastifyRequest): void => {
    const { host, origin } = request.headers;
    if (!host || !own.has(hostnameOf(host))) throw new DomainError('HOST_NOT_ALLOWED');
    if (origin === undefined || request.method === 'GET' || request.method === 'HEAD') return;
    const from = URL.canParse(origin) ? new URL(origin).hostname.toLowerCase() : '';
    if (!own.has(from)) throw new DomainError('ORIGIN_NOT_ALLOWED');
  };
}
