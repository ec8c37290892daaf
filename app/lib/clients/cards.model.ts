import type { Duplicate } from '$design/clients/duplicates.ts';
import type { Relative } from '$design/clients/family.ts';
import type { FamilyTie, SingleField } from '$design/clients/words.ts';
import type { Client } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { Kopecks } from '$design/money/kopecks.ts';

/** What a person may write on a card. */
export type CardFields = Pick<Client, 'name' | 'phone' | 'email' | 'birth' | 'consent'> &
  Partial<Pick<Client, 'consentHealth' | 'consentMessages' | 'noNotices' | 'tags' | 'recall' | 'recallCall' | 'card'>>;
export type Saved = { readonly client: Client } | { readonly code: ErrorCode };

/** A receipt of a client, as this device knows it (this month and the last). */
export interface Purchase {
  readonly sale: string;
  /** Epoch ms. */
  readonly at: number;
  /** The shop's calendar. */
  readonly day: string;
  readonly total: Kopecks;
  readonly kind: 'sale' | 'refund';
  readonly goods: readonly string[];
}

/** A client of another shop, told apart without being shown (the server's answer). */
export interface OtherShopsClient {
  readonly id: string;
  readonly name: string;
  readonly birthYear: number | null;
  readonly store: string;
  readonly storeName: string;
}

/** What everybody else asks of clients: prescriptions, orders, the till. Ids of cards that were taken in by another are understood. */
export interface ClientLookup {
  /** The card that stands for this id; `null` where it is not here. */
  get(id: string): Promise<Client | null>;
  /** Ids under which documents of this person may lie, the standing card's first. */
  idsOf(id: string): Promise<readonly string[]>;
  /** By phone, name or the number of the club card; slips, the other layout and alphabet are understood. '' : everybody, by name. */
  find(text: string, most: number): Promise<{ readonly clients: readonly Client[]; readonly total: number }>;
  /** By the club card's number, of the cards read so far: a scanner's handler answers at once. */
  byCard(code: string): Client | null;
  /** Some card came, changed or went. Returns how to stop. */
  onChange(listener: () => void): () => void;
}

/** The cards themselves. Answers an error's code, `null` on success. */
export interface CardsModel extends ClientLookup {
  create(fields: CardFields): Promise<Saved>;
  edit(id: string, fields: Partial<CardFields>): Promise<Saved>;
  relatives(id: string): Promise<readonly (Relative & { readonly name: string })[]>;
  /** `tie`: what `other` is to `id`; `null` ends it, whoever said it. */
  relate(id: string, other: string, tie: FamilyTie | null): Promise<ErrorCode | null>;
  /** Cards that may be one person's; with `id`, those of this one. */
  duplicates(id?: string): Promise<readonly Duplicate[]>;
  merge(a: string, b: string, fromLoser: readonly SingleField[]): Promise<ErrorCode | null>;
  /** Cards that this one took in. */
  takenIn(id: string): Promise<readonly Client[]>;
  undoMerge(loser: string): Promise<ErrorCode | null>;
  /** They look alike and are two people. */
  tellApart(a: string, b: string): Promise<ErrorCode | null>;
  /** Whom to ask in again by `day`, the longest due first. */
  due(day: string): Promise<readonly Client[]>;
  /** Every tag in use, by how often. */
  tags(): Promise<readonly string[]>;
  /** For good: the card, those it took in, their notes and prescriptions. */
  erase(id: string): Promise<ErrorCode | null>;
  purchases(id: string): Promise<readonly Purchase[]>;
  note(id: string): Promise<NotePad>;
  /** What the notes of cards that this one took in say. */
  olderNotes(id: string): Promise<readonly string[]>;
  findElsewhere(text: string): Promise<{ readonly clients: readonly OtherShopsClient[] } | { readonly code: ErrorCode }>;
  /** Copies the card with its prescriptions to this shop; `reason` is kept with who and when. Answers the card's id here. */
  bring(client: OtherShopsClient, reason: string): Promise<{ readonly id: string } | { readonly code: ErrorCode }>;
}

/** An open note: what others write comes in while one writes. */
export interface NotePad {
  readonly text: string;
  /** Not written down yet. */
  readonly isDirty: boolean;
  readonly error: ErrorCode | null;
  write(text: string): void;
  onChange(listener: () => void): () => void;
  /** Writes down what is not yet. */
  close(): Promise<void>;
}
