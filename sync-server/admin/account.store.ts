import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { CONTROL } from '../../design/databases.ts';
import { DomainError } from '../../design/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { newToken, sameSecret } from '../devices/tokens.ts';

export const PASSWORD_MIN = 10;
const PASSWORD_MOST = 256;

/** The administrator's password. There is no default one: while none is set, only the one-time link of this start leads in. */
export interface Account {
  hasPassword(): boolean;
  /** The secret of the one-time link; `null` once a password is set. */
  linkSecret(): string | null;
  /** @throws DomainError LINK_USED, PASSWORD_WEAK */
  setPassword(linkSecret: string, password: string): Promise<void>;
  matches(password: string): Promise<boolean>;
}

const ID = 'admin:account';
const shape = z.object({ salt: z.string(), hash: z.string(), cost: z.number() });
/** 2^17 × 8 × 1: about a tenth of a second and 128 MB, which is what makes guessing dear. */
const COST = 2 ** 17;

function derive(password: string, salt: string, cost: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      Uint8Array.from(Buffer.from(salt, 'base64')),
      32,
      { N: cost, r: 8, p: 1, maxmem: 256 * 1024 * 1024 },
      (error, key) => (error ? reject(error) : resolve(Uint8Array.from(key))),
    );
  });
}

export async function createAccount(engine: Engine): Promise<Account> {
  const control = await engine.open(CONTROL);
  let account = shape.safeParse(await control.get(ID)).data ?? null;
  let link = account ? null : newToken();

  return {
    hasPassword: () => account !== null,
    linkSecret: () => link,
    async setPassword(secret, password) {
      if (link === null || !sameSecret(link, secret)) throw new DomainError('LINK_USED');
      if (password.length < PASSWORD_MIN || password.length > PASSWORD_MOST) throw new DomainError('PASSWORD_WEAK');
      const salt = randomBytes(16).toString('base64');
      const next = { salt, hash: Buffer.from(await derive(password, salt, COST)).toString('base64'), cost: COST };
      const written = await control.put({ _id: ID, type: 'admin', schema: 1, ...next });
      // Two people with the same link: the first one's password stands.
      if (!written.ok) throw new DomainError('LINK_USED');
      await control.flush?.();
      account = next;
      link = null;
    },
    async matches(password) {
      if (!account || password.length > PASSWORD_MOST) return false;
      const known = Uint8Array.from(Buffer.from(account.hash, 'base64'));
      return timingSafeEqual(await derive(password, account.salt, account.cost), known);
    },
  };
}
