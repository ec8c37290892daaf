import { HOUR, type Clock } from '../../design/time/clock.ts';
import { hashOf, newToken } from '../devices/tokens.ts';

export const SESSION_LIFE = 8 * HOUR;
export const SESSION_COOKIE = 'optics_admin';

/** Who is signed in to the administrator's pages. In memory: a restart signs everybody out. */
export interface Sessions {
  begin(): string;
  valid(token: string | undefined): boolean;
  end(token: string | undefined): void;
}

export function createSessions(clock: Clock): Sessions {
  const expires = new Map<string, number>();
  return {
    begin() {
      for (const [hash, at] of expires) if (at < clock.now()) expires.delete(hash);
      const token = newToken();
      expires.set(hashOf(token), clock.now() + SESSION_LIFE);
      return token;
    },
    valid: (token) => token !== undefined && (expires.get(hashOf(token)) ?? 0) > clock.now(),
    end: (token) => void (token !== undefined && expires.delete(hashOf(token))),
  };
}
