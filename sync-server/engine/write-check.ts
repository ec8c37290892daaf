import type { DocumentInput, WriteResult } from './engine.ts';
import { refusalOf } from './validators.ts';

type Stored = Map<string, { _id: string; _rev: string }>;

/**
 * What becomes of each document before it is written: a result where it is settled already (the very revision is there, or the validator
 * refuses it), `null` where it goes on to the store. CouchDB's own validator does not see a second *first* revision as a change of the
 * stored one, so this check stands before both back ends.
 */
export function checkWrites(
  name: string,
  docs: readonly DocumentInput[],
  stored: Stored,
  newEdits: boolean,
): (WriteResult | null)[] {
  return docs.map((doc) => {
    const old = stored.get(doc._id) ?? null;
    if (!newEdits && old && old._rev === doc._rev) return { id: doc._id, ok: true, rev: old._rev, error: null };
    if (refusalOf(name, doc, old) !== null) return { id: doc._id, ok: false, rev: null, error: 'forbidden' };
    // Two revisions of one new fact in the same batch: the validator must see the first when it judges the second.
    if (!old) stored.set(doc._id, { _id: doc._id, _rev: doc._rev ?? '1-' });
    return null;
  });
}

export interface WriteRow {
  readonly id?: string;
  readonly rev?: string;
  readonly error?: boolean | string;
  readonly name?: string;
}

/** Fills the gaps of `checkWrites` with the store's answer: a row a document with `newEdits`, rows of failures only without. */
export function fillResults(
  results: (WriteResult | null)[],
  docs: readonly DocumentInput[],
  rows: readonly WriteRow[],
  newEdits: boolean,
): WriteResult[] {
  // Two revisions of one document may come together: the failure of the one is not the other's. PouchDB names no revision.
  const failed = rows.filter((row) => row.error);
  const failureOf = ({ _id, _rev }: DocumentInput): WriteRow | undefined =>
    failed.find((row) => row.id === _id && (row.rev === undefined || row.rev === _rev));
  let next = 0;
  return results.map((result, i) => {
    if (result !== null) return result;
    const doc = docs[i]!;
    const row = newEdits ? rows[next] : failureOf(doc);
    next += 1;
    const error = row?.error ? (typeof row.error === 'string' ? row.error : (row.name ?? 'error')) : null;
    return { id: doc._id, ok: error === null, rev: error === null ? (row?.rev ?? doc._rev ?? null) : null, error };
  });
}

/** Checking and writing are two steps; one writer at a time keeps a fact from getting two revisions between them. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let queue: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = queue.then(work, work);
    queue = next.catch(() => undefined);
    return next;
  };
}
