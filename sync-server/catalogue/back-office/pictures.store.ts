import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../engine/whole-file.ts';

export const PICTURE_LIMIT = 1 << 20;
const ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;
export type PictureType = keyof typeof ENDINGS;
const TYPES = Object.keys(ENDINGS) as PictureType[];

/** Pictures of articles as files of the data folder, `pictures/<SHA-256 of the bytes>.<jpg|png|webp>`: never under a name from outside. */
export interface Pictures {
  /** Durable when it resolves. @returns the digest, `null` where the bytes are no picture that is taken */
  put(bytes: Uint8Array): Promise<string | null>;
  get(digest: string): Promise<{ readonly type: PictureType; readonly bytes: Uint8Array } | null>;
}

/** By its first bytes, whatever it is called. */
function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (head.startsWith('\u0089PNG\r\n\u001a\n')) return 'image/png';
  return head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'image/webp' : null;
}

export function createPictures(folder: string): Pictures {
  const fileOf = (digest: string, type: PictureType): string => join(folder, `${digest}.${ENDINGS[type]}`);
  return {
    async put(bytes) {
      const type = pictureTypeOf(bytes);
      if (type === null) return null;
      const digest = createHash('sha256').update(bytes).digest('hex');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(fileOf(digest, type), bytes);
      return digest;
    },
    async get(digest) {
      if (!/^[0-9a-f]{64}$/.test(digest)) return null;
      for (const type of TYPES) {
        const bytes = await readFile(fileOf(digest, type)).catch((error: unknown) => {
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
          throw error;
        });
        if (bytes) return { type, bytes: Uint8Array.from(bytes) };
      }
      return null;
    },
  };
}
