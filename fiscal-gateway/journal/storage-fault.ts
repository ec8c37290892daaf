import { JournalVanished } from './file-presence.ts';

/** Why the disk did not take it: no room, or the file cannot be written (I/O error, locked, read-only, damaged). */
export type StorageFault = 'full' | 'broken';

/** SQLite's primary result codes. */
const FULL = 13;
const BROKEN: ReadonlySet<number> = new Set([
  5, // SQLITE_BUSY: somebody else holds the file
  8, // SQLITE_READONLY
  10, // SQLITE_IOERR
  11, // SQLITE_CORRUPT
  14, // SQLITE_CANTOPEN
  26, // SQLITE_NOTADB
]);

/** `null` for every error that is not the disk's. Extended codes carry the primary one in their lowest byte. */
export function storageFault(error: unknown): StorageFault | null {
  if (error instanceof JournalVanished) return 'broken';
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (code !== 'ERR_SQLITE_ERROR' || typeof errcode !== 'number') return null;
  const primary = errcode & 0xff;
  if (primary === FULL) return 'full';
  return BROKEN.has(primary) ? 'broken' : null;
}
