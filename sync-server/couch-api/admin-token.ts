import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeWholeSync } from '../engine/whole-file.ts';

/** The administrator's name in the `Authorization` header, as CouchDB's own. */
export const ADMIN_NAME = 'admin';

/**
 * A token of a file that only its owner reads; made at the first start. An empty file holds none: a disk that was full at the first start
 * left one, and «no password» would have been the administrator's.
 */
export function tokenFile(path: string): string {
  const held = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (held !== '') return held;
  const token = randomBytes(24).toString('base64url');
  writeWholeSync(path, `${token}\n`);
  return token;
}

const digest = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());

/** Does an `Authorization: Basic …` header carry the administrator's token? The time it takes tells nothing about the token. */
export function isAdministrator(header: string, token: string): boolean {
  const text = Buffer.from(header.replace(/^basic:?\s+/i, ''), 'base64').toString('utf8');
  return timingSafeEqual(digest(text), digest(`${ADMIN_NAME}:${token}`));
}
