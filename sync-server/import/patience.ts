import type { OfficeErrors } from '../../design/errors.office.ts';
import { MINUTE, SECOND, type Clock } from '../../design/time/clock.ts';

/** What a decided job says of itself while it cannot be written. */
export const NOT_WRITTEN = 'IMPORT_NOT_WRITTEN' satisfies keyof OfficeErrors;

const FIRST_PAUSE = SECOND;
/** A disk that has room again is found out within a minute. */
const LONGEST_PAUSE = MINUTE;

/** Work that fails. `since`: its first failure, `next`: when it is tried again, epoch ms. */
export interface Waiting {
  readonly id: string;
  readonly since: number;
  readonly tries: number;
  readonly next: number;
}

/** Who fails waits, each time twice as long: a full disk is not written at every second, and its log is not filled by us. */
export interface Patience {
  failed(id: string): Waiting;
  ended(id: string): void;
  mayTry(id: string): boolean;
  all(): readonly Waiting[];
}

export function createPatience(clock: Clock): Patience {
  const waiting = new Map<string, Waiting>();
  return {
    failed(id) {
      const before = waiting.get(id);
      const tries = (before?.tries ?? 0) + 1;
      const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1));
      const now = { id, since: before?.since ?? clock.now(), tries, next: clock.now() + pause };
      waiting.set(id, now);
      return now;
    },
    ended: (id) => void waiting.delete(id),
    mayTry: (id) => (waiting.get(id)?.next ?? 0) <= clock.now(),
    all: () => [...waiting.values()],
  };
}
