import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the built app is made from. */
const SOURCES = [
  'app',
  'design',
  'static',
  'ops/build',
  'package-lock.json',
  'svelte.config.js',
  'vite.config.ts',
  'tsconfig.json',
];
const RESULTS = ['build/app/index.html', 'build/app/service-worker.js'];
const STAMP = 'build/app.stamp';

/** A digest over path and content of every source: it sees removed files, and a fresh checkout of the same ones is not stale. */
export async function sourcesDigest(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(root, source);
    if (!existsSync(path)) continue;
    const files = (await stat(path)).isDirectory() ? await filesUnder(path) : [path];
    for (const file of files.sort()) {
      if (/\.test\.ts$/.test(file)) continue;
      hash.update(`${file.slice(root.length)}\n`);
      hash.update(new Uint8Array(await readFile(file)));
    }
  }
  return hash.digest('hex');
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Is there a build of exactly these sources? */
export async function isBuilt(root: string, digest: string): Promise<boolean> {
  if (!RESULTS.every((file) => existsSync(join(root, file)))) return false;
  const stamp = await readFile(join(root, STAMP), 'utf8').catch(() => '');
  return stamp === digest;
}

/**
 * Builds the app where its sources changed since the last time (`npm run build`).
 * @throws Error with the end of what the build said, where it fails.
 */
export async function buildWhereStale(root: string, onBuild: () => void = () => undefined, signal?: AbortSignal): Promise<void> {
  const digest = await sourcesDigest(root);
  if (await isBuilt(root, digest)) return;
  onBuild();
  const npm = process.env['npm_execpath'];
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const build = spawn(command, [...args, 'run', 'build'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  let said = '';
  for (const stream of [build.stdout, build.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(build, 'close')) as [number | null];
  if (code !== 0) throw new Error(`npm run build failed\n${said.trim().split('\n').slice(-25).join('\n')}`);
  await mkdir(join(root, 'build'), { recursive: true });
  await writeFile(join(root, STAMP), digest);
}
