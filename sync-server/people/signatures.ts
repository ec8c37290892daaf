import { CONTROL, storeDatabase } from '../../design/databases.ts';
import { staff as staffShape, type Staff } from '../../design/documents/people.ts';
import { DomainError } from '../../design/errors.ts';
import { rangeOf } from '../../design/ids.ts';
import { afterWrongPin, lockedUntil, NO_ATTEMPTS, type PinAttempts } from '../../design/people/pin-attempts.ts';
import type { Role } from '../../design/people/roles.ts';
import { SECOND, type Clock } from '../../design/time/clock.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';
import { matchesPin } from './pin.ts';

/** A person of the shops' staff. `id`: of the staff document. */
export interface Signer {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** The word of a person at the server's own pages and calls, proved with the PIN that they use at the till. */
export interface Signatures {
  /** Who works in any shop with a role that `allowed` says, each once, by name. */
  signers(allowed: (role: Role) => boolean): Promise<Signer[]>;
  /**
   * The person, if the PIN is theirs. Wrong ones in a row lock that person out for a while, on every server and across restarts.
   * @throws DomainError FORBIDDEN where nobody of that id works here, PIN_WRONG, PIN_LOCKED
   */
  proved(id: string, pin: string): Promise<Signer>;
}

interface Attempts extends StoredDocument, PinAttempts {}

export function createSignatures(deps: {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly shops: () => readonly string[];
}): Signatures {
  const { engine, clock } = deps;

  async function ofShop(store: string): Promise<Staff[]> {
    const docs = await (await engine.open(storeDatabase(store))).range(rangeOf('staff'));
    return docs.flatMap((doc) => staffShape.safeParse(doc).data ?? []);
  }

  /** Somebody of the office stands in every shop under one id: what was written last holds. */
  async function people(): Promise<Staff[]> {
    const found = new Map<string, Staff>();
    for (const person of (await Promise.all(deps.shops().map(ofShop))).flat()) {
      const before = found.get(person._id);
      if (!before || before.hlc < person.hlc) found.set(person._id, person);
    }
    return [...found.values()].filter(({ active }) => active);
  }

  /** Writes what `next` makes of the tries so far; two servers that count at once do not forget one. */
  async function count(id: string, next: (before: PinAttempts) => PinAttempts): Promise<void> {
    const control = await engine.open(CONTROL);
    const _id = `pin-attempts:${id}`;
    for (let tries = 0; tries < 20; tries += 1) {
      const held = (await control.get(_id)) as Attempts | null;
      const { wrong, lockedUntil: until } = next(held ?? NO_ATTEMPTS);
      const doc = { _id, ...(held ? { _rev: held._rev } : {}), type: 'pin-attempts', wrong, lockedUntil: until };
      const written = await control.put(doc);
      if (written.ok) return control.flush?.();
      if (written.error !== 'conflict') throw new Error(`${_id}: ${written.error}`);
    }
    throw new Error(`${_id}: conflict`);
  }

  const locked = (attempts: PinAttempts): DomainError | null => {
    const now = clock.now();
    const until = lockedUntil(attempts, now);
    if (until === null) return null;
    const wait = Math.ceil((until - now) / SECOND);
    return new DomainError('PIN_LOCKED', { failures: attempts.wrong, retry_after_seconds: wait }, wait);
  };

  return {
    async signers(allowed) {
      const wanted = (await people()).filter(({ role }) => allowed(role));
      return wanted.map(signerOf).sort((a, b) => a.name.localeCompare(b.name, 'ru') || (a.id < b.id ? -1 : 1));
    },
    async proved(id, pin) {
      const person = (await people()).find(({ _id }) => _id === id);
      if (!person) throw new DomainError('FORBIDDEN');
      // Counted as wrong before it is looked at: a hundred guesses at once are a hundred guesses.
      await count(id, (before) => {
        const refused = locked(before);
        if (refused) throw refused;
        return afterWrongPin(before, clock.now());
      });
      if (!(await matchesPin(pin, person.pin))) throw new DomainError('PIN_WRONG');
      await count(id, () => NO_ATTEMPTS);
      return signerOf(person);
    },
  };
}

const signerOf = ({ _id, name, role }: Staff): Signer => ({ id: _id, name, role });
