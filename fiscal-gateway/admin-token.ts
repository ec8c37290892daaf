import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';

/** GATEWAY_TOKEN, or what `<folder>/token` holds, made at the first start; the file is its owner's alone (0600), however it came here. */
export function adminToken(folder: string, given: string | null, random: Random): string {
  if (given !== null) return given;
  const file = join(folder, 'token');
  if (existsSync(file)) {
    chmodSync(file, 0o600);
    const kept = readFileSync(file, 'utf8').trim();
    if (kept !== '') return kept;
  }
  const token = random.token();
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return token;
}
