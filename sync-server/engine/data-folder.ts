import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import leveldown from 'leveldown';

/**
 * Why the documents on this machine cannot be used. The code stands first in what is said: scripts and people at night search for it
 * (docs/installation.md).
 * - `DATA_IN_USE`: another process holds the folder;
 * - `DATA_NO_ROOM`: the disk takes no more; the server starts by itself once there is room;
 * - `DATA_NOT_WRITABLE`: rights, a read-only disk, a fault of the disk;
 * - `DATA_DAMAGED`: files of a database are missing or wrong. Nothing is made anew in its place.
 */
export type DataFault = 'DATA_IN_USE' | 'DATA_NO_ROOM' | 'DATA_NOT_WRITABLE' | 'DATA_DAMAGED';

export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
  readonly code: DataFault;

  constructor(code: DataFault, text: string, options?: ErrorOptions) {
    super(`${code}: ${text}`, options);
    this.code = code;
  }
}

/** What LevelDB and the operating system say, and what it means. A path in it may hold any word, so the reason is looked for at its end. */
const REASONS: readonly (readonly [DataFault, RegExp])[] = [
  ['DATA_NO_ROOM', /(no space left on device|file too large|quota exceeded|ENOSPC|EFBIG|EDQUOT)/i],
  ['DATA_DAMAGED', /(\bcorruption\b|MANIFEST-\d+: no such file|does not exist \(create_if_missing)/i],
  ['DATA_IN_USE', /(\/LOCK: (resource temporarily unavailable|already held by process)|being used by another process)/i],
];
const faultOf = (said: string): DataFault => REASONS.find(([, words]) => words.test(said))?.[0] ?? 'DATA_NOT_WRITABLE';

const SENTENCES: Readonly<Record<DataFault, (place: string) => string>> = {
  DATA_IN_USE: (place) => `${place} is in use by another sync server.`,
  DATA_NO_ROOM: (place) =>
    `${place} cannot be written: no room on the disk. Make room; nothing is lost, and the server then starts as it is.`,
  DATA_NOT_WRITABLE: (place) => `${place} cannot be written.`,
  DATA_DAMAGED: (place) =>
    `${place} is damaged. Nothing was changed and nothing is begun anew in its place: put a copy of it back, or keep this folder for repair (docs/installation.md).`,
};

/** The fault as a person reads it at night: code, what and what to do, and in brackets what was said below. */
function folderFault(place: string, cause: unknown): DataFolderError {
  if (cause instanceof DataFolderError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const code = faultOf(said);
  const reason = code === 'DATA_IN_USE' ? '' : ` (${said})`;
  return new DataFolderError(code, `${SENTENCES[code](place)}${reason}`, { cause });
}

/**
 * LevelDB takes a folder without its file `CURRENT` for a new one: it would begin an empty database there and remove the files of the old
 * as rubbish. (Seen: that one file lost with a dying disk, and the server came up without shops, people and passwords.) A folder in which
 * nothing but a first manifest lies is one whose making was cut short.
 * @throws DataFolderError DATA_DAMAGED
 */
function refuseHalf(location: string): void {
  let names: string[];
  try {
    names = readdirSync(location);
  } catch {
    return; // not made yet, or not to be read: opening it says so
  }
  const holds = names.some((name) => /\.(ldb|sst|log)$/.test(name));
  if (holds && !names.includes('CURRENT'))
    throw folderFault(`The database ${location}`, 'Corruption: the file CURRENT is missing');
}

/** Opens a database's folder, made where there is none. @throws DataFolderError: in use, no room, not writable, damaged */
export async function openDatabaseFolder<T>(location: string, open: () => Promise<T>): Promise<T> {
  try {
    refuseHalf(location);
    return await open();
  } catch (error) {
    throw folderFault(`The database ${location}`, error);
  }
}

/**
 * One process a data folder: an empty LevelDB whose lock the kernel frees when the process dies, `kill -9` included.
 * @throws DataFolderError with one clear line where the folder is in use or cannot be written.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const place = `The data folder ${folder}`;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw folderFault(place, error);
  }
  const handle = leveldown(join(folder, 'lock'));
  await new Promise<void>((resolve, reject) => {
    handle.open({ createIfMissing: true }, (error) => (error ? reject(folderFault(place, error)) : resolve()));
  });
  return () => new Promise((resolve) => handle.close(() => resolve()));
}
