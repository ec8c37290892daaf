import { canonicalJson } from '../canonical-json.ts';
import type { Conflict, Difference } from '../documents/conflict.ts';
import { MERGE_KINDS, type MergeKind } from '../documents/merge-kinds.ts';
import { DOCUMENTS } from '../documents/registry.ts';
import { upgrade } from '../documents/upgrade.ts';
import { typeOfId } from '../ids.ts';
import { differencesOf } from './differences.ts';
import { mergeOf, type Body, type MergeOfNotes } from './rules.ts';

/** A revision that nothing follows, as a store keeps it. */
export interface Leaf {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
  readonly [field: string]: unknown;
}

/**
 * What becomes of a document with several leaves. Deletion and edit made apart: the edit stands, somebody still needed the document; but
 * what the deleter had seen goes, even where a merge has given it another revision meanwhile. An erasure of personal data (`erased: true`,
 * and every deletion of a `contact`) wins over any edit, or a device that was offline would bring back what the law had removed.
 */
export type Resolution =
  | { readonly kind: 'settled' }
  | { readonly kind: 'left'; readonly why: NonNullable<Conflict['left']>; readonly leaves: readonly string[] }
  | { readonly kind: 'erased' | 'deleted'; readonly losers: readonly string[] }
  | {
      readonly kind: 'merged';
      /** Without `_rev`. */
      readonly body: Body;
      /** The winner already says so: only the losers go. */
      readonly unchanged: boolean;
      readonly winner: string;
      readonly losers: readonly string[];
      readonly differences: readonly Difference[];
    };

/** Types whose every deletion is an erasure: they exist to be erasable. */
const ERASED_BY_DELETION: ReadonlySet<string> = new Set(['contact']);

/** A tombstone that ends personal data for good. Those that a resolver leaves on losers (`merged: true`) end nothing. */
export const isErasure = (leaf: Leaf): boolean =>
  leaf._deleted === true && (leaf['erased'] === true || (leaf['merged'] !== true && ERASED_BY_DELETION.has(typeOfId(leaf._id))));

/** Had those who deleted the document seen all that a version says? Known where the type keeps stamps and the tombstone says which. */
function seenBy(leaves: readonly Leaf[]): (leaf: Leaf) => boolean {
  const seen: Record<string, string> = {};
  for (const { _deleted, merged, stamps } of leaves) {
    if (_deleted !== true || merged === true) continue;
    for (const [field, at] of Object.entries((stamps ?? {}) as Record<string, string>)) {
      if (at > (seen[field] ?? '')) seen[field] = at;
    }
  }
  return ({ stamps }) => {
    const said = Object.entries((stamps ?? {}) as Record<string, string>);
    return said.length > 0 && said.every(([field, at]) => at <= (seen[field] ?? ''));
  };
}

/** May leaves of this document be merged at all? */
export const mergeKindOf = (id: string): MergeKind | null => MERGE_KINDS.get(typeOfId(id)) ?? null;

/** Pure: the same leaves, in whatever order, give the same resolution on every server. */
export function resolve(leaves: readonly Leaf[], notes: MergeOfNotes): Resolution {
  const live = leaves.filter((leaf) => leaf._deleted !== true).sort(winnerFirst);
  const losers = live.slice(1).map(({ _rev }) => _rev);
  const [winner] = live;
  const kind = winner ? mergeKindOf(winner._id) : null;
  if (!winner || kind === null) return { kind: 'settled' };
  if (leaves.some(isErasure)) return { kind: 'erased', losers: [winner._rev, ...losers] };
  if (live.every(seenBy(leaves))) return { kind: 'deleted', losers: [winner._rev, ...losers] };
  if (losers.length === 0) return { kind: 'settled' };
  const left = (why: NonNullable<Conflict['left']>): Resolution => ({ kind: 'left', why, leaves: [winner._rev, ...losers] });
  const bodies: Body[] = [];
  for (const leaf of live) {
    const { doc, newer } = upgrade<Leaf & { type?: unknown; schema?: unknown }>(leaf);
    if (newer) return left('schema-newer');
    bodies.push(doc);
  }
  try {
    const { _rev, ...body } = bodies.reduce(mergeOf(kind, notes)) as Body & { _rev?: string };
    if (!shapeOf(winner._id).safeParse(body).success) return left('malformed');
    const differences = differencesOf(kind, bodies, body);
    return { kind: 'merged', body, unchanged: saysTheSame(winner, body), winner: winner._rev, losers, differences };
  } catch {
    // Somebody wrote what its type does not allow (a note that is no Yjs update): a person must look, the others need not wait.
    return left('malformed');
  }
}

const shapeOf = (id: string) => DOCUMENTS[typeOfId(id) as keyof typeof DOCUMENTS].shape;

function saysTheSame({ _rev: _, _deleted: __, ...winner }: Leaf, body: Body): boolean {
  return canonicalJson(winner) === canonicalJson(body);
}

/** CouchDB's order: the longer history, then the greater hash. */
function winnerFirst(a: Leaf, b: Leaf): number {
  return generationOf(b._rev) - generationOf(a._rev) || (a._rev < b._rev ? 1 : -1);
}

export const generationOf = (rev: string): number => Number.parseInt(rev, 10);
