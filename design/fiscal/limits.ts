import { DAY, HOUR, MINUTE, SECOND } from '../time/clock.ts';

/** Undelivered receipts that a till may hold (requirements B-47) and the marks at which people are told (L-07), percent of capacity. */
export const BUFFER_CAPACITY = 200;
/** What an administrator may set at runtime: an emergency measure (B-47), not a way to forget about the operator. */
export const BUFFER_CAPACITY_RANGE = { least: BUFFER_CAPACITY, most: 1_000 } as const;
/** So many dead letters are still a matter of single documents; more is a wrong setting (requirements L-12). */
export const DEAD_LETTERS_MANY = 10;
export const BUFFER_THRESHOLDS = { warning: 80, critical: 90, full: 100 } as const;
export type BufferLevel = 'normal' | 'warning' | 'critical' | 'full';

export const percentFull = (queued: number, capacity: number): number =>
  capacity > 0 ? Math.round((queued * 1000) / capacity) / 10 : 100;

export function bufferLevel(queued: number, capacity: number): BufferLevel {
  const percent = capacity > 0 ? (queued * 100) / capacity : 100;
  if (percent >= BUFFER_THRESHOLDS.full) return 'full';
  if (percent >= BUFFER_THRESHOLDS.critical) return 'critical';
  return percent >= BUFFER_THRESHOLDS.warning ? 'warning' : 'normal';
}

/** 54-FZ: a shift lasts at most 24 h; the cashier is reminded half an hour before. */
export const SHIFT_LIMIT = 24 * HOUR;
export const SHIFT_WARNING = 23 * HOUR + 30 * MINUTE;

/** Phase 2 (design §6, requirements L-02…L-06). */
export const SYNC_BATCH = 50;
export const SYNC_INTERVAL = 10 * SECOND;
export const OFD_TIMEOUT = 10 * SECOND;
/** The operator answers, but slowly: said to people from here on, ms (POC-5). */
export const OFD_SLOW = 3 * SECOND;
export const SENDER_LEASE = 10 * SECOND;
export const BREAKER = { failures: 5, openFor: 60 * SECOND, successes: 2, probeEvery: 5 * SECOND } as const;
export const BACKOFF = { first: 5 * SECOND, most: 300 * SECOND } as const;
/** Our clock beside the server's (requirements C-06), ms. */
export const CLOCK_DRIFT = { warning: 5 * SECOND, critical: 10 * SECOND } as const;
export const MODE_CHECKS = 3;
export const MODE_DWELL = 90 * SECOND;
export const HEARTBEAT_EVERY = 30 * SECOND;
/** How long the journal keeps what may age out, ms (design §6, requirements B-48, I-08, J-14). Keys, hashes, numbers and lines stay. */
export const RETENTION = {
  bodies: 7 * DAY,
  abandoned: 90 * DAY,
  deadLetters: 90 * DAY,
  events: 90 * DAY,
  copy: 7 * DAY,
  /** A customer's contact after the delivery of the receipt; at most, whatever became of it (30 days are the law's for delivering). */
  contacts: 7 * DAY,
  contactsAtMost: 37 * DAY,
} as const;
/** Free room on the disk of a journal, bytes (requirements B-28). */
export const DISK = { low: 1024 ** 3, critical: 100 * 1024 ** 2 } as const;
/** The browser that sells holds a lease this long. */
export const TILL_LEASE = 30 * SECOND;
