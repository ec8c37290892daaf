/**
 * The way of a buffer that empties after an outage (requirements A-68): how many of how many are gone, and how long the rest takes. Made
 * of what the gateway tells anyway; nothing here asks for anything.
 */
export interface Drain {
  /** Receipts that waited when it began, and those that joined since. */
  readonly total: number;
  readonly queued: number;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly at: number;
}

/** Fewer than this go out before anybody could read about them. */
export const DRAIN_WORTH_SHOWING = 10;

export interface BufferSeen {
  readonly queued: number;
  /** Is the way to the operator open? */
  readonly open: boolean;
  readonly at: number;
}

/** `null`: nothing is being drained. One begins when the operator is there again and a backlog begins to shrink; it ends when it is empty. */
export function drainSeen(drain: Drain | null, before: BufferSeen | null, now: BufferSeen): Drain | null {
  if (!now.open || now.queued === 0) return null;
  if (drain === null) {
    if (before === null || before.queued < DRAIN_WORTH_SHOWING || now.queued >= before.queued) return null;
    return { total: before.queued, queued: now.queued, startedAt: before.open ? before.at : now.at, at: now.at };
  }
  const joined = Math.max(0, now.queued - drain.queued);
  return { ...drain, total: drain.total + joined, queued: now.queued, at: now.at };
}

export const drained = ({ total, queued }: Drain): number => Math.max(0, total - queued);

/** Whole per cent; 100 is never shown while something is left. */
export const drainPercent = (drain: Drain): number =>
  drain.total === 0 ? 0 : Math.min(99, Math.floor((drained(drain) / drain.total) * 100));

/** ms until the last one is gone at the pace so far, `null` while there is no pace. `now`: epoch ms. */
export function drainLeft(drain: Drain, now: number): number | null {
  const done = drained(drain);
  const took = Math.max(drain.at, now) - drain.startedAt;
  return done === 0 || took <= 0 ? null : Math.round((took / done) * drain.queued);
}
