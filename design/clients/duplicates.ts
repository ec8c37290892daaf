import type { Client } from '../documents/people.ts';
import { normalise } from '../search/fold.ts';
import { bareDigits } from '../search/client-search.ts';
import { isOneSlipAway } from '../search/slip.ts';
import { isMerged } from './merged-into.ts';

type DuplicateReason = 'phone' | 'email' | 'card' | 'birth';
/** Two cards that may be one person's; `a` is the one opened first. */
export interface Duplicate {
  readonly a: string;
  readonly b: string;
  /** What is the same, besides the name. */
  readonly same: readonly DuplicateReason[];
  /** The names could be one person's. Where they cannot, a family may share a telephone. */
  readonly isSameName: boolean;
}

type Card = Pick<Client, '_id' | 'name' | 'phone' | 'email' | 'birth' | 'card' | 'family' | 'others' | 'mergedInto'>;

/** Shorter words with a slip would be anybody's. */
const LEAST_SLIPPED = 4;

/** Equal, one slip apart, or an initial: «А.» may be «Анна». */
const fits = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (/^[a-zа-я]\.?$/.test(short)) return long.startsWith(short[0]!);
  return short === long || (short.length >= LEAST_SLIPPED && isOneSlipAway(a, b));
};

/** Could these be one person's names? Word order does not matter, a patronymic may lack; a surname alone says too little. */
export function isNearName(a: string, b: string): boolean {
  const [one, other] = [normalise(a).split(' '), normalise(b).split(' ')];
  const [few, many] = one.length <= other.length ? [one, [...other]] : [other, [...one]];
  if (few.length < 2 && many.length > 1) return false;
  return few.every((word) => {
    const at = many.findIndex((candidate) => fits(word, candidate));
    if (at >= 0) many.splice(at, 1);
    return at >= 0;
  });
}

const KEYS: Readonly<Record<DuplicateReason, (card: Card) => string | null>> = {
  phone: ({ phone }) => (phone === null ? null : bareDigits(phone) || null),
  email: ({ email }) => (email === null ? null : normalise(email) || null),
  card: ({ card }) => card ?? null,
  birth: ({ birth }) => birth,
};

/** Larger groups share a desk's telephone or a made-up birthday: to compare each with each would tell nobody anything. */
const LARGEST_GROUP = 40;

/**
 * Pairs of standing cards that may be one person's: the same telephone, e-mail or club card, or the same birth date and a near name. Not
 * those of one family, nor those that a person told apart. The surest first.
 */
export function findDuplicates(cards: readonly Card[]): Duplicate[] {
  const standing = cards.filter((card) => !isMerged(card));
  const found = new Map<string, { a: Card; b: Card; same: DuplicateReason[] }>();
  for (const reason of Object.keys(KEYS) as DuplicateReason[]) {
    for (const group of groupsOf(standing, KEYS[reason])) {
      for (const [a, b] of pairsOf(group)) {
        const key = `${a._id} ${b._id}`;
        const pair = found.get(key) ?? { a, b, same: [] };
        pair.same.push(reason);
        found.set(key, pair);
      }
    }
  }
  return [...found.values()]
    .filter(({ a, b }) => !knows(a, b) && !knows(b, a))
    .map(({ a, b, same }) => ({ a: a._id, b: b._id, same, isSameName: isNearName(a.name, b.name) }))
    .filter(({ same, isSameName }) => isSameName || same.some((reason) => reason !== 'birth'))
    .sort((x, y) => weightOf(y) - weightOf(x) || (x.a + x.b < y.a + y.b ? -1 : 1));
}

const weightOf = ({ same, isSameName }: Duplicate): number => same.length + (isSameName ? 10 : 0);
const knows = (a: Card, b: Card): boolean =>
  (a.others ?? []).includes(b._id) || (a.family ?? []).some(({ client }) => client === b._id);

function groupsOf(cards: readonly Card[], keyOf: (card: Card) => string | null): Card[][] {
  const groups = new Map<string, Card[]>();
  for (const card of cards) {
    const key = keyOf(card);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(card);
    else groups.set(key, [card]);
  }
  return [...groups.values()].filter(({ length }) => length > 1 && length <= LARGEST_GROUP);
}

const pairsOf = (group: readonly Card[]): (readonly [Card, Card])[] => {
  const sorted = [...group].sort((x, y) => (x._id < y._id ? -1 : 1));
  return sorted.flatMap((a, i) => sorted.slice(i + 1).map((b) => [a, b] as const));
};
