import { canonicalJson } from '../canonical-json.ts';
import type { Client, ClientMerge } from '../documents/people.ts';
import type { SingleField } from './words.ts';

/** The fields of the winner that change, and what the loser is to say. */
export interface MergePlan {
  readonly winner: string;
  readonly loser: string;
  readonly patch: Partial<Client>;
  readonly record: { readonly mergedInto: string; readonly merged: ClientMerge };
}

type Consent = Client['consent'];
const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
const later = <C extends Consent | undefined>(a: C, b: C): C | null =>
  a && b ? (a.at > b.at || (a.at === b.at && canonicalJson(a) >= canonicalJson(b)) ? a : b) : (a ?? b ?? null);
const union = <T>(...lists: readonly (readonly T[] | undefined)[]): T[] => {
  const found = new Map(lists.flatMap((list) => list ?? []).map((one) => [canonicalJson(one), one]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
};

/** The card opened first stays: so does whoever decides it, wherever. */
export const winnerOf = <C extends Pick<Client, '_id'>>(a: C, b: C): readonly [winner: C, loser: C] =>
  a._id < b._id ? [a, b] : [b, a];

/**
 * One person, two cards. What the winner lacks comes from the loser; where both say something else, the winner's stands unless
 * `fromLoser` names the field; tags and family are joined; of consents the later one counts, a refusal of notices on either. Pure, and
 * the same whichever card comes first: two tablets that merge the same pair apart write the same.
 * @param at epoch ms
 */
export function planMerge(
  a: Client,
  b: Client,
  { at, by, fromLoser = [] }: { at: number; by: string | null; fromLoser?: readonly SingleField[] },
): MergePlan {
  const [winner, loser] = winnerOf(a, b);
  const one = <F extends SingleField>(field: F): Client[F] =>
    fromLoser.includes(field) ? (loser[field] ?? winner[field]) : (winner[field] ?? loser[field]);
  const family = union(winner.family, loser.family).filter(({ client }) => client !== winner._id && client !== loser._id);
  const wanted: Partial<Client> = {
    ...{ name: one('name'), phone: one('phone'), email: one('email'), birth: one('birth') },
    ...{ card: one('card') ?? null, recall: one('recall') ?? null },
    consent: later(winner.consent, loser.consent),
    consentHealth: later(winner.consentHealth, loser.consentHealth),
    consentMessages: later(winner.consentMessages, loser.consentMessages),
    noNotices: winner.noNotices === true || loser.noNotices === true,
    ...{ tags: union(winner.tags, loser.tags), family },
    others: union(winner.others, loser.others).filter((id) => id !== winner._id && id !== loser._id),
  };
  const isEmpty = (value: unknown): boolean => value === false || (Array.isArray(value) && value.length === 0);
  const fields = (Object.keys(wanted) as (keyof Client)[]).filter(
    (field) => !same(wanted[field], winner[field]) && !(winner[field] === undefined && isEmpty(wanted[field])),
  );
  const patch = Object.fromEntries(fields.map((field) => [field, wanted[field]])) as Partial<Client>;
  const filled = fields.map((field) => ({ field, was: winner[field] ?? null, became: wanted[field] ?? null }));
  return {
    ...{ winner: winner._id, loser: loser._id, patch },
    record: { mergedInto: winner._id, merged: { into: winner._id, at, by, filled } },
  };
}

/** The winner's fields as they were, where nobody has written them since. */
export function undoMerge(winner: Client, { filled }: ClientMerge): Partial<Client> {
  const now = winner as Readonly<Record<string, unknown>>;
  const back = filled.filter(({ field, became }) => same(now[field], became)).map(({ field, was }) => [field, wasOf(field, was)]);
  return Object.fromEntries(back) as Partial<Client>;
}

/** A list or a yes-or-no that was not there yet is an empty one. */
const wasOf = (field: string, was: unknown): unknown =>
  was !== null ? was : field === 'noNotices' ? false : ['tags', 'family', 'others'].includes(field) ? [] : null;
