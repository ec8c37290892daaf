import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { storeDatabase } from '../../design/databases.ts';
import { PIN_ITERATIONS, staff as staffShape, type PinVerifier, type Staff } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import { docId, rangeOf } from '../../design/ids.ts';
import type { Role } from '../../design/people/roles.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

const derive = promisify(pbkdf2);

export async function pinVerifierOf(pin: string): Promise<PinVerifier> {
  const salt = Uint8Array.from(randomBytes(16));
  const hash = await derive(pin, salt, PIN_ITERATIONS, 32, 'sha256');
  return {
    algorithm: 'pbkdf2-sha256',
    iterations: PIN_ITERATIONS,
    salt: Buffer.from(salt).toString('base64'),
    hash: hash.toString('base64'),
  };
}

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

/** Names of people at work, each once, for forms that ask who signs. */
export const namesOf = (people: readonly Staff[]): string[] =>
  [...new Set(people.filter(({ active }) => active).map(({ name }) => name))].sort((a, b) => a.localeCompare(b, 'ru'));
