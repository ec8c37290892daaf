import { canonicalJson } from '../canonical-json.ts';
import type { Conflict } from '../documents/conflict.ts';
import { revisionOf } from '../fiscal/revision.ts';
import { generationOf, type Resolution } from './resolve.ts';

type Md5 = (text: string) => string;

/** A revision with its history, for `_bulk_docs` with `new_edits: false`. */
export interface Grafted {
  readonly _id: string;
  readonly _rev: string;
  readonly _revisions: { readonly start: number; readonly ids: readonly string[] };
  readonly [field: string]: unknown;
}

/**
 * What a resolution writes, the merged revision first. Revision numbers come from parent and content alone, so two servers that resolve
 * the same leaves write the very same revisions, and a repeat is a no-op.
 */
export function writesOf(id: string, resolution: Resolution, md5Hex: Md5): Grafted[] {
  if (resolution.kind === 'settled' || resolution.kind === 'left') return [];
  const erased = resolution.kind === 'erased';
  const ended = resolution.losers.map((rev) => {
    const tombstone = { _id: id, _deleted: true, merged: true, ...(erased ? { erased } : {}) };
    return graft(tombstone, rev, md5Hex);
  });
  if (resolution.kind === 'erased' || resolution.unchanged) return ended;
  return [graft(resolution.body, resolution.winner, md5Hex), ...ended];
}

function graft(body: { readonly _id: string; readonly [field: string]: unknown }, parent: string, md5Hex: Md5): Grafted {
  const start = generationOf(parent) + 1;
  const hash = md5Hex(canonicalJson({ parent, body }));
  return { ...body, _rev: `${start}-${hash}`, _revisions: { start, ids: [hash, parent.slice(parent.indexOf('-') + 1)] } };
}

/** The record for people, `null` where nothing was lost from sight. The same leaves give the same record, revision included. */
export function recordOf(
  place: { id: string; database: string; store: string | null; hlc: string; revisions: readonly string[] },
  resolution: Resolution,
  md5Hex: Md5,
): (Conflict & { _rev: string }) | null {
  const left = resolution.kind === 'left' ? resolution.why : null;
  const differences = resolution.kind === 'merged' ? resolution.differences : [];
  if (left === null && differences.length === 0) return null;
  const revisions = [...place.revisions].sort();
  const record: Conflict = {
    _id: `${conflictsOf(place.id)}${md5Hex(revisions.join(' ')).slice(0, 12)}`,
    type: 'conflict',
    schema: 1,
    hlc: place.hlc,
    by: null,
    pos: null,
    store: place.store,
    database: place.database,
    document: place.id,
    revisions,
    left,
    differences: [...differences],
    status: 'open',
    stamps: {},
  };
  return { ...record, _rev: revisionOf(record, md5Hex) };
}

/** What the ids of a document's records begin with. */
export const conflictsOf = (id: string): string => `conflict:${id}:`;
