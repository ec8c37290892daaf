import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isBuilt, sourcesDigest } from './stale-build.ts';

let root: string;
const write = async (path: string, text: string): Promise<void> => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'optics-build-'));
  await write('app/a.ts', '1');
  await write('app/b.svelte', '2');
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('sees a changed and a removed source, not a touched one and not a test', async () => {
  const before = await sourcesDigest(root);
  await utimes(join(root, 'app/a.ts'), 1, 1);
  await write('app/a.test.ts', 'x');
  expect(await sourcesDigest(root)).toBe(before);
  await write('app/a.ts', '3');
  const changed = await sourcesDigest(root);
  expect(changed).not.toBe(before);
  await rm(join(root, 'app/b.svelte'));
  expect(await sourcesDigest(root)).not.toBe(changed);
});

it('is not built while a part of the result is missing or was made from other sources', async () => {
  await write('build/app.stamp', 'digest');
  await write('build/app/index.html', '');
  expect(await isBuilt(root, 'digest')).toBe(false);
  await write('build/app/service-worker.js', '');
  expect(await isBuilt(root, 'digest')).toBe(true);
  expect(await isBuilt(root, 'another')).toBe(false);
});
