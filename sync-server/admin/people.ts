import { storeDatabase } from '../../design/databases.ts';
import { staff as staffShape, type Staff } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import { docId, rangeOf } from '../../design/ids.ts';
import type { Role } from '../../design/people/roles.ts';
import type { Engine } from '../engine/engine.ts';
import { pinVerifierOf } from '../people/pin.ts';
import type { Stamps } from '../stamps.ts';

/** Staff documents of the shops, which the server alone writes. */
export interface People {
  list(stores: readonly string[]): Promise<Staff[]>;
  add(person: { store: string; name: string; role: Role; pin: string }): Promise<void>;
  /** @throws DomainError NOT_FOUND */
  change(store: string, id: string, fields: Partial<Pick<Staff, 'active' | 'pin'>>): Promise<void>;
}

export function createPeople(engine: Engine, stamps: Stamps): People {
  const ofShop = async (store: string): Promise<Staff[]> => {
    const docs = await (await engine.open(storeDatabase(store))).range(rangeOf('staff'));
    return docs.flatMap((doc) => staffShape.safeParse(doc).data ?? []).sort((a, b) => a.order - b.order);
  };

  return {
    list: async (stores) => (await Promise.all(stores.map(ofShop))).flat(),
    async add({ store, name, role, pin }) {
      const order = Math.max(0, ...(await ofShop(store)).map((p) => p.order)) + 1;
      const hlc = stamps();
      const fields = { store, name, role, inn: null, active: true, order, pin: await pinVerifierOf(pin) };
      const person: Staff = {
        _id: docId('staff', hlc),
        type: 'staff',
        schema: 1,
        hlc,
        by: null,
        pos: null,
        ...fields,
        stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, hlc])),
      };
      const written = await (await engine.open(storeDatabase(store))).put(person);
      if (!written.ok) throw new Error(`${person._id} was not written: ${written.error}`);
    },
    async change(store, id, fields) {
      const database = await engine.open(storeDatabase(store));
      const before = staffShape.safeParse(await database.get(id)).data;
      if (!before) throw new DomainError('NOT_FOUND');
      const hlc = stamps();
      const changed = Object.fromEntries(Object.keys(fields).map((field) => [field, hlc]));
      const written = await database.put({ ...before, ...fields, hlc, stamps: { ...before.stamps, ...changed } });
      if (!written.ok) throw new Error(`${id} was not written: ${written.error}`);
    },
  };
}
