import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { openJournal } from '../../fiscal-gateway/journal/journal.ts';
import { createStores } from '../../fiscal-gateway/journal/stores.ts';

/**
 * node ops/gateway/try-journal.ts FILE: would this program work on that journal? Migrates a copy and reads it; the file itself is not
 * touched. Exit code 0 and its schema, or 1 and why not. An update runs the new release's own.
 */
function attempt(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'optics-try-journal-'));
  try {
    const copy = join(folder, 'journal.sqlite');
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
    const journal = openJournal(copy);
    try {
      createStores(journal);
      const damage = journal.db
        .prepare('PRAGMA integrity_check(5)')
        .all()
        .map((row) => String(row['integrity_check']));
      if (damage[0] !== 'ok') throw new Error(`the journal is damaged: ${damage.join('; ')}`);
      return String(journal.db.prepare('PRAGMA user_version').get()?.['user_version']);
    } finally {
      journal.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const file = process.argv[2];
  if (file === undefined) throw new Error('which journal?');
  process.stdout.write(`schema ${attempt(file)}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
