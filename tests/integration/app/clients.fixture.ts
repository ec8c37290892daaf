import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { createCards } from '../../../app/lib/clients/create-cards.ts';
import type { OpticsDeps } from '../../../app/lib/optics/optics.deps.ts';
import { createChangeHub } from '../../../app/lib/storage/change-hub.ts';
import { Databases } from '../../../app/lib/storage/databases.ts';
import { createStamps } from '../../../app/lib/storage/device-clock.ts';
import { Documents } from '../../../app/lib/storage/documents.ts';
import { createMemoryStore } from '../../../app/lib/storage/local-store.ts';

const Pouch = PouchDB.plugin(leveldbAdapter);
export const STORE = 'store-demo-1';
export const WALL = 1_763_683_200_000;

/** A tablet of the shop with the cards as the app makes them, over a real PouchDB; `exchange` is what the server does between two. */
export function makeTablet(number: number, { may = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'optics-clients-'));
  const hub = createChangeHub();
  const store = createMemoryStore();
  const databases = new Databases((name) => new Pouch(join(folder, name), { adapter: 'leveldb' }), store, hub);
  let now = WALL + number;
  const stamps = createStamps({ now: () => (now += 10) }, () => number, store);
  const documents = new Documents(databases, stamps);
  const lent = {
    ...{ databases, documents, hub, now: () => now, random: Math.random },
    facts: { names: () => databases.known().filter((name) => name.startsWith('sales-')) },
    place: () => ({ store: 'demo-1', timeZone: 'Europe/Moscow' }),
    device: () => null,
    by: () => `staff:${number}`,
    can: () => may,
    approval: { ask: () => Promise.resolve({ staff: 'staff:9', name: 'Админ', role: 'administrator', at: now }) },
    server: { origin: '', requestWith: () => () => Promise.reject(new Error('no network')) },
  };
  databases.open(STORE);
  const deps = lent as unknown as OpticsDeps & { documents: Documents };
  const cards = createCards(deps);
  return {
    ...{ databases, documents, hub, cards },
    /** For stores beside the cards. */
    deps: { ...deps, store, clients: cards },
    async end() {
      await databases.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Tablet = ReturnType<typeof makeTablet>;

/** Every revision of each goes to the other, as through a server that has not resolved anything yet. */
export async function exchange(...tablets: readonly Tablet[]): Promise<void> {
  const all = await Promise.all(
    tablets.map(async ({ databases }) => {
      const { results } = await databases.open(STORE).changes({ style: 'all_docs' });
      const ids = results.map(({ id }) => id);
      const docs = ids.map((id) => databases.open(STORE).get(id, { open_revs: 'all', revs: true }));
      return (await Promise.all(docs)).flat().flatMap((row) => ('ok' in row ? [row.ok] : []));
    }),
  );
  for (const { databases, hub } of tablets) {
    await databases.open(STORE).bulkDocs(all.flat() as never, { new_edits: false });
    hub.emit({ database: STORE, origin: 'pulled', ids: [...new Set(all.flat().map(({ _id }) => _id))] });
  }
}
