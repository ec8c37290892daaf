import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The three files of an SQLite database in WAL mode, as they lay at one instant. */
export interface Files {
  readonly db: Uint8Array;
  readonly wal: Uint8Array;
  /** Bytes of the WAL that were on the disk for sure: up to the last frame that the WAL index names. What lies behind was under way. */
  readonly synced: number;
  /** Salts and checkpoint number of the WAL: the same in two copies while it was not begun anew. */
  readonly generation: string;
}

const WAL_HEADER = 32;
const FRAME_HEADER = 24;

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The head of the WAL index (`-shm`): SQLite enters a commit there after its fsync, never before. */
function lastSyncedFrame(shm: string): { frame: number; pageSize: number } {
  const head = viewOf(bytesOf(shm));
  const pageSize = head.getUint16(14, true);
  return { frame: head.getUint32(16, true), pageSize: pageSize === 1 ? 65_536 : pageSize };
}

/** Reads the files of a process that stands still (SIGSTOP). */
export function readFiles(journal: string): Files {
  const wal = existsSync(`${journal}-wal`) ? bytesOf(`${journal}-wal`) : new Uint8Array(0);
  const { frame, pageSize } = lastSyncedFrame(`${journal}-shm`);
  const synced = frame === 0 ? 0 : WAL_HEADER + frame * (FRAME_HEADER + pageSize);
  return { db: bytesOf(journal), wal, synced, generation: wal.subarray(8, 24).join(' ') };
}

const SECTOR = 512;

/** What the disk may have of bytes that were written and not synced: none, some sectors, or other content. */
function tear(tail: Uint8Array, random: () => number): Uint8Array {
  const way = Math.floor(random() * 4);
  if (way === 0) return tail;
  if (way === 1) return tail.subarray(0, Math.floor(random() * tail.length));
  const torn = tail.slice();
  for (let at = 0; at < torn.length; at += SECTOR) {
    if (random() < 0.5) continue;
    const end = Math.min(at + SECTOR, torn.length);
    for (let byte = at; byte < end; byte += 1) torn[byte] = way === 2 ? 0 : Math.floor(random() * 256);
  }
  return torn;
}

/** Pages of a checkpoint under way may have reached the disk one by one, in any order: each is the earlier or the later one. */
function mix(earlier: Uint8Array, later: Uint8Array, pageSize: number, random: () => number): Uint8Array {
  const mixed = random() < 0.5 ? later.slice() : later.slice(0, earlier.length);
  for (let at = 0; at + pageSize <= Math.min(earlier.length, mixed.length); at += pageSize) {
    if (random() < 0.5) mixed.set(earlier.subarray(at, at + pageSize), at);
  }
  return mixed;
}

/**
 * Writes the files as a power cut may have left them. `earlier`: an older copy; where the WAL was not begun anew since, the database file
 * may still hold any of its pages, because the WAL holds all that came after. Says what was torn.
 */
export function writeTorn(
  folder: string,
  files: Files,
  earlier: Files | null,
  random: () => number,
): { tail: number; mixed: boolean } {
  const path = join(folder, 'journal.sqlite');
  const tail = files.wal.subarray(files.synced);
  // Before the first frame of a new WAL is in, its old content does not count any more and the database file holds everything.
  const kept = files.synced === 0 ? files.wal : joined(files.wal.subarray(0, files.synced), tear(tail, random));
  const pageSize = viewOf(files.db).getUint16(16) || 4_096;
  const mixed = earlier !== null && files.synced > 0 && earlier.generation === files.generation && earlier.synced > 0;
  writeFileSync(path, mixed ? mix(earlier.db, files.db, pageSize, random) : files.db);
  writeFileSync(`${path}-wal`, kept);
  return { tail: files.synced === 0 ? 0 : tail.length, mixed };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

/** Does the process stand still? */
export const isStopped = (pid: number): boolean => / [Tt] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/\(.*\)/, ''));
