import fc from 'fast-check';

/** A revision in a tree that the test invents. */
export interface Revision {
  readonly rev: string;
  readonly deleted: boolean;
  /** Hashes from this revision back to its root, as `_revisions.ids` lists them. */
  readonly path: readonly string[];
}

interface Plan {
  readonly parent: number;
  readonly deleted: boolean;
  readonly hash: number;
  readonly order: number;
}

/** 32 lower-case hex digits, so that CouchDB (which packs them into bytes) and PouchDB (which compares text) sort them alike. */
const hashOf = (seed: number, index: number): string =>
  `${((seed * 2_654_435_761) >>> 0).toString(16).padStart(8, '0')}${index.toString(16).padStart(24, '0')}`;

function grow(plans: readonly Plan[]): Revision[] {
  const revisions: Revision[] = [];
  plans.forEach(({ parent, deleted, hash }, i) => {
    const under = i === 0 || parent % (i + 1) === i ? null : revisions[parent % (i + 1)]!;
    const path = [hashOf(hash, i), ...(under?.path ?? [])];
    revisions.push({ rev: `${path.length}-${path[0]}`, deleted, path });
  });
  return revisions;
}

export interface Tree {
  readonly revisions: readonly Revision[];
  /** The same revisions in the order in which they arrive. */
  readonly arrival: readonly Revision[];
}

/** Trees of up to eight revisions, with several roots and branches, deleted ones inside and at the tips, arriving in any order. */
export const trees: fc.Arbitrary<Tree> = fc
  .array(fc.record({ parent: fc.nat(), deleted: fc.boolean(), hash: fc.nat(), order: fc.nat() }), { minLength: 1, maxLength: 8 })
  .map((plans) => {
    const revisions = grow(plans);
    const arrival = plans.map((_, i) => i).sort((a, b) => plans[a]!.order - plans[b]!.order || a - b);
    return { revisions, arrival: arrival.map((i) => revisions[i]!) };
  });

const position = ({ rev }: Revision): number => Number(rev.slice(0, rev.indexOf('-')));

/** CouchDB's rule: a living leaf before a deleted one, then the longer history, then the greater hash. The first is the winner. */
export function leavesInOrder(revisions: readonly Revision[]): Revision[] {
  const parents = new Set(revisions.map(({ path }) => path[1]));
  return revisions
    .filter(({ path }) => !parents.has(path[0]))
    .sort((a, b) => Number(a.deleted) - Number(b.deleted) || position(b) - position(a) || (a.rev < b.rev ? 1 : -1));
}

/** The document of a revision as replication carries it. */
export const documentOf = (base: object, { rev, deleted, path }: Revision) => ({
  ...base,
  _rev: rev,
  _revisions: { start: path.length, ids: path },
  ...(deleted ? { _deleted: true } : {}),
});
