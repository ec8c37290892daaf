import { planMerge, undoMerge, winnerOf } from '$design/clients/merge-clients.ts';
import type { FamilyTie, SingleField } from '$design/clients/words.ts';
import type { Client } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import { docId } from '$design/ids.ts';
import { normalise } from '$design/search/fold.ts';
import type { Documents, Person } from '../storage/documents.ts';
import type { CardFields, Saved } from './cards.model.ts';
import type { ClientShelf } from './client-shelf.ts';
import { codeOf } from './failure-code.ts';

export interface CardDeps {
  readonly documents: Pick<Documents, 'create' | 'editFields'>;
  readonly shelf: ClientShelf;
  readonly now: () => number;
  readonly store: () => string;
  readonly who: () => Person;
  readonly mayEdit: () => boolean;
}

/** The longest list of tags or relatives that a card holds. */
const MOST = 32;
const plainName = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** Writes cards: the screen hides what may not be, this refuses it. */
export class ClientCards {
  private readonly deps: CardDeps;

  constructor(deps: CardDeps) {
    this.deps = deps;
  }

  async create(fields: CardFields): Promise<Saved> {
    const refused = this.refuse(fields);
    if (refused) return { code: refused };
    const { documents, shelf, store, who } = this.deps;
    try {
      const said = { ...fields, name: plainName(fields.name), store: store() };
      const client = await documents.create<Client>(shelf.database, (hlc) => ({
        ...{ _id: docId('client', hlc), type: 'client', schema: 1, hlc, ...who(), ...said },
        stamps: Object.fromEntries(Object.keys(said).map((field) => [field, hlc])),
      }));
      shelf.take(client);
      return { client };
    } catch (error) {
      return { code: codeOf(error) };
    }
  }

  /** Also on a card that another took in meanwhile: the one that stands is written. */
  async edit(id: string, fields: Partial<CardFields>): Promise<Saved> {
    const refused = this.refuse(fields);
    if (refused) return { code: refused };
    const card = await this.deps.shelf.get(id);
    if (!card) return { code: 'NOT_FOUND' };
    return this.write(card._id, fields.name === undefined ? fields : { ...fields, name: plainName(fields.name) });
  }

  /** `null` takes the tie off both cards. A tie said anew replaces what either card said. */
  async relate(id: string, other: string, tie: FamilyTie | null): Promise<ErrorCode | null> {
    const { shelf } = this.deps;
    const [own, theirs] = [await shelf.idsOf(id), await shelf.idsOf(other)];
    if (own.includes(theirs[0]!)) return 'BODY_INVALID';
    for (const [mine, others] of [
      [own, theirs],
      [theirs, own],
    ] as const) {
      for (const card of mine) {
        const family = (await shelf.exact(card))?.family ?? [];
        const rest = family.filter(({ client }) => !others.includes(client));
        const next = tie !== null && card === own[0] ? [...rest, { client: theirs[0]!, tie }] : rest;
        if (next.length > MOST) return 'BODY_INVALID';
        if (next === rest && rest.length === family.length) continue;
        const saved = await this.write(card, { family: next });
        if ('code' in saved) return saved.code;
      }
    }
    return null;
  }

  /**
   * The winner is written first: a merge cut short between the two leaves two cards, of which one knows more; made again it comes to the
   * same.
   */
  async merge(a: string, b: string, fromLoser: readonly SingleField[]): Promise<ErrorCode | null> {
    const { shelf, now, who } = this.deps;
    const [one, other] = [await shelf.get(a), await shelf.get(b)];
    if (!one || !other) return 'NOT_FOUND';
    if (one._id === other._id) return null;
    const { winner, loser, patch, record } = planMerge(one, other, { at: now(), by: who().by, fromLoser });
    const kept = await this.write(winner, patch);
    if ('code' in kept) return kept.code;
    const gone = await this.write(loser, record);
    return 'code' in gone ? gone.code : null;
  }

  async undoMerge(loser: string): Promise<ErrorCode | null> {
    const card = await this.deps.shelf.exact(loser);
    if (!card?.merged) return 'NOT_FOUND';
    const winner = await this.deps.shelf.exact(card.merged.into);
    const freed = await this.write(loser, { mergedInto: null, merged: null });
    if ('code' in freed) return freed.code;
    const back = winner && (await this.write(winner._id, undoMerge(winner, card.merged)));
    return back && 'code' in back ? back.code : null;
  }

  async tellApart(a: string, b: string): Promise<ErrorCode | null> {
    const [one, other] = [await this.deps.shelf.get(a), await this.deps.shelf.get(b)];
    if (!one || !other) return 'NOT_FOUND';
    const [first, second] = winnerOf(one, other);
    const saved = await this.write(first._id, { others: [...new Set([...(first.others ?? []), second._id])] });
    return 'code' in saved ? saved.code : null;
  }

  private refuse({ name, tags, consentHealth }: Partial<CardFields>): ErrorCode | null {
    if (!this.deps.mayEdit()) return 'FORBIDDEN';
    if (name !== undefined && normalise(name) === '') return 'BODY_INVALID';
    if (consentHealth && (consentHealth.kind as string) !== 'paper') return 'BODY_INVALID';
    return (tags?.length ?? 0) > MOST ? 'BODY_INVALID' : null;
  }

  private async write(id: string, patch: Partial<Client>): Promise<Saved> {
    const { documents, shelf, who, mayEdit } = this.deps;
    if (!mayEdit()) return { code: 'FORBIDDEN' };
    try {
      const client = await documents.editFields<Client>(shelf.database, id, who(), patch);
      shelf.take(client);
      return { client };
    } catch (error) {
      return { code: codeOf(error) };
    }
  }
}
