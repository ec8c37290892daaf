import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { readManifest } from './release.ts';
import type { ReleaseManifest } from './release.ts';

const PREVIOUS = 'previous';

/** The releases of a PC: `<root>/releases/<version>`, of which `<root>/current` names one; the one before stays. */
export interface Releases {
  readonly current: ReleaseManifest | null;
  folder(version: string): string;
  /** Points `current` to another version; the one before is remembered. */
  switchTo(version: string): void;
  /** Which one ran before the present one; `null` where none did. */
  readonly previous: string | null;
  /** Removes what is neither current nor the one before. */
  tidy(): string[];
}

export function openReleases(root: string): Releases {
  const link = join(root, 'current');
  const place = join(root, 'releases');
  const folder = (version: string): string => join(place, version);

  function current(): ReleaseManifest | null {
    if (!existsSync(link) || !lstatSync(link).isSymbolicLink()) return null;
    return readManifest(resolve(root, readlinkSync(link)));
  }

  function previous(): string | null {
    const file = join(root, PREVIOUS);
    const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    return version !== '' && existsSync(folder(version)) ? version : null;
  }

  return {
    get current() {
      return current();
    },
    get previous() {
      return previous();
    },
    folder,
    switchTo(version) {
      readManifest(folder(version));
      const before = current()?.version;
      if (before !== undefined && before !== version) writeFileSync(join(root, PREVIOUS), `${before}\n`);
      if (process.platform === 'win32') {
        // A junction needs no rights of its own and cannot be renamed over; the service is stopped meanwhile.
        rmSync(link, { force: true, recursive: false });
        symlinkSync(folder(version), link, 'junction');
        return;
      }
      const fresh = join(root, `.current-${process.pid}`);
      rmSync(fresh, { force: true });
      symlinkSync(join('releases', version), fresh);
      renameSync(fresh, link);
    },
    tidy() {
      const kept = [current()?.version, previous()];
      const gone = readdirSync(place).filter((name) => !kept.includes(name));
      for (const name of gone) rmSync(join(place, basename(name)), { recursive: true, force: true });
      return gone;
    },
  };
}
