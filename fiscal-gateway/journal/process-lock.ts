import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

export interface ProcessLock {
  release(): void;
}

/**
 * An exclusive SQLite transaction on a file of its own, held for the life of the process: the operating system drops it even after
 * kill -9, so there is no stale lock to clean up. Throws `refusal` where another process holds it.
 */
export function lockFile(path: string, refusal: string): ProcessLock {
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA busy_timeout = 0');
    db.exec('PRAGMA journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new Error(refusal, { cause: error });
  }
  return {
    release() {
      db.close();
    },
  };
}

/** One gateway a data folder. */
export const lockFolder = (folder: string): ProcessLock =>
  lockFile(join(folder, 'process.lock'), `another gateway is running on the data in ${folder}`);
