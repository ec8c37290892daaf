import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../design/errors.office.ts';
import { SESSION_COOKIE, type Sessions } from '../admin/sessions.ts';
import { isAdministrator } from '../couch-api/admin-token.ts';
import type { Attempts } from '../devices/attempts.ts';
import { bearerOf, hashOf, sameSecret } from '../devices/tokens.ts';
import { requestRate } from '../http/request-rate.ts';

export interface ConnectorAccess {
  /** `import.token` of the data folder, for the customer's programs; the administrator's opens it, too. */
  readonly importToken: string;
  readonly adminToken: string;
  /** Whoever is signed in to the administrator's pages may use it from these, with the session's cookie. */
  readonly sessions: Sessions;
}

/** Requirement I-10: an integration asks 60 times a second, for longer than a moment. */
const RATE = { burst: 120, perSecond: 60 };

/**
 * Lets a request of the connector in. With the cookie of the administrator's pages a change is taken only from a page of this very origin: a
 * cookie is sent along with what another port of this computer asks for, too.
 * @throws UNAUTHENTICATED, ORIGIN_NOT_ALLOWED, RATE_LIMITED
 */
export function connectorDoor({ importToken, adminToken, sessions }: ConnectorAccess, attempts: Attempts) {
  const count = requestRate(RATE);

  function isKnown(request: FastifyRequest): boolean {
    const { authorization } = request.headers;
    if (authorization === undefined) return isSession(request, sessions);
    const bearer = bearerOf(authorization);
    // Nobody guesses 24 random bytes: whoever sends wrong ones keeps out nobody who has the right ones.
    if (bearer !== null && sameSecret(bearer, importToken)) return true;
    attempts.check();
    if (bearer === null && isAdministrator(authorization, adminToken)) return true;
    attempts.failed();
    return false;
  }

  return (request: FastifyRequest): void => {
    if (!isKnown(request)) throw new DomainError('UNAUTHENTICATED');
    count(integrationOf(request));
  };
}

/** Cookies and tokens each have a pace of their own. */
const integrationOf = ({ headers, cookies }: FastifyRequest): number =>
  parseInt(hashOf(headers.authorization ?? cookies[SESSION_COOKIE] ?? '').slice(0, 12), 16);

function isSession(request: FastifyRequest, sessions: Sessions): boolean {
  if (!sessions.valid(request.cookies[SESSION_COOKIE])) return false;
  const { origin, host } = request.headers;
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== host) throw new DomainError('ORIGIN_NOT_ALLOWED');
  return true;
}
