import { DAY, HOUR, MINUTE, SECOND } from '../time/clock.ts';
import type { Channel } from '../documents/sending.ts';

/** Electronic receipts: how long, how often, how many. Times in ms. */
export const MESSAGES = {
  /** After a fault of the message itself (a greylisting server wants to be asked again in minutes). */
  retry: { first: 30 * SECOND, most: HOUR },
  /** The whole service is away: nothing is tried meanwhile. */
  pause: { first: 10 * SECOND, most: 5 * MINUTE },
  /** From the registration of the receipt on; mail servers try for days, a text message after half a day only puzzles. */
  giveUp: { email: 2 * DAY, sms: 12 * HOUR } satisfies Record<Channel, number>,
  /** A wish waits this long for its receipt: a till may be offline for weeks (the law gives the operator's copy 30 days). */
  waitForReceipt: 35 * DAY,
  /** Wishes for one sale and channel within a day: the first, and a cashier's repeats. */
  perSale: 5,
  /** A shop's messages within an hour. Far above a busy day; a till gone wild stops here, and an SMS costs money. */
  perHour: { email: 600, sms: 120 } satisfies Record<Channel, number>,
  /** Sent ones are remembered for the limits; failed ones for the administrator. */
  keep: { sent: 2 * DAY, failed: 30 * DAY },
  /** The contact and what is known of its messages go this long after the last wish. */
  contact: 30 * DAY,
} as const;
