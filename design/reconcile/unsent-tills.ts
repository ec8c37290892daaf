import type { RegisterState } from '../documents/chain.ts';
import { DAY, MINUTE } from '../time/clock.ts';

/** Four heartbeats missed: nobody knows what the till does. */
export const SILENT_AFTER = 2 * MINUTE;
/** A row of the journal's copy that waits longer than this is held up, not on its way. */
const COPY_LATE = MINUTE;
/** A drive blocks when its documents have waited for 30 days (54-FZ): a till silent for longer has sold nothing since. */
const SILENT_AT_MOST = 30 * DAY;

export interface Listening {
  /** Epoch ms. */
  readonly now: number;
  /** Since when the server has been there to hear anybody; before, silence says nothing. */
  readonly since: number;
}

export const isSilent = ({ seen }: Pick<RegisterState, 'seen'>, { now, since }: Listening): boolean =>
  now - Math.max(seen, since) > SILENT_AFTER;

/**
 * Requirement C-12: the tills of a shop that may still hold something of a day (`from ≤ at < to`, epoch ms), by their numbers in order.
 * A till that talks holds what its copy says. A silent one may hold everything after its last word, if its shift was open then or if it
 * was not heard all day (the shift may have been opened without the net); one that closed its shift and was switched off holds nothing.
 */
export function unsentTills(
  states: Iterable<RegisterState>,
  { store, from, to }: { store: string; from: number; to: number },
  listening: Listening,
): string[] {
  const unsent: string[] = [];
  for (const till of states) {
    if (till.store !== store || till.retired || till.pos === null || from > listening.now) continue;
    const oldest = till.copy?.oldest ?? null;
    const heldUp = oldest !== null && till.seen - oldest > COPY_LATE && oldest < to;
    const absent = till.seen < from && from - till.seen <= SILENT_AT_MOST;
    const mute = isSilent(till, listening) && till.seen < to && (absent || (till.seen >= from && till.shift !== null));
    if (heldUp || mute) unsent.push(till.pos);
  }
  return unsent.sort();
}
