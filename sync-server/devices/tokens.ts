import { createHash, randomBytes, randomInt } from 'node:crypto';

/** 256 bits, URL-safe. Shown once, kept as SHA-256 hex only. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Eight letters and digits that cannot be mistaken for one another over the telephone: 40 bits, one use, 15 minutes. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const newPairingCode = (): string => Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** As a person types it: case and separators do not matter. */
export const normalCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

/** Compares hashes, so that the time it takes tells nothing about the secret. */
export const sameSecret = (a: string, b: string): boolean => hashOf(a) === hashOf(b);

/** The token of `Authorization: Bearer …`, `null` where there is none. */
export function bearerOf(header: string | undefined): string | null {
  const match = /^Bearer ([\w.~+/=-]{16,256})$/i.exec(header ?? '');
  return match ? match[1]! : null;
}
