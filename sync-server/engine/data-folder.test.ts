import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenFile } from '../couch-api/admin-token.ts';
import { DataFolderError, lockFolder, openDatabaseFolder } from './data-folder.ts';
import { createEmbeddedEngine } from './embedded.engine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-data-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = (): string => join(folder, 'control');
const manifest = (): string => readdirSync(place()).find((name) => name.startsWith('MANIFEST'))!;
/** Writes one document and closes the database. */
async function written(): Promise<void> {
  const engine = createEmbeddedEngine(folder);
  const { ok } = await (await engine.open('control')).put({ _id: 'shop:1', type: 'shop' });
  expect(ok).toBe(true);
  await engine.close();
}
/** What opening the database says; what was logged of it besides. */
async function opened(): Promise<{ said: string; logged: string[] }> {
  const logged: string[] = [];
  const engine = createEmbeddedEngine(folder, { failed: (event, error) => logged.push(`${event} ${String(error)}`) });
  const said = await engine
    .open('control')
    .then(async (database) => JSON.stringify(await database.get('shop:1')))
    .catch((error: unknown) => (error instanceof DataFolderError ? error.message : `other: ${String(error)}`));
  await engine.open('control').catch(() => undefined);
  await engine.close();
  return { said, logged };
}

describe('a database whose files a dying disk took', () => {
  const damages: readonly (readonly [string, () => void])[] = [
    ['CURRENT is gone', () => rmSync(join(place(), 'CURRENT'))],
    ['CURRENT is empty', () => truncateSync(join(place(), 'CURRENT'))],
    ['the manifest is gone', () => rmSync(join(place(), manifest()))],
    ['the manifest is empty', () => truncateSync(join(place(), manifest()))],
    ['the manifest is rubbish', () => writeFileSync(join(place(), manifest()), 'rubbish '.repeat(20))],
  ];
  it.each(damages)('is told as damaged and never begun anew: %s', async (_, damage) => {
    await written();
    cpSync(place(), join(folder, 'copy'), { recursive: true });
    damage();
    const { said, logged } = await opened();
    expect(said).toMatch(/^DATA_DAMAGED: The database .*control is damaged\. Nothing was changed/);
    expect(logged, 'once, not with every request').toHaveLength(1);
    // Whoever puts the file back finds all that was written.
    for (const name of ['CURRENT', manifest() ?? readFileSync(join(folder, 'copy/CURRENT'), 'utf8').trim()])
      cpSync(join(folder, 'copy', name), join(place(), name));
    expect((await opened()).said).toContain('shop:1');
  });

  it('is made anew where only its making was cut short', async () => {
    mkdirSync(place());
    writeFileSync(join(place(), 'MANIFEST-000001'), '');
    writeFileSync(join(place(), 'LOCK'), '');
    expect((await opened()).said).toBe('null');
  });
});

describe('why a folder cannot be used', () => {
  const told = (said: string): Promise<string> =>
    openDatabaseFolder(place(), () => Promise.reject(new Error(said))).then(
      () => 'opened',
      (error: DataFolderError) => error.code,
    );
  it('is looked for in what was said, not in the names of folders', async () => {
    expect(await told('IO error: /data/lock/LOCK: No space left on device')).toBe('DATA_NO_ROOM');
    expect(await told('IO error: /data/no-room/LOCK: File too large')).toBe('DATA_NO_ROOM');
    expect(await told('IO error: lock /data/x/LOCK: Resource temporarily unavailable')).toBe('DATA_IN_USE');
    expect(await told('IO error: lock /data/x/LOCK: already held by process')).toBe('DATA_IN_USE');
    expect(await told('IO error: /data/lock/MANIFEST-000002: Permission denied')).toBe('DATA_NOT_WRITABLE');
    expect(await told('IO error: /data/lock/000003.log: Read-only file system')).toBe('DATA_NOT_WRITABLE');
    expect(await told('Corruption: 2 missing files; e.g.: /data/x/000005.ldb')).toBe('DATA_DAMAGED');
  });

  it('a second server is told that the folder is in use', async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(/^DATA_IN_USE: The data folder .* is in use by another sync server\.$/);
    await unlock();
  });
});

it('a token file that a full disk left empty is no password: another one is made', () => {
  const path = join(folder, 'admin.token');
  writeFileSync(path, '');
  const token = tokenFile(path);
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(tokenFile(path)).toBe(token);
});
