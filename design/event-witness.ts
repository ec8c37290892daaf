import type { ChainMark } from './event-chain.ts';
import type { EventsSaid } from './fiscal/journal-copy.ts';

/**
 * The server as witness of a gateway's event journal. It remembers one head and takes a newer one only from a gateway that shows it still
 * holds the remembered entry; so a tail that was cut off, or a chain written anew, is seen with the next heartbeat but one, also over a
 * restart of either side.
 */
export interface Witnessed extends ChainMark {
  readonly broken: { readonly at: number; readonly seq: number; readonly why: 'cut' | 'rewritten' } | null;
}

export interface Testimony {
  readonly state: Witnessed;
  /** Found just now. */
  readonly found: 'cut' | 'rewritten' | null;
}

/** What the server remembers after a heartbeat; a break is kept until the next one, and the new journal is followed from then on. */
export function witness(before: Witnessed | null, { head, confirms }: EventsSaid, at: number): Testimony {
  if (before === null) return { state: { ...head, broken: null }, found: null };
  const broken = (why: 'cut' | 'rewritten'): Testimony => ({
    state: { ...head, broken: { at, seq: before.seq, why } },
    found: why,
  });
  if (head.seq < before.seq) return broken('cut');
  if (head.seq === before.seq) return head.hash === before.hash ? { state: before, found: null } : broken('rewritten');
  // Only what it was last told can it confirm; until then the remembered head stands.
  if (confirms?.seq !== before.seq) return { state: before, found: null };
  if (confirms.hash !== before.hash) return broken('rewritten');
  return { state: { ...head, broken: before.broken }, found: null };
}
