import { DomainError } from '../../design/errors.ts';
import type { Gateway } from '../gateway.ts';
import type { Caller } from './access.ts';

/** Rules that hold on several routes: whose till this is, and which browser sells at it. */
export interface TillRules {
  /** Throws WRONG_TILL. */
  ownTill(posId: string): void;
  /** Throws LOCK_HELD where a browser acts that does not hold the lease; an administrator and other API clients need none. */
  lease(caller: Caller | null): void;
}

export const createTillRules = ({ context, lock }: Gateway): TillRules => ({
  ownTill(posId) {
    if (posId !== context.config.posId) throw new DomainError('WRONG_TILL', { expected: context.config.posId });
  },
  lease(caller) {
    if (caller?.scope === 'till') lock.demand(caller.token);
  },
});
