import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../../design/errors.ts';
import { DISK } from '../../design/fiscal/limits.ts';
import { DAY, MINUTE } from '../../design/time/clock.ts';
import type { Context } from '../context.ts';
import { manifestOf } from './copy-journal.ts';
import type { BackupManifest } from './copy-journal.ts';

/** Kept of each kind (requirements H-51: seven days); what a person makes never pushes out the days. */
const KEPT = 7;
/** How often it is looked whether one is due, ms; the first look waits until a shop that has just opened is under way. */
const LOOK_EVERY = 10 * MINUTE;

export type BackupKind = 'daily' | 'manual';

export interface Backup {
  readonly kind: BackupKind;
  /** Whole path. */
  readonly file: string;
  /** Epoch ms. */
  readonly at: number;
  readonly bytes: number;
  readonly manifest: BackupManifest;
}

export interface Backups {
  /** The newest good one, `null` where there is none. */
  readonly last: Backup | null;
  /** The newest first. */
  list(): Backup[];
  /** Throws STORAGE_FULL, BACKUP_RUNNING, BACKUP_FAILED. */
  make(kind: BackupKind): Promise<Backup>;
  watch(signal: AbortSignal): Promise<void>;
}

const NAME = /^(daily|manual)-[0-9T]+Z\.sqlite$/;
export const backupName = (kind: BackupKind, at: number): string =>
  `${kind}-${new Date(at)
    .toISOString()
    .replaceAll(/[-:.]/g, '')
    .replace(/\d{3}Z$/, 'Z')}.sqlite`;

export const backupsFolder = (folder: string): string => join(folder, 'backups');

/** Backups in a folder, the newest first; what has no manifest was never finished and counts for nothing. */
export function readBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name) && existsSync(manifestOf(join(folder, name))))
    .flatMap((name): Backup[] => {
      const file = join(folder, name);
      try {
        const manifest = JSON.parse(readFileSync(manifestOf(file), 'utf8')) as BackupManifest;
        const kind = name.startsWith('daily') ? ('daily' as const) : ('manual' as const);
        return [{ kind, file, at: Number(manifest.about['at']), bytes: manifest.bytes, manifest }];
      } catch {
        return [];
      }
    })
    .sort((a, b) => b.at - a.at);
}

/** Hot backups of the journal: every day and when a person asks, checked, never in the way of a sale. */
export function createBackups(context: Context): Backups {
  const { config, clock, timers, journal, stores, alarms, metrics, disk, log } = context;
  const folder = backupsFolder(config.folder);
  const source = join(config.folder, 'journal.sqlite');
  let known = readBackups(folder);
  let running = false;
  let failed = false;
  const began = clock.now();

  function keepSeven(kind: BackupKind): void {
    for (const { file } of known.filter((backup) => backup.kind === kind).slice(KEPT)) {
      rmSync(file, { force: true });
      rmSync(manifestOf(file), { force: true });
    }
  }

  const noted = (level: 'INFO' | 'ERROR', event: string, message: string, details: Record<string, unknown>): Promise<unknown> =>
    journal.commit(() => stores.log.append(clock.now(), level, event, null, message, details));

  async function demandRoom(): Promise<void> {
    const { journal: bytes, wal } = disk.sizes();
    const free = await disk.free();
    if (free !== null && free < bytes + wal + DISK.critical) throw new DomainError('STORAGE_FULL', { free_bytes: free });
  }

  async function made(kind: BackupKind): Promise<Backup> {
    await demandRoom();
    mkdirSync(folder, { recursive: true });
    const at = clock.now();
    const name = backupName(kind, at);
    const file = join(folder, name);
    const manifest = await context.copyJournal({
      source,
      target: file,
      about: { at, kind, pos: config.posId, store: config.store },
    });
    known = readBackups(folder);
    keepSeven(kind);
    known = readBackups(folder);
    return { kind, file, at, bytes: manifest.bytes, manifest };
  }

  const due = (): boolean => {
    const last = known.find(({ kind }) => kind === 'daily')?.at ?? -Infinity;
    return clock.now() - last >= DAY;
  };
  /** An hour of patience beyond the day: the one that is due now is not late yet. */
  const tellAge = (): void => {
    const last = known[0]?.at;
    const old = clock.now() - (last ?? began) > DAY + 60 * MINUTE;
    alarms.set('BACKUP_OLD', old || (last === undefined && failed), { last_backup_at: last ?? null });
  };

  async function make(kind: BackupKind): Promise<Backup> {
    if (running) throw new DomainError('BACKUP_RUNNING', {}, 5);
    running = true;
    const started = clock.now();
    try {
      const backup = await made(kind);
      failed = false;
      metrics.backup('ok');
      const details = { kind, bytes: backup.bytes, events_head: backup.manifest.chain.head.seq };
      await noted('INFO', 'backup_made', `${kind}: ${backup.manifest.file}`, details);
      log.info('backup_made', { kind, bytes: backup.bytes, duration_ms: clock.now() - started });
      return backup;
    } catch (error) {
      failed = true;
      metrics.backup('failed');
      log.error('backup_failed', { kind, message: String(error) });
      await noted('ERROR', 'backup_failed', kind, {}).catch(() => undefined);
      throw error instanceof DomainError ? error : new DomainError('BACKUP_FAILED');
    } finally {
      running = false;
      tellAge();
    }
  }

  return {
    get last() {
      return known[0] ?? null;
    },
    list: () => known,
    make,
    async watch(signal) {
      while (!signal.aborted) {
        await timers.sleep(LOOK_EVERY, signal);
        if (signal.aborted) return;
        if (due()) await make('daily').catch(() => undefined);
        tellAge();
      }
    },
  };
}
