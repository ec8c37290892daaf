import { MINUTE } from '../time/clock.ts';
import { SHIFT_LIMIT, SHIFT_WARNING } from './limits.ts';

/**
 * When a cashier is reminded that the shift nears its 24 hours (54-FZ; fiscal rules §6.1): at 23 h 30 min, and again a quarter of an hour
 * and five minutes before the end, because the first was read with a customer waiting.
 */
export const REMINDERS = [SHIFT_WARNING, SHIFT_LIMIT - 15 * MINUTE, SHIFT_LIMIT - 5 * MINUTE] as const;

/** How many reminders are due by now: 0 … 3; 0 also once the 24 hours are over, the till says so itself then. Instants in epoch ms. */
export function remindersDue(openedAt: number, now: number): number {
  const age = now - openedAt;
  return age >= SHIFT_LIMIT ? 0 : REMINDERS.filter((mark) => age >= mark).length;
}

/** Whole minutes until the register refuses receipts, rounded up, not below 0. */
export const minutesToLimit = (openedAt: number, now: number): number =>
  Math.max(0, Math.ceil((openedAt + SHIFT_LIMIT - now) / MINUTE));
