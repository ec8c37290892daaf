/**
 * The event journal as a chain (requirements I-08: "tamper-protected"): every entry's hash covers the entry and the hash before it, so a
 * changed, removed or swapped entry breaks every hash after it. What a chain alone cannot show, a tail cut off, shows a head that somebody
 * else remembers (the server, a backup). The hash function is handed in; both sides use SHA-256 as hex.
 */
export interface ChainEntry {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly level: string;
  readonly event: string;
  readonly receipt: string | null;
  readonly message: string;
  /** JSON text, hashed as it is stored. */
  readonly details: string;
}

export interface ChainedEntry extends ChainEntry {
  readonly hash: string;
}

/** The place and hash of one entry: of the last one (head), or of the last one that was pruned (anchor). */
export interface ChainMark {
  readonly seq: number;
  readonly hash: string;
}

export type Digest = (text: string) => string;

/** Before the first entry. */
export const CHAIN_START: ChainMark = { seq: 0, hash: '' };

/** The event that pruning writes: its details repeat the new anchor, so that an anchor moved by hand is seen. */
export const PRUNED_EVENT = 'events_pruned';

/** An array in a fixed order is canonical JSON without sorting: it is made for every entry of a busy till. */
export function chainHash(
  previous: string,
  { seq, at, level, event, receipt, message, details }: ChainEntry,
  digest: Digest,
): string {
  return digest(`${previous}\n${JSON.stringify([seq, at, level, event, receipt, message, details])}`);
}

export interface ChainBreak {
  /**
   * `gap`: an entry is missing; `altered`: its content or order was changed; `anchor`: entries were removed from the beginning otherwise
   * than by pruning; `cut`: the end is missing; `rewritten`: another entry stands where a remembered one stood.
   */
  readonly kind: 'gap' | 'altered' | 'anchor' | 'cut' | 'rewritten';
  readonly seq: number;
  /** Who remembers otherwise, for `cut` and `rewritten`. */
  readonly witness?: string;
}

export interface Witness extends ChainMark {
  /** E.g. `server`, `backup daily-2026-11-21`. */
  readonly name: string;
}

export interface ChainReport {
  readonly head: ChainMark;
  readonly entries: number;
  /** In the order of the chain; after the first broken hash nothing more can be said of the rest, so at most one of the chain itself. */
  readonly breaks: readonly ChainBreak[];
}

/**
 * Walks the chain from its anchor. `entries` in the order of `seq`, those after the anchor only. `start`: where the chain began (0, or the
 * last number of a log that was not chained yet).
 */
export function verifyChain(
  anchor: ChainMark,
  entries: Iterable<ChainedEntry>,
  digest: Digest,
  { witnesses = [], start = 0 }: { witnesses?: readonly Witness[]; start?: number } = {},
): ChainReport {
  const breaks: ChainBreak[] = [];
  const remembered = new Map(witnesses.map(({ seq, hash }) => [seq, hash]));
  const seen = new Map<number, string>([[anchor.seq, anchor.hash]]);
  let head = anchor;
  let count = 0;
  let pruned: ChainMark | null = null;
  for (const entry of entries) {
    if (entry.seq !== head.seq + 1) {
      breaks.push({ kind: 'gap', seq: head.seq + 1 });
      break;
    }
    if (chainHash(head.hash, entry, digest) !== entry.hash) {
      breaks.push({ kind: 'altered', seq: entry.seq });
      break;
    }
    head = { seq: entry.seq, hash: entry.hash };
    count += 1;
    if (remembered.has(entry.seq)) seen.set(entry.seq, entry.hash);
    if (entry.event === PRUNED_EVENT) pruned = markOf(entry.details);
  }
  const expected = pruned ?? { seq: start, hash: '' };
  if (breaks.length === 0 && (expected.seq !== anchor.seq || expected.hash !== anchor.hash)) {
    breaks.push({ kind: 'anchor', seq: anchor.seq });
  }
  for (const { name, seq, hash } of witnesses) {
    // What was pruned since cannot be compared any more; behind a broken place the chain has said what it can.
    if (seq < anchor.seq || (breaks.length > 0 && seq > head.seq)) continue;
    if (seq > head.seq) breaks.push({ kind: 'cut', seq: head.seq + 1, witness: name });
    else if (seen.get(seq) !== hash) breaks.push({ kind: 'rewritten', seq, witness: name });
  }
  return { head, entries: count, breaks };
}

function markOf(details: string): ChainMark | null {
  try {
    const { seq, hash } = JSON.parse(details) as Partial<ChainMark>;
    return typeof seq === 'number' && typeof hash === 'string' ? { seq, hash } : null;
  } catch {
    return null;
  }
}
