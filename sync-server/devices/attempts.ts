import { DomainError } from '../../design/errors.ts';
import { MINUTE, SECOND, type Clock } from '../../design/time/clock.ts';

const MOST = 10;
const WINDOW = 5 * MINUTE;

/** Limits guessing of codes and passwords: 10 failures in 5 minutes, counted for the whole server (a guesser changes addresses). */
export interface Attempts {
  /** @throws DomainError RATE_LIMITED with seconds to wait */
  check(): void;
  failed(): void;
}

export function createAttempts(clock: Clock): Attempts {
  let failures: number[] = [];
  return {
    check() {
      const since = clock.now() - WINDOW;
      failures = failures.filter((at) => at > since);
      if (failures.length >= MOST) throw new DomainError('RATE_LIMITED', {}, Math.ceil((failures[0]! - since) / SECOND));
    },
    failed: () => void failures.push(clock.now()),
  };
}
