import type { Pouch } from './pouch.pool.ts';

export type MissingRevisions = Record<string, { missing: string[]; possible_ancestors?: string[] }>;

type Branch = readonly [hash: string, about: object, children: readonly Branch[]];
type Tree = readonly { readonly pos: number; readonly ids: Branch }[];

/**
 * `_revs_diff` as CouchDB answers it: a revision that the tree knows is not missing. PouchDB calls it missing once its body was compacted
 * away, so a device would hear that a revision which another one has superseded never arrived.
 */
export async function missingRevisions(pouch: Pouch, asked: Record<string, string[]>): Promise<MissingRevisions> {
  const answer = (await pouch.revsDiff(asked)) as MissingRevisions;
  const rows = await Promise.all(
    Object.entries(answer).map(async ([id, row]) => {
      const known = await knownRevisions(pouch, id);
      return [id, { ...row, missing: row.missing.filter((rev) => !known.has(rev)) }] as const;
    }),
  );
  return Object.fromEntries(rows.filter(([, { missing }]) => missing.length > 0));
}

interface WithTrees {
  _getRevisionTree(id: string, done: (error: (Error & { status?: number }) | null, tree?: Tree) => void): void;
}

async function knownRevisions(pouch: Pouch, id: string): Promise<Set<string>> {
  const tree = await new Promise<Tree>((resolve, reject) => {
    (pouch as unknown as WithTrees)._getRevisionTree(id, (error, found) => {
      if (!error) resolve(found ?? []);
      else if (error.status === 404) resolve([]);
      else reject(error);
    });
  });
  const known = new Set<string>();
  const open = tree.map(({ pos, ids }) => [pos, ids] as const);
  for (let next = open.pop(); next; next = open.pop()) {
    const [pos, [hash, , children]] = next;
    known.add(`${pos}-${hash}`);
    for (const child of children) open.push([pos + 1, child]);
  }
  return known;
}
