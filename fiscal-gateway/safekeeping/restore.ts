import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openJournal } from '../journal/journal.ts';
import { createLogStore } from '../journal/log.store.ts';
import { lockFolder } from '../journal/process-lock.ts';
import { digestOf, manifestOf } from './copy-journal.ts';
import type { BackupManifest } from './copy-journal.ts';
import { checkJournal, faultsOf } from './journal-check.ts';
import type { JournalReport } from './journal-check.ts';

/** Its presence says that a restore was interrupted: the gateway does not start beside it. */
export const RESTORING = 'journal.sqlite.restoring';
const FILES = ['journal.sqlite', 'journal.sqlite-wal', 'journal.sqlite-shm'] as const;

export interface RestorePlan {
  readonly file: string;
  readonly backup: JournalReport;
  /** Epoch ms, `null` where there is no manifest to say it. */
  readonly madeAt: number | null;
  /** The journal that is there now; `null` where there is none or it cannot be read. */
  readonly present: JournalReport | null;
  /** What the present journal holds and the backup does not. */
  readonly missing: { readonly receipts: number; readonly documents: number; readonly events: number } | null;
}

/**
 * Looks at a backup before anything is touched. Throws a sentence where it is damaged, is another file than its manifest describes, or is
 * the journal of another till.
 */
export function planRestore(folder: string, pos: string, file: string): RestorePlan {
  if (!existsSync(file)) throw new Error(`${file} does not exist`);
  const manifest = existsSync(manifestOf(file)) ? (JSON.parse(readFileSync(manifestOf(file), 'utf8')) as BackupManifest) : null;
  if (manifest && manifest.sha256 !== digestOf(file)) throw new Error(`${file} is not the file that its manifest describes`);
  const of = manifest?.about['pos'];
  if (of !== undefined && of !== pos) throw new Error(`${file} is a backup of ${of}, not of ${pos}`);
  const backup = checkJournal(file);
  const faults = faultsOf(backup);
  if (faults.length > 0) throw new Error(`${file} is damaged: ${faults[0]}`);
  const madeAt = manifest === null ? null : Number(manifest.about['at']);
  const present = presentJournal(join(folder, 'journal.sqlite'));
  const more = (what: 'receipts' | 'documents' | 'events'): number =>
    Math.max(0, (present?.counts[what] ?? 0) - backup.counts[what]);
  const missing = present && { receipts: more('receipts'), documents: more('documents'), events: more('events') };
  return { file, backup, madeAt, present, missing };
}

function presentJournal(path: string): JournalReport | null {
  try {
    return existsSync(path) ? checkJournal(path) : null;
  } catch {
    // A journal that cannot be read is why one restores.
    return null;
  }
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/**
 * Puts a backup in the place of a till's journal; the one that is there is kept in a folder beside it. Throws where a gateway runs on it.
 * The drive is ahead of the restored journal then: the gateway imports what is missing on its start, and a till that repeats a key is
 * led to the document that it made. Returns the folder of the safety copy, `null` where there was no journal.
 */
export async function restoreJournal(folder: string, { file, madeAt }: RestorePlan, now: number): Promise<string | null> {
  mkdirSync(folder, { recursive: true });
  const lock = lockFolder(folder);
  try {
    const fresh = join(folder, RESTORING);
    copyFileSync(file, fresh);
    flush(fresh);
    const safety = join(folder, `before-restore-${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}`);
    const there = FILES.filter((name) => existsSync(join(folder, name)));
    if (there.length > 0) mkdirSync(safety);
    for (const name of there) renameSync(join(folder, name), join(safety, name));
    renameSync(fresh, join(folder, 'journal.sqlite'));
    if (process.platform !== 'win32') flush(folder);
    const journal = openJournal(join(folder, 'journal.sqlite'));
    const log = createLogStore(journal);
    await journal.commit(() =>
      log.append(now, 'WARN', 'journal_restored', null, basename(file), {
        file: basename(file),
        made_at: madeAt,
        from: log.head().seq,
      }),
    );
    journal.close();
    return there.length > 0 ? safety : null;
  } finally {
    lock.release();
  }
}
