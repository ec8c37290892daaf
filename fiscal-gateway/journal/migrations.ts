import type { DatabaseSync } from 'node:sqlite';
import { SCHEMA_1 } from './schema-1.ts';
import { SCHEMA_2 } from './schema-2/index.ts';

/** Numbered, applied once, never edited after a release: number n brings `user_version` from n − 1 to n. */
const MIGRATIONS: readonly string[] = [SCHEMA_1, SCHEMA_2];

/** Brings the file to the newest schema. A file of a newer program is refused: an old gateway must not write into it. */
export function migrate(db: DatabaseSync): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > MIGRATIONS.length) {
    throw new Error(`the journal has schema ${version}, this gateway knows ${MIGRATIONS.length}: install the newer gateway`);
  }
  for (let n = version; n < MIGRATIONS.length; n++) {
    db.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[n]}; PRAGMA user_version = ${n + 1}; COMMIT`);
  }
}
