import { randomUUID } from 'node:crypto';
import { IMPORTS } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.office.ts';
import { rangeOf } from '../../design/ids.ts';
import { importProfile, type ImportProfile } from '../../design/import/profile.ts';
import type { Engine } from '../engine/engine.ts';
import { parsed } from '../http/problems.ts';
import type { Stamps } from '../stamps.ts';
import type { ProfileFields } from './imports.ts';

const PREFIX = 'import-profile:';
const KEY = /^[0-9a-f-]{36}$/;
const fieldsShape = importProfile.pick({
  name: true,
  supplier: true,
  supplierCode: true,
  order: true,
  active: true,
  file: true,
  mapping: true,
  rules: true,
  notes: true,
});

export interface Profiles {
  list(): Promise<ImportProfile[]>;
  /** @throws DomainError NOT_FOUND */
  get(id: string): Promise<ImportProfile>;
  put(id: string | null, fields: ProfileFields): Promise<ImportProfile>;
  copy(id: string): Promise<ImportProfile>;
  remove(id: string): Promise<void>;
  /** A job of this profile has begun, or has succeeded (`done`: when). */
  used(id: string, done: number | null): Promise<void>;
}

/** Suppliers' ways of writing files, in `imports` (requirement E-10). */
export function createProfiles(engine: Engine, stamps: Stamps): Profiles {
  async function get(id: string): Promise<ImportProfile> {
    const key = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id;
    const held = KEY.test(key) ? await (await engine.open(IMPORTS)).get(`${PREFIX}${key}`) : null;
    if (!held) throw new DomainError('NOT_FOUND', { profile: 'unknown' });
    return importProfile.parse(held);
  }

  async function write(profile: ImportProfile): Promise<ImportProfile> {
    const written = await (await engine.open(IMPORTS)).put({ ...profile });
    if (written.error === 'conflict') throw new DomainError('IMPORT_STATE', { profile: 'changed meanwhile' });
    if (!written.ok) throw new Error(`${profile._id}: ${written.error}`);
    return { ...profile, _rev: written.rev! };
  }

  const made = (fields: ProfileFields): Promise<ImportProfile> =>
    write({
      ...{ _id: `${PREFIX}${randomUUID()}`, type: 'import-profile', schema: 1, hlc: stamps(), by: null, pos: null },
      ...parsed(fieldsShape, fields),
      ...{ jobs: 0, lastDone: null },
    });

  async function list(): Promise<ImportProfile[]> {
    const docs = await (await engine.open(IMPORTS)).range(rangeOf('import-profile'));
    const profiles = docs.flatMap((doc) => importProfile.safeParse(doc).data ?? []);
    return profiles.sort((a, b) => a.order - b.order || a.name.localeCompare(b.name, 'ru'));
  }

  return {
    list,
    get,
    async put(id, fields) {
      if (id === null) return made(fields);
      const held = await get(id);
      const { supplierCode, order } = held;
      return write({ ...held, ...parsed(fieldsShape, { supplierCode, order, ...fields }), hlc: stamps() });
    },
    async copy(id) {
      const { name, supplier, supplierCode, order, active, file, mapping, rules, notes } = await get(id);
      const taken = new Set((await list()).map((one) => one.name));
      const copied = copyNames(name).find((one) => !taken.has(one))!;
      return made({ name: copied, supplier, supplierCode, order, active, file, mapping, rules, notes });
    },
    async remove(id) {
      const { _id, _rev } = await get(id);
      await (await engine.open(IMPORTS)).put({ _id, _rev: _rev!, _deleted: true });
    },
    async used(id, done) {
      const profile = await get(id).catch(() => null);
      if (!profile) return;
      await write({
        ...profile,
        ...(done === null ? { jobs: profile.jobs + 1 } : { lastDone: done }),
        hlc: stamps(),
      });
    },
  };
}

/** «Имя (копия)», «Имя (копия 2)» … */
const copyNames = (name: string): string[] =>
  Array.from({ length: 1_000 }, (_, i) => `${name.slice(0, 66)} (копия${i === 0 ? '' : ` ${i + 1}`})`);
