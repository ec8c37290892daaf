import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { readManifest } from './release.ts';
import type { Releases } from './releases.ts';

/**
 * Unpacks a release (a file of pack.ts, or a folder) beside the others; half of one is never seen under its version. Answers the version.
 * Throws where it is no release, is made for another platform, or runs already.
 */
export function unpackRelease(from: string, root: string, releases: Releases): string {
  const source = resolve(from);
  const half = join(root, 'releases', `.new-${process.pid}`);
  // The gateway's user reads its program whatever the administrator's umask, and owns none of it.
  process.umask(0o022);
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  try {
    if (statSync(source).isDirectory()) cpSync(source, half, { recursive: true, verbatimSymlinks: true });
    else if (spawnSync('tar', ['-xzf', source, '--no-same-owner', '-C', half], { stdio: 'inherit' }).status !== 0)
      throw new Error(`${from}: no release`);
    const { version, platform } = readManifest(half);
    const here = `${process.platform}-${process.arch}`;
    if (platform !== here) throw new Error(`${from} is made for ${platform}, this PC is ${here}`);
    if (releases.current?.version === version) throw new Error(`version ${version} runs already`);
    rmSync(releases.folder(version), { recursive: true, force: true });
    renameSync(half, releases.folder(version));
    return version;
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}
