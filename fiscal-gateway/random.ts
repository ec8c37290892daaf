import { randomBytes, randomInt, randomUUID } from 'node:crypto';

export interface Random {
  uuid(): string;
  /** A bearer token: 256 bits, base64url. */
  token(): string;
  /** A code that a person types: 8 letters and digits without look-alikes. */
  code(): string;
  /** In [0, 1), for jitter. */
  unit(): number;
}

const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  token: () => randomBytes(32).toString('base64url'),
  code: () => Array.from({ length: 8 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join(''),
  unit: () => Math.random(),
};
