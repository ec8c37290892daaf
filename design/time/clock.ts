/** Time comes in from outside, so that every rule is repeatable in a test. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
