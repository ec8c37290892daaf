import { pbkdf2Sync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeDatabase } from '../../design/databases.ts';
import type { Staff } from '../../design/documents/people.ts';
import type { Role } from '../../design/people/roles.ts';
import { MINUTE, SECOND } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { createMemoryEngine } from '../engine/memory.engine.ts';
import { createSignatures, type Signatures } from './signatures.ts';

const SALT = Buffer.from('salt of a test').toString('base64');
/** The least rounds that a verifier may have: a test types many PINs. */
const ROUNDS = 100_000;
const hashOf = (pin: string): string =>
  pbkdf2Sync(pin, Uint8Array.from(Buffer.from(SALT, 'base64')), ROUNDS, 32, 'sha256').toString('base64');

const person = (key: string, store: string, role: Role, pin: string, more: Partial<Staff> = {}): Staff => ({
  ...{ _id: `staff:${key}`, type: 'staff', schema: 1, hlc: '1763683200000-0000-0000', by: null, pos: null, store, role },
  ...{ name: key, inn: null, active: true, order: 1, stamps: {} },
  pin: { algorithm: 'pbkdf2-sha256', iterations: ROUNDS, salt: SALT, hash: hashOf(pin) },
  ...more,
});

let engine: Engine;
let now: number;
const signatures = (): Signatures => createSignatures({ engine, clock: { now: () => now }, shops: () => ['demo-1', 'demo-2'] });
const add = async (...people: Staff[]): Promise<void> => {
  for (const one of people) await (await engine.open(storeDatabase(one.store))).put({ ...one });
};
const proved = (id: string, pin: string): Promise<string> =>
  signatures()
    .proved(id, pin)
    .then(
      ({ name }) => name,
      (error: { code: string }) => error.code,
    );

beforeEach(async () => {
  engine = createMemoryEngine();
  now = Date.UTC(2026, 10, 21, 9);
  await add(person('Бухгалтер', 'demo-1', 'accountant', '4444'), person('Кассир', 'demo-2', 'cashier', '1111'));
});

describe('a person’s word, proved by PIN at the server (I-13)', () => {
  it('offers people at work of the asked roles, each once though they stand in two shops', async () => {
    await add(
      person('Бухгалтер', 'demo-2', 'accountant', '4444'),
      person('Ушла', 'demo-2', 'accountant', '9999', { active: false }),
    );
    expect(await signatures().signers((role) => role === 'accountant')).toEqual([
      { id: 'staff:Бухгалтер', name: 'Бухгалтер', role: 'accountant' },
    ]);
    expect(await proved('staff:Ушла', '9999')).toBe('FORBIDDEN');
  });

  it('takes the right PIN only, that which was set last where somebody works in two shops', async () => {
    expect(await proved('staff:Бухгалтер', '4444')).toBe('Бухгалтер');
    expect(await proved('staff:Бухгалтер', '1111')).toBe('PIN_WRONG');
    expect(await proved('staff:Никто', '4444')).toBe('FORBIDDEN');
    await add(person('Бухгалтер', 'demo-2', 'accountant', '5050', { hlc: '1763683200001-0000-0000' }));
    expect(await proved('staff:Бухгалтер', '4444')).toBe('PIN_WRONG');
    expect(await proved('staff:Бухгалтер', '5050')).toBe('Бухгалтер');
  });

  it('locks that person out after five wrong PINs in a row, for longer each time, across restarts; nobody else', async () => {
    for (let tries = 0; tries < 5; tries += 1) expect(await proved('staff:Бухгалтер', '0000')).toBe('PIN_WRONG');
    expect(await proved('staff:Бухгалтер', '4444')).toBe('PIN_LOCKED');
    expect(await proved('staff:Кассир', '1111')).toBe('Кассир');
    now += 31 * SECOND;
    expect(await proved('staff:Бухгалтер', '0000')).toBe('PIN_WRONG');
    now += 31 * SECOND;
    expect(await proved('staff:Бухгалтер', '4444')).toBe('PIN_LOCKED');
    now += MINUTE;
    expect(await proved('staff:Бухгалтер', '4444')).toBe('Бухгалтер');
    expect(await proved('staff:Бухгалтер', '0000')).toBe('PIN_WRONG');
    expect(await proved('staff:Бухгалтер', '4444')).toBe('Бухгалтер');
  });

  it('counts guesses that come all at once, on one server or on two', async () => {
    const [one, other] = [signatures(), signatures()];
    const guesses = Array.from({ length: 12 }, (_, i) =>
      (i % 2 === 0 ? one : other).proved('staff:Бухгалтер', `00${i}`).catch((error: { code: string }) => error.code),
    );
    const codes = await Promise.all(guesses);
    expect(codes.filter((code) => code === 'PIN_WRONG')).toHaveLength(5);
    expect(codes.filter((code) => code === 'PIN_LOCKED')).toHaveLength(7);
  });
});
