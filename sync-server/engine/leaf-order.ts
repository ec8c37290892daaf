import type { StoredDocument } from './engine.ts';

/**
 * The order of a document's leaves, the winner first: what lives before what is deleted, then the higher revision. CouchDB lists them so in
 * `_changes`, and in no promised order when it is asked for `open_revs`; PouchDB begins with what was written last.
 */
export function byRank(a: StoredDocument, b: StoredDocument): number {
  const generation = ({ _rev }: StoredDocument): number => Number.parseInt(_rev, 10);
  return Number(a._deleted === true) - Number(b._deleted === true) || generation(b) - generation(a) || (a._rev < b._rev ? 1 : -1);
}
