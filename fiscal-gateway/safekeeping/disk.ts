import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** The disk under the journal. */
export interface Disk {
  /** Bytes that this program may still write; `null` where the system does not say. */
  free(): Promise<number | null>;
  /** Bytes of the journal and of what is not yet checkpointed into it. */
  sizes(): { readonly journal: number; readonly wal: number };
}

export function folderDisk(folder: string): Disk {
  const sizeOf = (name: string): number => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return {
    free: () =>
      statfs(folder).then(
        ({ bavail, bsize }) => bavail * bsize,
        () => null,
      ),
    sizes: () => ({ journal: sizeOf('journal.sqlite'), wal: sizeOf('journal.sqlite-wal') }),
  };
}
