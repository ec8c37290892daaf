import { createHash, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { PinVerifier, Staff } from '../../design/documents/people.ts';
import { PIN_ITERATIONS } from '../../design/documents/people.ts';
import type { Role } from '../../design/people/roles.ts';

/** Known to everyone: demo people exist only with `OPTICS_DEMO=1`. */
export const DEMO_PINS: Readonly<Record<Role, string>> = {
  cashier: '1111',
  optician: '2222',
  manager: '3333',
  accountant: '4444',
  administrator: '5555',
  'stock-manager': '6666',
  technician: '7777',
  owner: '8888',
};

interface Person {
  readonly key: string;
  readonly name: string;
  readonly role: Role;
}

const of = (role: Role, ...names: string[]): Omit<Person, 'key'>[] => names.map((name) => ({ name, role }));

const PEOPLE: Readonly<Record<string, readonly Omit<Person, 'key'>[]>> = {
  'demo-1': [
    ...of('cashier', 'Иванова А. П.', 'Смирнова Е. В.'),
    ...of('optician', 'Кузнецов Д. С.', 'Попова М. А.'),
    ...of('manager', 'Соколова О. Н.'),
  ],
  'demo-2': [
    ...of('cashier', 'Васильева Ю. К.', 'Петров Н. И.'),
    ...of('optician', 'Фёдорова Л. Г.', 'Михайлов А. Р.'),
    ...of('manager', 'Алексеева В. Д.'),
  ],
};
/** The office works in every shop. */
const OFFICE = [
  ...of('accountant', 'Лебедева Т. И.'),
  ...of('administrator', 'Козлов И. А.'),
  ...of('stock-manager', 'Новиков П. Е.'),
  ...of('technician', 'Морозов В. Ю.'),
  ...of('owner', 'Волкова Н. Г.'),
];

export function peopleOf(store: string): Person[] {
  const count = new Map<string, number>();
  const keyed = (prefix: string) => (person: Omit<Person, 'key'>) => {
    const place = `${prefix}${person.role}`;
    const number = (count.get(place) ?? 0) + 1;
    count.set(place, number);
    return { ...person, key: `${place}-${number}` };
  };
  return [...(PEOPLE[store] ?? []).map(keyed(`${store}-`)), ...OFFICE.map(keyed('office-'))];
}

const derive = promisify(pbkdf2);

const verifiers = new Map<string, Promise<PinVerifier>>();

/** Derived once a process: a load that is run again does not pay twice. */
function verifierOf(pin: string): Promise<PinVerifier> {
  let verifier = verifiers.get(pin);
  if (!verifier) verifiers.set(pin, (verifier = deriveVerifier(pin)));
  return verifier;
}

async function deriveVerifier(pin: string): Promise<PinVerifier> {
  // One salt a demo PIN: every derivation costs 600,000 rounds, and these PINs are printed on the screen anyway.
  const salt = Uint8Array.from(createHash('sha256').update(`demo-pin-${pin}`).digest().subarray(0, 16));
  const hash = await derive(pin, salt, PIN_ITERATIONS, 32, 'sha256');
  return {
    algorithm: 'pbkdf2-sha256',
    iterations: PIN_ITERATIONS,
    salt: Buffer.from(salt).toString('base64'),
    hash: hash.toString('base64'),
  };
}

/** Staff documents by shop; the first cashier of `demo-1` is «Иванова А. П.». */
export async function staffDocuments(stores: readonly string[], hlc: string): Promise<Map<string, Staff[]>> {
  const pins = new Map(await Promise.all(Object.values(DEMO_PINS).map(async (pin) => [pin, await verifierOf(pin)] as const)));
  return new Map(
    stores.map((store) => [
      store,
      peopleOf(store).map(({ key, name, role }, i): Staff => ({
        _id: `staff:${key}`,
        type: 'staff',
        schema: 1,
        hlc,
        by: null,
        pos: null,
        store,
        name,
        role,
        inn: null,
        active: true,
        order: i + 1,
        pin: pins.get(DEMO_PINS[role])!,
        stamps: {},
      })),
    ]),
  );
}
