import { canonicalJson } from '../canonical-json.ts';
import { parseDatabaseName } from '../databases.ts';
import type { Conflict } from '../documents/conflict.ts';
import { generationOf, type Leaf, type Resolution } from './resolve.ts';

/** SHA-256, hex; handed in, for browsers and Node have it at different places. */
export type Digest = (text: string) => Promise<string>;

/** A revision with its history, for `_bulk_docs` with `new_edits: false`. */
export interface Grafted {
  readonly _id: string;
  readonly _rev: string;
  readonly _revisions: { readonly start: number; readonly ids: readonly string[] };
  readonly [field: string]: unknown;
}

/** Hex digits of a revision, as CouchDB's own have. */
const HASH_LENGTH = 32;

/**
 * What a resolution writes, the merged revision first. Revision numbers come from parent and content alone, so all who resolve the same
 * leaves, servers and devices, write the very same revisions, and a repeat is a no-op.
 */
export async function writesOf(id: string, resolution: Resolution, digest: Digest): Promise<Grafted[]> {
  if (resolution.kind === 'settled' || resolution.kind === 'left') return [];
  const erased = resolution.kind === 'erased';
  const tombstone = { _id: id, _deleted: true, merged: true, ...(erased ? { erased } : {}) };
  const ended = resolution.losers.map((rev) => graft(tombstone, rev, digest));
  const merged = resolution.kind === 'merged' && !resolution.unchanged ? [graft(resolution.body, resolution.winner, digest)] : [];
  return Promise.all([...merged, ...ended]);
}

async function graft(
  body: { readonly _id: string; readonly [field: string]: unknown },
  parent: string,
  digest: Digest,
): Promise<Grafted> {
  const start = generationOf(parent) + 1;
  const hash = (await digest(canonicalJson({ parent, body }))).slice(0, HASH_LENGTH);
  return { ...body, _rev: `${start}-${hash}`, _revisions: { start, ids: [hash, parent.slice(parent.indexOf('-') + 1)] } };
}

/** The record for people, `null` where nothing was lost from sight. The same leaves give the same record, revision included. */
export async function recordOf(
  { id, database, leaves }: { id: string; database: string; leaves: readonly Leaf[] },
  resolution: Resolution,
  digest: Digest,
): Promise<(Conflict & { _rev: string }) | null> {
  const left = resolution.kind === 'left' ? resolution.why : null;
  const differences = resolution.kind === 'merged' ? resolution.differences : [];
  if (left === null && differences.length === 0) return null;
  const live = leaves.filter((leaf) => leaf._deleted !== true);
  const revisions = live.map(({ _rev }) => _rev).sort();
  const record: Conflict = {
    _id: `${conflictsOf(id)}${(await digest(revisions.join(' '))).slice(0, 12)}`,
    type: 'conflict',
    schema: 1,
    hlc: live.map((leaf) => String(leaf['hlc'])).reduce((a, b) => (a > b ? a : b)),
    by: null,
    pos: null,
    store: parseDatabaseName(database)?.store ?? null,
    database,
    document: id,
    revisions,
    left,
    differences: [...differences],
    status: 'open',
    stamps: {},
  };
  return { ...record, _rev: `1-${(await digest(canonicalJson(record))).slice(0, HASH_LENGTH)}` };
}

/** What the ids of a document's records begin with. */
export const conflictsOf = (id: string): string => `conflict:${id}:`;
