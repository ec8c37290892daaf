import { MINUTE } from '../time/clock.ts';

/** How often and how many times a refund that is blocked is looked at by itself (requirements A-43). */
export const RECHECK_EVERY = 5 * MINUTE;
export const RECHECKS = 12;

export interface Waiting {
  /** When it was first refused, epoch ms. */
  readonly since: number;
  /** When it was last looked at. */
  readonly checked: number;
  /** Looks by itself so far. */
  readonly checks: number;
}

/** When it is looked at next by itself, epoch ms; `null`: twelve times were enough, a person decides (design §7). */
export const nextCheck = ({ checked, checks }: Waiting): number | null => (checks < RECHECKS ? checked + RECHECK_EVERY : null);

/** Is a look due? A clock that was set back does not put it off. */
export function isDue(waiting: Waiting, now: number): boolean {
  const next = nextCheck(waiting);
  return next !== null && (now >= next || now < waiting.checked);
}
