import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

export interface ProcessLock {
  release(): void;
}

/**
 * One gateway a data folder. The lock is an exclusive SQLite transaction on a file of its own, held for the life of the process: the
 * operating system drops it even after kill -9, so there is no stale lock to clean up. Throws where another process holds it.
 */
export function lockFolder(folder: string): ProcessLock {
  const db = new DatabaseSync(join(folder, 'process.lock'));
  try {
    db.exec('PRAGMA busy_timeout = 0');
    db.exec('PRAGMA journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new Error(`another gateway is running on the data in ${folder}`, { cause: error });
  }
  return {
    release() {
      db.close();
    },
  };
}
