import { mkdirSync } from 'node:fs';
import leveldown from 'leveldown';

type LevelDown = ReturnType<typeof leveldown>;

/**
 * LevelDB acknowledges a write when it is in the operating system's cache; PouchDB never asks for more. These files remember their
 * LevelDB handles, so that the engine can force the log to disk: a put with `sync` flushes everything written before it to that log.
 */
export interface LevelFiles {
  /** Handed to PouchDB as its `db` option. */
  readonly factory: ((location: string) => LevelDown) & { destroy: typeof leveldown.destroy };
  /** Resolves when everything written to this folder so far is on the disk. */
  flush(location: string): Promise<void>;
}

/** Sorts outside PouchDB's sublevels, which begin with `ÿ`. */
const FLUSH_KEY = '!optics:flushed';

export function createLevelFiles(): LevelFiles {
  const open = new Map<string, LevelDown>();
  function opticsLeveldown(location: string): LevelDown {
    const handle = leveldown(location);
    open.set(location, handle);
    return handle;
  }
  opticsLeveldown.destroy = leveldown.destroy.bind(leveldown);
  return {
    factory: opticsLeveldown,
    flush: (location) =>
      new Promise((resolve, reject) => {
        const handle = open.get(location);
        if (!handle) return resolve();
        handle.put(FLUSH_KEY, '1', { sync: true }, (error) => (error ? reject(error) : resolve()));
      }),
  };
}

export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

/**
 * One process a data folder: an empty LevelDB whose lock the kernel frees when the process dies, `kill -9` included.
 * @throws DataFolderError with one clear line where the folder is in use or cannot be written.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new DataFolderError(`The data folder ${folder} cannot be written: ${(error as Error).message}`);
  }
  const handle = leveldown(`${folder}/lock`);
  await new Promise<void>((resolve, reject) => {
    handle.open({ createIfMissing: true }, (error) => {
      if (!error) return resolve();
      const busy = /lock/i.test(error.message) && !/permission|read-only/i.test(error.message);
      const why = busy ? 'is in use by another sync server' : `cannot be written: ${error.message}`;
      reject(new DataFolderError(`The data folder ${folder} ${why}.`));
    });
  });
  return () => new Promise((resolve) => handle.close(() => resolve()));
}
