import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkJournal, faultsOf } from './journal-check.ts';
import type { JournalReport } from './journal-check.ts';

export interface CopyJob {
  /** The journal in use. */
  readonly source: string;
  /** The file to be made; its manifest is `<target>.json`. */
  readonly target: string;
  /** Goes into the manifest. */
  readonly about: Readonly<Record<string, string | number>>;
}

/** Beside each backup (requirements H-52): what it is, and by which digest one sees that it still is. */
export interface BackupManifest extends JournalReport {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly about: CopyJob['about'];
}

export const manifestOf = (file: string): string => `${file}.json`;

/** SHA-256 of a file, read piece by piece: a journal may be bigger than the memory one wants to give it. */
export function digestOf(file: string): string {
  const digest = createHash('sha256');
  const piece = new Uint8Array(1 << 20);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) digest.update(piece.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return digest.digest('hex');
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    // Windows cannot flush a folder; there the rename is durable by itself.
    if (process.platform !== 'win32') throw error;
  } finally {
    closeSync(handle);
  }
}

/**
 * A whole copy of a journal in use, as it stood at one moment: `VACUUM INTO` reads a snapshot, which in WAL mode stops no writer, and
 * leaves out the free pages. The copy gets its name only after it was checked and is on the disk. Slow and synchronous: run it in a
 * worker. Throws where the copy is not sound.
 */
export function copyJournal({ source, target, about }: CopyJob): BackupManifest {
  const unfinished = `${target}.part`;
  rmSync(unfinished, { force: true });
  try {
    const db = new DatabaseSync(source, { readOnly: true });
    try {
      db.exec('PRAGMA busy_timeout = 5000');
      db.prepare('VACUUM INTO ?').run(unfinished);
    } finally {
      db.close();
    }
    const report = checkJournal(unfinished);
    const faults = faultsOf(report);
    if (faults.length > 0) throw new Error(`the copy is not sound: ${faults[0]}`);
    flush(unfinished);
    const manifest = {
      file: basename(target),
      bytes: statSync(unfinished).size,
      sha256: digestOf(unfinished),
      about,
      ...report,
    };
    writeFileSync(manifestOf(target), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
    renameSync(unfinished, target);
    flush(dirname(target));
    return manifest;
  } finally {
    rmSync(unfinished, { force: true });
  }
}
