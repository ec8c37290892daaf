import { storeDatabase } from '../../design/databases.ts';
import { client as clientShape, type Client } from '../../design/documents/people.ts';
import { rangeOf } from '../../design/ids.ts';
import { clientTraits, findClients } from '../../design/search/client-search.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';
import type { Shops } from '../provisioning/shops.ts';
import type { Stamps } from '../stamps.ts';
import { documentsOfClient } from './documents-of-client.ts';

const PAGE = 500;
const MOST_FOUND = 10;

/** A client of another shop, told apart without being shown. */
export interface FoundClient {
  readonly id: string;
  /** «Орлова А. С.» */
  readonly name: string;
  readonly birthYear: number | null;
  readonly store: string;
  readonly storeName: string;
}

export interface OtherShops {
  find(text: string, store: string): Promise<FoundClient[]>;
  /** Copies card and prescriptions under their own ids. @returns the card's id, `null` where that shop has no such client */
  bring(id: string, from: string, to: string): Promise<string | null>;
}

/** Family name and initials. */
const shortName = (name: string): string => {
  const [family = '', ...given] = name.trim().split(/\s+/);
  return [family, ...given.map((word) => `${word[0]!.toUpperCase()}.`)].join(' ');
};

const COPIED = ['prescription', 'contact-lens-prescription'] as const;

export function createOtherShops(engine: Engine, shops: Shops, stamps: Stamps): OtherShops {
  async function* clientsOf(store: string): AsyncGenerator<Client[]> {
    const name = storeDatabase(store);
    if (!(await engine.exists(name))) return;
    const database = await engine.open(name);
    const { endkey } = rangeOf('client');
    let { startkey } = rangeOf('client');
    for (;;) {
      const docs = await database.range({ startkey, endkey, limit: PAGE });
      yield docs.flatMap((doc) => {
        const known = clientShape.safeParse(doc);
        return known.success && !known.data.mergedInto ? [known.data] : [];
      });
      if (docs.length < PAGE) return;
      startkey = `${docs.at(-1)!._id}\u0000`;
    }
  }

  return {
    async find(text, store) {
      const found: FoundClient[] = [];
      for (const shop of shops.list().filter(({ code }) => code !== store)) {
        for await (const page of clientsOf(shop.code)) {
          const traits = page.map((client) => ({ ...clientTraits(client), client }));
          for (const { client } of findClients(traits, text, MOST_FOUND - found.length)) {
            const birthYear = client.birth === null ? null : Number(client.birth.slice(0, 4));
            found.push({ id: client._id, name: shortName(client.name), birthYear, store: shop.code, storeName: shop.name });
          }
          if (found.length >= MOST_FOUND) return found;
        }
      }
      return found;
    },

    async bring(id, from, to) {
      if (!(await engine.exists(storeDatabase(from)))) return null;
      const [theirs, ours] = [await engine.open(storeDatabase(from)), await engine.open(storeDatabase(to))];
      const known = clientShape.safeParse(await theirs.get(id));
      if (!known.success || known.data.mergedInto) return null;
      // Links into the other shop lead nowhere here.
      const { _rev, family: _family, others: _others, merged: _merged, mergedInto: _into, ...card } = known.data;
      const copies: object[] = [{ ...card, store: to, hlc: stamps(), by: null, pos: null }];
      for (const doc of await documentsOfClient(theirs, id, COPIED)) copies.push(withoutRevision(doc));
      // What is here already stays as it is: people of this shop may have changed it.
      const ids = copies.map((doc) => (doc as { _id: string })._id);
      const here = new Set((await ours.range({ keys: ids })).map(({ _id }) => _id));
      // The card last: whoever is cut short finds no client, and asks again.
      const missing = copies.filter((doc) => !here.has((doc as { _id: string })._id)).reverse();
      for (const doc of missing) {
        const written = await ours.put(doc as StoredDocument);
        if (!written.ok && written.error !== 'conflict') throw new Error(`client copy: ${written.error}`);
      }
      return id;
    },
  };
}

const withoutRevision = ({ _rev, ...doc }: StoredDocument): object => doc;
