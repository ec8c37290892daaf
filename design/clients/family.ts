import type { Client } from '../documents/people.ts';
import { inverseTie, type FamilyTie } from './words.ts';

/** `client` is `tie` to the person asked about. `said`: on their own card; otherwise on the other's. */
export interface Relative {
  readonly client: string;
  readonly tie: FamilyTie;
  readonly said: boolean;
}

type Card = Pick<Client, '_id' | 'family'>;

/**
 * The family of a person as both sides tell it: a tie said on one card is read from the other with its inverse, and what the own card says
 * goes first. `own` are all ids of the person, `standing` follows merges.
 */
export function relativesOf(own: readonly string[], cards: Iterable<Card>, standing: (id: string) => string): Relative[] {
  const mine = new Set(own);
  const found = new Map<string, Relative>();
  const said: Relative[] = [];
  const heard: Relative[] = [];
  for (const card of cards) {
    for (const { client, tie } of card.family ?? []) {
      if (mine.has(card._id)) said.push({ client: standing(client), tie, said: true });
      else if (mine.has(client)) heard.push({ client: standing(card._id), tie: inverseTie(tie), said: false });
    }
  }
  for (const relative of [...said, ...heard]) {
    if (!mine.has(relative.client) && !found.has(relative.client)) found.set(relative.client, relative);
  }
  return [...found.values()].sort((a, b) => (a.client < b.client ? -1 : 1));
}
