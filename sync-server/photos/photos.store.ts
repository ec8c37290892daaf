import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY } from '../../design/time/clock.ts';
import { writeWhole } from '../engine/whole-file.ts';

export const PHOTO_TYPES = ['image/jpeg', 'image/webp'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];
export const PHOTO_LIMIT = 5 << 20;
/** Claims are settled long before: two years of warranty and some more. */
export const PHOTO_KEEP = 1_000 * DAY;

export interface HeldPhoto {
  readonly type: PhotoType;
  readonly bytes: Uint8Array;
}

/** Photos of orders as files of the data folder: `photos/<shop>/<digest of the order's id>/<SHA-256 of the bytes>.<jpg|webp>`. */
export interface Photos {
  /** Durable when it resolves; the same photo twice is one. */
  put(store: string, order: string, digest: string, photo: HeldPhoto): Promise<void>;
  get(store: string, order: string, digest: string): Promise<HeldPhoto | null>;
  /** Removes what is older than PHOTO_KEEP. @returns how many */
  tidy(now: number): Promise<number>;
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** By its first bytes, whatever it is called; `null`: none that is taken. */
export function photoTypeOf(bytes: Uint8Array): PhotoType | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg';
  return head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'image/webp' : null;
}

const ENDINGS: Readonly<Record<PhotoType, string>> = { 'image/jpeg': 'jpg', 'image/webp': 'webp' };
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

export function createPhotos(folder: string): Photos {
  const folderOf = (store: string, order: string): string => join(folder, store, sha256(order).slice(0, 32));
  const fileOf = (store: string, order: string, digest: string, type: PhotoType): string =>
    join(folderOf(store, order), `${digest}.${ENDINGS[type]}`);

  return {
    async put(store, order, digest, { type, bytes }) {
      await mkdir(folderOf(store, order), { recursive: true, mode: 0o700 });
      await writeWhole(fileOf(store, order, digest, type), bytes);
    },
    async get(store, order, digest) {
      for (const type of PHOTO_TYPES) {
        try {
          return { type, bytes: Uint8Array.from(await readFile(fileOf(store, order, digest, type))) };
        } catch (error) {
          if (!isMissing(error)) throw error;
        }
      }
      return null;
    },
    async tidy(now) {
      let removed = 0;
      for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
        const path = join(folder, name);
        const known = await stat(path).catch(() => null);
        if (!known?.isFile() || now - known.mtimeMs <= PHOTO_KEEP) continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}
