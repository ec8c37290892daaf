import type { Note } from '$design/documents/note.ts';
import { docId } from '$design/ids.ts';
import { t } from '../i18n/i18n.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import type { Documents } from '../storage/documents.ts';
import type { CardsModel } from './cards.model.ts';
import { ClientCards } from './client-cards.ts';
import { ClientShelf } from './client-shelf.ts';
import { ClientsElsewhere } from './clients-elsewhere.ts';
import { eraseClient } from './erase-client.ts';
import { codeOf } from './failure-code.ts';
import { openNotePad } from './note-pad.ts';
import { Purchases } from './purchases.ts';

type Deps = Pick<
  OpticsDeps,
  'databases' | 'facts' | 'hub' | 'now' | 'random' | 'place' | 'device' | 'by' | 'can' | 'server' | 'approval'
> & { readonly documents: Documents };

/** Joins what a client's card is made of. */
export function createCards(deps: Deps): CardsModel & { stop(): void } {
  const { databases, documents, facts, place } = deps;
  const who = () => ({ by: deps.by(), pos: deps.device()?.till ?? null });
  const mayEdit = () => deps.can('client.edit');
  const store = () => place().store;
  const shelf = new ClientShelf({ databases, place });
  const cards = new ClientCards({ documents, shelf, store, who, mayEdit, now: deps.now });
  const purchases = new Purchases({ databases, facts, place });
  const elsewhere = new ClientsElsewhere(deps.server, deps.by);
  const stop = deps.hub.on((change) => {
    void shelf.changed(change).catch(() => null);
    void purchases.changed(change).catch(() => null);
  });

  return {
    stop,
    get: (id) => shelf.get(id),
    idsOf: (id) => shelf.idsOf(id),
    find: (text, most) => shelf.find(text, most),
    byCard: (code) => shelf.byCard(code),
    onChange: (listener) => shelf.onChange(listener),
    create: (fields) => cards.create(fields),
    edit: (id, fields) => cards.edit(id, fields),
    relate: (id, other, tie) => cards.relate(id, other, tie),
    merge: (a, b, fromLoser) => cards.merge(a, b, fromLoser),
    undoMerge: (loser) => cards.undoMerge(loser),
    tellApart: (a, b) => cards.tellApart(a, b),
    takenIn: (id) => shelf.takenIn(id),
    async relatives(id) {
      const found = await shelf.relatives(id);
      return Promise.all(found.map(async (one) => ({ ...one, name: (await shelf.get(one.client))?.name ?? '' })));
    },
    async duplicates(id) {
      const all = await shelf.duplicates();
      return id === undefined ? all : all.filter(({ a, b }) => a === id || b === id);
    },
    async due(day) {
      const all = await shelf.all();
      const due = all.filter(({ recall }) => recall && recall.on <= day);
      return due.sort((a, b) => (a.recall!.on < b.recall!.on ? -1 : 1));
    },
    async tags() {
      const counts = new Map<string, number>();
      for (const tag of (await shelf.all()).flatMap(({ tags }) => tags ?? [])) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      return [...counts].sort((a, b) => b[1] - a[1]).map(([tag]) => tag);
    },
    async erase(id) {
      const card = await shelf.get(id);
      if (!card) return null;
      if (!mayEdit()) return 'FORBIDDEN';
      const signed = await deps.approval.ask({
        action: 'people.manage',
        what: t('clients.eraseQuestion', { name: card.name }),
        self: true,
      });
      if (!signed) return 'FORBIDDEN';
      try {
        await eraseClient({ documents, databases, database: shelf.database, who: who() }, await shelf.idsOf(id));
        return null;
      } catch (error) {
        return codeOf(error);
      }
    },
    async purchases(id) {
      return purchases.of(await shelf.idsOf(id));
    },
    async note(id) {
      const subject = (await shelf.get(id))?._id ?? id;
      return openNotePad(
        {
          ...{ documents, databases, store, who, hub: deps.hub, random: deps.random, mayWrite: mayEdit },
          database: () => shelf.database,
          later(ms, action) {
            const timer = setTimeout(action, ms);
            return () => clearTimeout(timer);
          },
        },
        subject,
      );
    },
    async olderNotes(id) {
      const [, ...taken] = await shelf.idsOf(id);
      const notes = await Promise.all(taken.map((one) => documents.read<Note>(shelf.database, docId('note', one))));
      return notes.flatMap((note) => (note && note.text.trim() !== '' ? [note.text] : []));
    },
    async findElsewhere(text) {
      try {
        return { clients: await elsewhere.find(text) };
      } catch (error) {
        return { code: codeOf(error) };
      }
    },
    async bring(client, reason) {
      try {
        return { id: await elsewhere.bring(client, reason) };
      } catch (error) {
        return { code: codeOf(error) };
      }
    },
  };
}
