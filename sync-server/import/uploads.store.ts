import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '../../design/errors.office.ts';
import { FILE_LIMITS } from '../../design/import/limits.ts';
import { DAY } from '../../design/time/clock.ts';
import type { UploadedFile } from './imports.ts';

/** Files and logs of imports are kept so long (requirement E-25). */
export const KEEP_IMPORTS = 30 * DAY;
const FILE_ID = /^[0-9a-f]{64}$/;
const NAME_LENGTH = 120;

/** Suppliers' files in the data folder, each under the digest of its bytes: what the sender calls it never becomes a path. */
export interface Uploads {
  put(file: Readable, name: string, now: number): Promise<UploadedFile>;
  /** @throws DomainError NOT_FOUND, IMPORT_FILE_GONE */
  get(id: string): Promise<UploadedFile>;
  pathOf(id: string): Promise<string>;
  /** Removes what is older than KEEP_IMPORTS, and what an upload that was cut off has left. */
  tidy(now: number): Promise<void>;
}

/** A name that people recognise, without what a terminal, a page or a spreadsheet would take for something else. */
const shownName = (name: string): string =>
  name
    .replaceAll(/^.*[/\\]/gs, '')
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    .replaceAll(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .slice(0, NAME_LENGTH) || 'файл';

export function createUploads(folder: string): Uploads {
  const dataOf = (id: string): string => join(folder, id);
  const noteOf = (id: string): string => join(folder, `${id}.json`);

  async function get(id: string): Promise<UploadedFile> {
    if (!FILE_ID.test(id)) throw new DomainError('NOT_FOUND', { file: 'unknown' });
    try {
      const note = JSON.parse(await readFile(noteOf(id), 'utf8')) as UploadedFile;
      await stat(dataOf(id));
      return note;
    } catch {
      throw new DomainError('IMPORT_FILE_GONE');
    }
  }

  return {
    async put(file, name, now) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const part = join(folder, `${randomUUID()}.part`);
      const hash = createHash('sha256');
      let bytes = 0;
      try {
        const written = await open(part, 'wx', 0o600);
        try {
          for await (const chunk of file as AsyncIterable<Uint8Array>) {
            bytes += chunk.length;
            if (bytes > FILE_LIMITS.csvBytes) throw new DomainError('BODY_TOO_LARGE', { limit: FILE_LIMITS.csvBytes });
            hash.update(chunk);
            await written.write(chunk);
          }
          await written.sync();
        } finally {
          await written.close();
        }
        const note: UploadedFile = { id: hash.digest('hex'), name: shownName(name), bytes, at: now };
        await rename(part, dataOf(note.id));
        await writeFile(noteOf(note.id), JSON.stringify(note), { mode: 0o600 });
        return note;
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    get,
    async pathOf(id) {
      await get(id);
      return dataOf(id);
    },
    async tidy(now) {
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name);
        const known = await stat(path).catch(() => null);
        const keep = name.endsWith('.part') ? DAY : KEEP_IMPORTS;
        if (known && now - known.mtimeMs > keep) await rm(path, { force: true });
      }
    },
  };
}
