import type { Client } from '../documents/people.ts';

type Link = Pick<Client, '_id' | 'mergedInto'>;

/**
 * A card takes in only cards that were opened after it (ids are clock stamps), so that two tablets merging apart can never make a ring.
 * What a damaged or foreign card says otherwise is passed over.
 */
export const isMerged = ({ _id, mergedInto }: Link): boolean => typeof mergedInto === 'string' && mergedInto < _id;

/** The card that stands for `id` after all merges; `id` itself where it stands, or where the one that took it in is not here. */
export function standingId(id: string, get: (id: string) => Link | null | undefined): string {
  let now = id;
  for (let card = get(now); card && isMerged(card); card = get(now)) {
    if (!get(card.mergedInto!)) return now;
    now = card.mergedInto!;
  }
  return now;
}

/** Every id whose documents are this person's: the standing card's and those of all cards it took in, its own first. */
export function idsOf(id: string, all: Iterable<Link>, get: (id: string) => Link | null | undefined): string[] {
  const standing = standingId(id, get);
  const taken = [...all].filter((card) => isMerged(card) && standingId(card._id, get) === standing).map(({ _id }) => _id);
  return [standing, ...taken.sort()];
}
