import { createHash, randomUUID } from 'node:crypto';
import { IMPORTS } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.office.ts';
import { rangeOf } from '../../design/ids.ts';
import { importProfile, isSameName, type ImportProfile } from '../../design/import/profile.ts';
import type { Engine } from '../engine/engine.ts';
import { oneByOne } from '../engine/write-check.ts';
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
  /**
   * @param seen the edition that the person had before them; absent: whatever is there is written over
   * @throws DomainError IMPORT_PROFILE_CHANGED where another one is there by now
   * @throws DomainError IMPORT_PROFILE_NAME where another profile has the name: people, `--profile` and 1C know profiles by it
   */
  put(id: string | null, fields: ProfileFields, seen?: string): Promise<ImportProfile>;
  copy(id: string): Promise<ImportProfile>;
  remove(id: string): Promise<void>;
  /** A job of this profile has begun, or has succeeded (`done`: when). */
  used(id: string, done: number | null): Promise<void>;
}

/** What people edit of a profile, in one word: two who edit it at once are told apart by it, and a job that is counted disturbs nobody. */
export const profileEdition = (profile: ImportProfile): string =>
  createHash('sha256')
    .update(JSON.stringify(fieldsShape.parse(profile)))
    .digest('hex')
    .slice(0, 32);

/** Suppliers' ways of writing files, in `imports` (requirement E-10). */
export function createProfiles(engine: Engine, stamps: Stamps): Profiles {
  async function get(id: string): Promise<ImportProfile> {
    const key = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id;
    const held = KEY.test(key) ? await (await engine.open(IMPORTS)).get(`${PREFIX}${key}`) : null;
    if (!held) throw new DomainError('NOT_FOUND', { profile: 'unknown' });
    return importProfile.parse(held);
  }

  /** `null`: somebody wrote it meanwhile. */
  async function offered(profile: ImportProfile): Promise<ImportProfile | null> {
    const written = await (await engine.open(IMPORTS)).put({ ...profile });
    if (written.error === 'conflict') return null;
    if (!written.ok) throw new Error(`${profile._id}: ${written.error}`);
    return { ...profile, _rev: written.rev! };
  }

  async function write(profile: ImportProfile): Promise<ImportProfile> {
    const written = await offered(profile);
    if (!written) throw new DomainError('IMPORT_STATE', { profile: 'changed meanwhile' });
    return written;
  }

  /** A person who saves and a job that is counted meet: the later one is asked again over what the other made. */
  async function change(id: string, edit: (held: ImportProfile) => Partial<ImportProfile>): Promise<ImportProfile> {
    for (let tries = 0; tries < 20; tries += 1) {
      const held = await get(id);
      const written = await offered({ ...held, ...edit(held), hlc: stamps() });
      if (written) return written;
    }
    throw new DomainError('IMPORT_STATE', { profile: 'changed meanwhile' });
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

  /** Two new ones at once would each find the name free. */
  const inTurn = oneByOne();

  /** What keeps its name may be saved: of two that an earlier version let bear one, each can still be mended. */
  async function free(name: string, held: ImportProfile | null): Promise<void> {
    if (held !== null && isSameName(held.name, name)) return;
    const other = (await list()).find((one) => one._id !== held?._id && isSameName(one.name, name));
    if (other) throw new DomainError('IMPORT_PROFILE_NAME', { name: other.name, profile_id: other._id });
  }

  return {
    list,
    get,
    put: (id, fields, seen) =>
      inTurn(async () => {
        await free(fields.name, id === null ? null : await get(id));
        if (id === null) return made(fields);
        return change(id, (held) => {
          if (seen !== undefined && profileEdition(held) !== seen) throw new DomainError('IMPORT_PROFILE_CHANGED');
          const { supplierCode, order } = held;
          return parsed(fieldsShape, { supplierCode, order, ...fields });
        });
      }),
    copy: (id) =>
      inTurn(async () => {
        const { name, supplier, supplierCode, order, active, file, mapping, rules, notes } = await get(id);
        const taken = await list();
        const copied = copyNames(name).find((one) => !taken.some((other) => isSameName(other.name, one)))!;
        return made({ name: copied, supplier, supplierCode, order, active, file, mapping, rules, notes });
      }),
    async remove(id) {
      const { _id, _rev } = await get(id);
      await (await engine.open(IMPORTS)).put({ _id, _rev: _rev!, _deleted: true });
    },
    async used(id, done) {
      const isHeld = await get(id).then(
        () => true,
        () => false,
      );
      if (isHeld) await change(id, ({ jobs }) => (done === null ? { jobs: jobs + 1 } : { lastDone: done }));
    },
  };
}

/** «Имя (копия)», «Имя (копия 2)» … */
const copyNames = (name: string): string[] =>
  Array.from({ length: 1_000 }, (_, i) => `${name.slice(0, 66)} (копия${i === 0 ? '' : ` ${i + 1}`})`);
