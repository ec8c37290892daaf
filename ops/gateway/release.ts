import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { JOURNAL_SCHEMA, JOURNAL_WORKS_WITH } from '../../fiscal-gateway/journal/migrations.ts';
import { packagesNamedIn, packagesNeeded } from './module-graph.ts';

/** What a release says of itself (`release.json`): an update decides by it. */
export const releaseManifest = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/),
  /** Schema of the journal that it works on, and the oldest program that may take that journal back. */
  schema: z.int().min(1),
  works_with: z.int().min(1),
  platform: z.string(),
});
export type ReleaseManifest = z.infer<typeof releaseManifest>;

export const readManifest = (folder: string): ReleaseManifest =>
  releaseManifest.parse(JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')));

/** Node itself travels in the release, so that a till's PC needs nothing installed. */
export const nodeOf = (folder: string): string => join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const SOURCES = [
  'design',
  'fiscal-gateway',
  'ops/gateway',
  'ops/backup.ts',
  'ops/restore.ts',
  'package.json',
  'docs/gateway.md',
] as const;
/** Tests and their doubles; the emulators are for the demo. What the programs import from there follows on its own. */
const isLeftOut = (path: string): boolean => /\.test\.ts$|(^|\/)(testing|couch)(\/|$)/.test(path);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Lays out a release in `target` from the project in `root`: our sources (they run as they are), the packages they need as installed
 * here, and Node. Needs no network. `version` other than the project's for tests. Throws where `target` exists.
 */
export function layOutRelease(root: string, target: string, version?: string): ReleaseManifest {
  if (existsSync(target)) throw new Error(`${target} exists already`);
  mkdirSync(target, { recursive: true });
  for (const source of SOURCES) {
    if (!existsSync(join(root, source))) continue;
    cpSync(join(root, source), join(target, source), {
      recursive: true,
      filter: (path) => !isLeftOut(relative(root, path).replaceAll('\\', '/')),
    });
  }
  const about = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as { version: string };
  if (version !== undefined) writeFileSync(join(target, 'package.json'), JSON.stringify({ ...about, version }, null, 2));

  const sources = ['design', 'fiscal-gateway', 'ops/gateway'].flatMap((folder) => filesBelow(join(target, folder)));
  const named = sources.filter((file) => file.endsWith('.ts')).flatMap((file) => packagesNamedIn(readFileSync(file, 'utf8')));
  for (const folder of packagesNeeded(root, [...new Set(named)])) {
    cpSync(folder, join(target, relative(root, folder)), { recursive: true });
  }

  mkdirSync(dirname(nodeOf(target)), { recursive: true });
  cpSync(process.execPath, nodeOf(target), { dereference: true });
  const manifest: ReleaseManifest = {
    version: version ?? about.version,
    schema: JOURNAL_SCHEMA,
    works_with: JOURNAL_WORKS_WITH,
    platform: `${process.platform}-${process.arch}`,
  };
  writeFileSync(join(target, 'release.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
