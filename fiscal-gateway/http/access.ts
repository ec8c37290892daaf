import { hash as digest, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.ts';
import { HOUR } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';
import type { Scope } from '../journal/access.store.ts';
import { demandShallow } from './body-depth.ts';
import { createRateLimit } from './rate-limit.ts';
import { createSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';

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

export const tokenHash = (token: string): string => digest('sha256', token, 'hex');
const sameHash = (a: string, b: string): boolean => timingSafeEqual(new TextEncoder().encode(a), new TextEncoder().encode(b));

/** Loopback names that a browser may use for this PC; anything else in `Host` is DNS rebinding. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
/** Listening everywhere is no name: a page that calls `http://0.0.0.0` is an attack of its own. */
const WILDCARD = ['0.0.0.0', '::', '[::]'];

const hostNameOf = (host: string | undefined): string => (host ?? '').replace(/:\d+$/, '').toLowerCase();

export const isLoopbackOrigin = (origin: string): boolean => /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(origin);

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, last-event-id, traceparent',
  'access-control-max-age': '600',
} as const;

/** What a page of our own sends with every change: a form of another site cannot (together with the Origin check, against CSRF). */
export const PAGE_HEADER = 'x-optics-page';

/** How often the journal notes that a token is in use, ms. */
const USE_NOTED_EVERY = HOUR;

/** Who is connected, as the routes of pairing change it. */
export interface Door {
  readonly sessions: Sessions;
  /** The caller of a token; `null` where it opens nothing. */
  callerOfToken(token: string): Caller | null;
  pairOrigin(origin: string): void;
  /** A token was revoked: it, its sessions and (`origin`) its page end now. */
  forget(hash: string, origin: string | null): void;
}

/**
 * The door: Host (no DNS rebinding), Origin and CORS (paired pages only), bearer token or the service page's cookie, scope, rate.
 * `adminHash` is the SHA-256 of the administrator's token.
 */
export function guard(app: FastifyInstance, { config, stores, clock, random, journal }: Context, adminHash: string): Door {
  const hosts = new Set([...LOOPBACK, ...(WILDCARD.includes(config.host) ? [] : [config.host.toLowerCase()])]);
  const limit = createRateLimit(clock, config.rateLimit);
  const origins = new Set([...config.origins, ...stores.access.origins()]);
  const sessions = createSessions(clock, random, config.posId);
  /** Tokens met since the start: a receipt should cost no hash and no query to be let in. */
  const met = new Map<string, { caller: Caller; noted: number }>();

  app.decorateRequest('caller', null);
  app.decorateRequest('rawBody', null);

  const ownOrigin = (request: FastifyRequest): string => `http://${request.headers.host}`;

  function answerCors(request: FastifyRequest, reply: FastifyReply): 'preflight' | null {
    const { origin } = request.headers;
    if (origin === undefined) return null;
    const known = origins.has(origin) || origin === ownOrigin(request);
    // A page that is not paired yet may ask to be: the pairing route decides, and the page must be able to read its answer.
    const pairing = request.url.split('?')[0] === '/v1/pair' && (config.demo ? isLoopbackOrigin(origin) : origin !== 'null');
    if (!known && !pairing) throw new DomainError('ORIGIN_NOT_ALLOWED');
    void reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
    void reply.header('access-control-expose-headers', 'idempotency-replayed, retry-after, traceparent');
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

  function noteUse(hash: string, now: number): void {
    // What a crash loses here is an hour of "last used".
    journal.commitLater(() => stores.access.noteUse(hash, now)).catch(() => undefined);
  }

  function callerOfToken(token: string): Caller | null {
    const now = clock.now();
    const before = met.get(token);
    if (before && now - before.noted < USE_NOTED_EVERY) return before.caller;
    const hash = tokenHash(token);
    const known = sameHash(hash, adminHash) ? null : stores.access.token(hash);
    if (known === null && !sameHash(hash, adminHash)) return null;
    const caller: Caller = { scope: known?.scope ?? 'admin', token: hash };
    if (met.size > 100) met.clear();
    met.set(token, { caller, noted: now });
    if (known) noteUse(hash, now);
    return caller;
  }

  /**
   * The cookie counts for pages of this very origin only. SameSite=Strict does not say that: to a browser every port of this PC is one
   * site, and cookies know no ports.
   */
  function callerOfCookie(request: FastifyRequest): Caller | null {
    const session = request.headers.cookie === undefined ? null : sessions.find(request.headers.cookie);
    if (session === null) return null;
    const { origin, 'sec-fetch-site': site } = request.headers;
    if (origin !== undefined && origin !== ownOrigin(request)) return null;
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return null;
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (!reading && (origin === undefined || request.headers[PAGE_HEADER] === undefined))
      throw new DomainError('ORIGIN_NOT_ALLOWED');
    return { scope: session.scope, token: session.opener };
  }

  function callerOf(request: FastifyRequest): Caller | null {
    const { authorization } = request.headers;
    if (authorization === undefined) return callerOfCookie(request);
    const token = /^Bearer (\S{1,256})$/.exec(authorization)?.[1];
    return token === undefined ? null : callerOfToken(token);
  }

  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
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
    demandShallow(request.body);
    request.rawBody = request.body;
    next();
  });

  return {
    sessions,
    callerOfToken,
    pairOrigin: (origin) => void origins.add(origin),
    forget(hash, origin) {
      for (const [token, { caller }] of met) if (caller.token === hash) met.delete(token);
      sessions.endOf(hash);
      if (origin !== null && !config.origins.includes(origin)) origins.delete(origin);
    },
  };
}
