import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../journal/access.store.ts';
import { createRateLimit } from './rate-limit.ts';

export interface Caller {
  readonly scope: Scope;
  /** SHA-256 of the token: what leases and limits are bound to. */
  readonly token: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call; an administrator always may. `open`: no token needed. */
    access?: readonly Scope[] | 'open';
  }
  interface FastifyRequest {
    caller: Caller | null;
    /** The body before its schema read it. */
    rawBody: unknown;
  }
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Loopback names that a browser may use for this PC; anything else in `Host` is DNS rebinding. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

const hostNameOf = (host: string | undefined): string => (host ?? '').replace(/:\d+$/, '').toLowerCase();

export const isLoopbackOrigin = (origin: string): boolean => /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(origin);

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, last-event-id',
  'access-control-max-age': '600',
} as const;

/**
 * The door: Host (no DNS rebinding), Origin and CORS (paired pages only), bearer token, scope, rate. `adminHash` is the SHA-256 of the
 * administrator's token.
 */
export function guard(app: FastifyInstance, { config, stores, clock }: Context, adminHash: string): void {
  const hosts = new Set([...LOOPBACK, config.host.toLowerCase()]);
  const limit = createRateLimit(clock, config.rateLimit);
  const origins = new Set([...config.origins, ...stores.access.origins()]);

  app.decorateRequest('caller', null);
  app.decorateRequest('rawBody', null);
  app.decorate('pairOrigin', (origin: string) => origins.add(origin));

  function answerCors(request: FastifyRequest, reply: FastifyReply): 'preflight' | null {
    const { origin } = request.headers;
    if (origin === undefined) return null;
    const known = origins.has(origin) || origin === `http://${request.headers.host}`;
    // A page that is not paired yet may ask to be: the pairing route decides, and the page must be able to read its answer.
    const pairing = request.url.split('?')[0] === '/v1/pair' && (config.demo ? isLoopbackOrigin(origin) : origin !== 'null');
    if (!known && !pairing) throw new DomainError('ORIGIN_NOT_ALLOWED', { origin });
    void reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
    void reply.header('access-control-expose-headers', 'idempotency-replayed, retry-after');
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return null;
    void reply.headers(PREFLIGHT);
    // Chromium's Private Network Access, now Local Network Access: a page from elsewhere asks whether this PC agrees.
    for (const network of ['private', 'local']) {
      if (request.headers[`access-control-request-${network}-network`] === 'true') {
        void reply.header(`access-control-allow-${network}-network`, 'true');
      }
    }
    return 'preflight';
  }

  function callerOf(request: FastifyRequest): Caller | null {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return null;
    const hash = tokenHash(token);
    if (hash === adminHash) return { scope: 'admin', token: hash };
    const known = stores.access.token(hash);
    return known && { scope: known.scope, token: hash };
  }

  app.addHook('onRequest', async (request, reply) => {
    if (!hosts.has(hostNameOf(request.headers.host))) throw new DomainError('HOST_NOT_ALLOWED');
    if (answerCors(request, reply) === 'preflight') return reply.code(204).send();
    const caller = callerOf(request);
    limit(caller?.token ?? `anonymous ${request.ip}`);
    request.caller = caller;
    const access = request.routeOptions.config.access ?? [];
    if (access === 'open' || request.is404) return;
    if (caller === null) throw new DomainError('UNAUTHENTICATED');
    if (caller.scope !== 'admin' && !access.includes(caller.scope)) throw new DomainError('FORBIDDEN', { scope: caller.scope });
  });
  app.addHook('preValidation', (request, _reply, next) => {
    request.rawBody = request.body;
    next();
  });
}
