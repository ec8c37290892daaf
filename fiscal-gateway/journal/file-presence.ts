import { statSync } from 'node:fs';

/** The files we write into are not those of the path any more: no restart would find what is written from now on. */
export class JournalVanished extends Error {
  constructor(path: string) {
    super(`${path} was deleted or replaced while it was open`);
    this.name = 'JournalVanished';
  }
}

/** Between two looks, ms: a look is a few microseconds, yet not for every receipt. */
const EVERY = 1_000;

/**
 * SQLite holds its files open and goes on writing where somebody deleted them or copied an old backup over them: every receipt would be
 * answered and gone with the process. Returns a question to ask before writing; once true it stays true.
 */
export function watchPresence(path: string, now: () => number = () => performance.now()): () => boolean {
  const known = new Map<string, number>();
  let looked = -Infinity;
  let gone = false;
  const isThere = (file: string): boolean => {
    const found = statSync(file, { throwIfNoEntry: false })?.ino;
    const first = known.get(file);
    if (found !== undefined && first === undefined) known.set(file, found);
    // The WAL comes with the first write.
    return first === undefined || found === first;
  };
  isThere(path);
  return () => {
    const at = now();
    if (gone || at - looked < EVERY) return gone;
    looked = at;
    const there = [path, `${path}-wal`].map(isThere);
    gone = there.includes(false);
    return gone;
  };
}
