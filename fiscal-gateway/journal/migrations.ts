import type { DatabaseSync } from 'node:sqlite';
import { SCHEMA_1 } from './schema-1.ts';
import { SCHEMA_2 } from './schema-2/index.ts';

interface Migration {
  readonly sql: string;
  /**
   * The oldest schema whose program may still work on a file brought this far (docs/decisions/0009): a migration that only adds keeps the
   * number of the one before, so that an update can be taken back without touching the journal. One that moves or drops names its own.
   */
  readonly worksWith: number;
}

/** Numbered, applied once, never edited after a release: number n brings `user_version` from n − 1 to n. */
const MIGRATIONS: readonly Migration[] = [
  { sql: SCHEMA_1, worksWith: 1 },
  // Receipts and documents are laid out anew.
  { sql: SCHEMA_2, worksWith: 2 },
];

/** What this program makes of a journal, for the update of a till (ops/gateway): its schema and the oldest one that can take over again. */
export const JOURNAL_SCHEMA = MIGRATIONS.length;
export const JOURNAL_WORKS_WITH = Math.max(...MIGRATIONS.map(({ worksWith }) => worksWith));

const WORKS_WITH = 'works-with';

/**
 * Brings the file to the newest schema. A file of a newer program is taken as it is where that program said that this one may (it only
 * added), and refused where not: an old gateway must not write what the new one would misread.
 */
export function migrate(db: DatabaseSync, migrations: readonly Migration[] = MIGRATIONS): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > migrations.length) {
    const from = Number(db.prepare('SELECT value FROM meta WHERE key = ?').get(WORKS_WITH)?.['value'] ?? version);
    if (from <= migrations.length) return;
    throw new Error(`the journal has schema ${version}, this gateway knows ${migrations.length}: install the newer gateway`);
  }
  for (const [n, { sql }] of migrations.entries()) {
    if (n < version) continue;
    const from = Math.max(...migrations.slice(0, n + 1).map(({ worksWith }) => worksWith));
    const said = `INSERT OR REPLACE INTO meta (key, value) VALUES ('${WORKS_WITH}', '${from}')`;
    db.exec(`BEGIN IMMEDIATE; ${sql}; ${said}; PRAGMA user_version = ${n + 1}; COMMIT`);
  }
}
