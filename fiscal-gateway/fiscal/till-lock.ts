import { DomainError } from '../../design/errors.ts';
import { TILL_LEASE } from '../../design/fiscal/limits.ts';
import type { lockAnswer, lockRequest } from '../../design/fiscal/wire.ts';
import type { z } from 'zod';
import type { Context } from '../context.ts';

type Answer = z.output<typeof lockAnswer>;

/** Which browser sells: a lease of 30 s, bound to the browser's token, that survives a restart of the gateway. */
export interface TillLock {
  state(token: string | null): Answer;
  /** Takes, renews or (`release`) gives up. `take` seizes it from another browser; a person decided so. */
  change(request: z.output<typeof lockRequest>, token: string): Promise<Answer>;
  /**
   * Throws LOCK_HELD where this token does not hold the lease. One that ran out while nobody renewed it (a PC that slept) is its last
   * holder's until it is given up or taken: only one browser sells all the same, and the first sale after the sleep goes through.
   */
  demand(token: string): void;
}

export function createTillLock({ journal, stores, clock, events }: Context): TillLock {
  const name = 'till';
  function running() {
    const lease = stores.leases.find(name);
    const rest = (lease?.until ?? 0) - clock.now();
    // A longer rest is a clock that was set back: nobody keeps the till for an hour by it.
    return rest > 0 && rest <= TILL_LEASE ? lease : null;
  }
  function state(token: string | null): Answer {
    const lease = running();
    if (lease === null) return { holder: null, name: null, mine: false, until: null };
    return { holder: lease.holder, name: lease.label, mine: token !== null && lease.token === token, until: lease.until };
  }
  return {
    state,
    async change({ holder, name: label, release, take }, token) {
      const before = running();
      await journal.commit(() => {
        if (release) {
          if (before?.token === token && before.holder === holder) stores.leases.release(name, before.fence);
          return;
        }
        const lease = stores.leases.take(
          { name, holder, label, token },
          clock.now(),
          TILL_LEASE,
          take === true || before === null,
        );
        if (lease === null) throw new DomainError('LOCK_HELD', { holder: before?.holder, name: before?.label });
      });
      if (running()?.fence !== before?.fence) events.emit({ type: 'lock' });
      return state(token);
    },
    demand(token) {
      const last = stores.leases.find(name);
      // Given up: `until` is 0.
      const lease = running() ?? (last && last.until > 0 ? last : null);
      if (lease?.token !== token)
        throw new DomainError('LOCK_HELD', { holder: lease?.holder ?? null, name: lease?.label ?? null });
    },
  };
}
