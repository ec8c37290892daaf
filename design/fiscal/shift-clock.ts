import { MINUTE } from '../time/clock.ts';
import { SHIFT_LIMIT, SHIFT_WARNING } from './limits.ts';

/** How an open shift stands against the 24 hours of 54-FZ. */
export interface ShiftClock {
  readonly state: 'open' | 'expired';
  /** Epoch ms. */
  readonly closesAt: number;
  /** Whole minutes until then, 0 once it is over. */
  readonly minutesLeft: number;
  readonly warning: 'SHIFT_ENDS_SOON' | 'SHIFT_EXPIRED' | null;
}

/**
 * `openedAt`: the register's time of the opening report, ms. `registerSays`: what the register itself thinks of this shift, `null` where
 * it has not said; its "expired" counts even where our clock disagrees, because it will refuse every receipt (mode 3, error 4Eh).
 */
export function shiftClock(openedAt: number, now: number, registerSays: 'open' | 'expired' | null = null): ShiftClock {
  const closesAt = openedAt + SHIFT_LIMIT;
  if (now >= closesAt || registerSays === 'expired')
    return { state: 'expired', closesAt, minutesLeft: 0, warning: 'SHIFT_EXPIRED' };
  const minutesLeft = Math.ceil((closesAt - now) / MINUTE);
  return { state: 'open', closesAt, minutesLeft, warning: now - openedAt >= SHIFT_WARNING ? 'SHIFT_ENDS_SOON' : null };
}
