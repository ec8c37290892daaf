import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '../../design/errors.office.ts';
import { FILE_LIMITS } from '../../design/import/limits.ts';
import { DAY } from '../../design/time/clock.ts';
import type { UploadedFile } from './imports.ts';
import type { SharedUploads } from './shared-uploads.ts';

/** Files and logs of imports are kept so long (requirement E-25). */
export const KEEP_IMPORTS = 30 * DAY;
const FILE_ID = /^[0-9a-f]{64}$/;
const NAME_LENGTH = 120;
/** All uploads together, bytes: a month of price lists of fifty suppliers. */
const QUOTA = 2 * 1024 ** 3;
/** So much of the disk belongs to sales: a price list never takes the last of it. */
const RESERVE = 512 * 1024 ** 2;

/** Suppliers' files in the data folder, each under the digest of its bytes: what the sender calls it never becomes a path. */
export interface Uploads {
  /** @throws DomainError BODY_TOO_LARGE, IMPORT_NO_ROOM */
  put(file: Readable, name: string, now: number): Promise<UploadedFile>;
  /** @throws DomainError NOT_FOUND, IMPORT_FILE_GONE */
  get(id: string): Promise<UploadedFile>;
  pathOf(id: string): Promise<string>;
  /** Removes what is older than KEEP_IMPORTS. */
  tidy(now: number): Promise<void>;
}

export interface UploadOptions {
  readonly shared?: SharedUploads | null;
  readonly quota?: number;
  readonly reserve?: number;
  /** Bytes that the disk of a folder has left. */
  readonly free?: (folder: string) => Promise<number>;
}

/** A name that people recognise, without what a terminal, a page or a spreadsheet would take for something else. */
const shownName = (name: string): string =>
  name
    .replaceAll(/^.*[/\\]/gs, '')
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    .replaceAll(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .slice(0, NAME_LENGTH) || 'файл';

async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');

export function createUploads(folder: string, options: UploadOptions = {}): Uploads {
  const { shared = null, quota = QUOTA, reserve = RESERVE, free = freeOf } = options;
  const dataOf = (id: string): string => join(folder, id);
  const noteOf = (id: string): string => join(folder, `${id}.json`);
  let begun: Promise<void> | null = null;

  /** The folder is this process's alone: what lies half written there at its start was left by one that died. */
  const begin = (): Promise<void> =>
    (begun ??= (async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const name of await readdir(folder)) if (name.endsWith('.part')) await rm(join(folder, name), { force: true });
    })());

  async function local(id: string): Promise<UploadedFile | null> {
    try {
      const note = JSON.parse(await readFile(noteOf(id), 'utf8')) as UploadedFile;
      const { size } = await stat(dataOf(id));
      return size === note.bytes ? note : null;
    } catch {
      return null;
    }
  }
  const keepNote = (note: UploadedFile): Promise<void> =>
    writeFile(noteOf(note.id), JSON.stringify(note), { mode: 0o600, flush: true });

  async function get(id: string): Promise<UploadedFile> {
    if (!FILE_ID.test(id)) throw new DomainError('NOT_FOUND', { file: 'unknown' });
    const note = (await local(id)) ?? (await shared?.find(id)) ?? null;
    if (!note) throw new DomainError('IMPORT_FILE_GONE');
    return note;
  }

  /** @throws DomainError IMPORT_NO_ROOM */
  async function assertRoom(): Promise<void> {
    let kept = 0;
    for (const name of await readdir(folder)) kept += (await stat(join(folder, name)).catch(() => null))?.size ?? 0;
    if (kept + FILE_LIMITS.csvBytes > quota) throw new DomainError('IMPORT_NO_ROOM', { kept, quota });
    const left = await free(folder);
    if (left - FILE_LIMITS.csvBytes < reserve) throw new DomainError('IMPORT_NO_ROOM', { free: left, reserve });
  }

  async function receive(file: Readable, part: string): Promise<{ id: string; bytes: number }> {
    const hash = createHash('sha256');
    let bytes = 0;
    const written = await open(part, 'wx', 0o600);
    try {
      for await (const chunk of file as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > FILE_LIMITS.csvBytes) throw new DomainError('BODY_TOO_LARGE', { limit: FILE_LIMITS.csvBytes });
        hash.update(chunk);
        await written.writeFile(chunk);
      }
      await written.sync();
    } finally {
      await written.close();
    }
    return { id: hash.digest('hex'), bytes };
  }

  async function tidy(now: number): Promise<void> {
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const known = await stat(path).catch(() => null);
      if (known && now - known.mtimeMs > KEEP_IMPORTS) await rm(path, { force: true });
    }
    await shared?.removeBefore(now - KEEP_IMPORTS);
  }

  return {
    async put(file, name, now) {
      await begin();
      await tidy(now);
      await assertRoom();
      const part = join(folder, `${randomUUID()}.part`);
      try {
        const note: UploadedFile = { ...(await receive(file, part)), name: shownName(name), at: now };
        await rename(part, dataOf(note.id));
        await keepNote(note);
        await shared?.save(note, dataOf(note.id));
        return note;
      } catch (error) {
        await rm(part, { force: true });
        throw isFull(error) ? new DomainError('IMPORT_NO_ROOM') : error;
      }
    },
    get,
    async pathOf(id) {
      const note = await get(id);
      if (!(await local(id))) {
        await begin();
        if (!shared) throw new DomainError('IMPORT_FILE_GONE');
        await shared.fetch(id, dataOf(id));
        await keepNote(note);
      }
      return dataOf(id);
    },
    tidy,
  };
}
