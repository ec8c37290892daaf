import { MINUTE, SECOND } from '../time/clock.ts';

/** Wrong PINs in a row of one person, on one device or at the server. */
export interface PinAttempts {
  readonly wrong: number;
  readonly lockedUntil: number;
}

export const NO_ATTEMPTS: PinAttempts = { wrong: 0, lockedUntil: 0 };
const FREE = 5;

/** The fifth wrong PIN in a row locks for 30 s, each further one twice as long, up to a quarter of an hour. `now` is epoch ms. */
export function afterWrongPin(before: PinAttempts, now: number): PinAttempts {
  const wrong = before.wrong + 1;
  const wait = wrong < FREE ? 0 : Math.min(15 * MINUTE, 30 * SECOND * 2 ** (wrong - FREE));
  return { wrong, lockedUntil: wait === 0 ? 0 : now + wait };
}

/** The gateway's wait (seconds) counts where it is the longer one. */
export function heldBack(attempts: PinAttempts, wait: number, now: number): PinAttempts {
  const most = Math.min(wait * SECOND, 15 * MINUTE);
  return wait > 0 ? { ...attempts, lockedUntil: Math.max(attempts.lockedUntil, now + most) } : attempts;
}

/** `null` where a PIN may be tried now, else until when not. A clock set back cannot lock for longer than the longest wait. */
export const lockedUntil = (attempts: PinAttempts, now: number): number | null =>
  attempts.lockedUntil > now && attempts.lockedUntil - now <= 15 * MINUTE ? attempts.lockedUntil : null;
