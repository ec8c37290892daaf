import type { Clock } from '../../design/time/clock.ts';
import { HOUR, MINUTE } from '../../design/time/clock.ts';
import type { Random } from '../random.ts';
import type { Scope } from '../journal/access.store.ts';

/** The service page's session: ends after half an hour of nothing and after a working day in any case, ms. */
const IDLE = 30 * MINUTE;
const LONGEST = 8 * HOUR;
const MOST = 50;

export interface Session {
  readonly scope: Scope;
  /** Hash of the token it was opened with: revoking that ends it. */
  readonly opener: string;
  readonly until: number;
  lastUsed: number;
}

/**
 * Sessions of the service page, kept in memory: a restart of the gateway ends them. The cookie's value is a secret of its own, never the
 * token it was opened with.
 */
export function createSessions(clock: Clock, random: Random, posId: string) {
  // Cookies know no ports: two gateways of one PC must not overwrite each other's.
  const name = `optics-gateway-${posId}`;
  const sessions = new Map<string, Session>();
  const alive = (session: Session): boolean => {
    const now = clock.now();
    return now < session.until && now < session.lastUsed + IDLE;
  };
  const cookie = (value: string, seconds: number): string =>
    `${name}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${seconds}`;
  const secretOf = (header: string | undefined): string | undefined =>
    header
      ?.split(';')
      .map((part) => part.trim().split('='))
      .find(([key]) => key === name)?.[1];

  return {
    open(scope: Scope, opener: string): { session: Session; cookie: string } {
      for (const [secret, session] of sessions) if (!alive(session) || sessions.size >= MOST) sessions.delete(secret);
      const secret = random.token();
      const session = { scope, opener, until: clock.now() + LONGEST, lastUsed: clock.now() };
      sessions.set(secret, session);
      return { session, cookie: cookie(secret, LONGEST / 1000) };
    },
    /** The session of a request's Cookie header; using it keeps it alive. */
    find(header: string | undefined): Session | null {
      const session = sessions.get(secretOf(header) ?? '');
      if (session === undefined || !alive(session)) return null;
      session.lastUsed = clock.now();
      return session;
    },
    /** Ends the session of this Cookie header; what clears the cookie. */
    close(header: string | undefined): string {
      sessions.delete(secretOf(header) ?? '');
      return cookie('', 0);
    },
    endOf(opener: string): void {
      for (const [secret, session] of sessions) if (session.opener === opener) sessions.delete(secret);
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;
