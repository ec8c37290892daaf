import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DocumentsProgram } from './documents.ts';

const DATABASE = 'sales-kill-202611';
let server: DocumentsProgram;
beforeEach(async () => {
  server = new DocumentsProgram(mkdtempSync(join(tmpdir(), 'optics-disk-')));
  await server.start();
});
afterEach(async () => {
  await server.kill();
  rmSync(server.folder, { recursive: true, force: true });
});

/** A disk that takes no more at this size of a file: the write that meets it is cut in its middle, as at the end of a disk. */
const room = (bytes: number | 'unlimited'): void =>
  void execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:unlimited`]);

it('a disk that is full acknowledges nothing, says so with 5xx, and what was acknowledged before and after is there after a kill', async () => {
  const acknowledged = new Map<string, string>();
  let number = 0;
  async function write(): Promise<number> {
    const _id = `sale:${String((number += 1)).padStart(6, '0')}`;
    const doc = { _id, type: 'sale', schema: 1, store: 'kill', total: 100, note: 'x'.repeat(3_000) };
    const { status, body } = await server.call('PUT', `${DATABASE}/${encodeURIComponent(_id)}`, doc);
    if (status === 201) acknowledged.set(_id, (body as { rev: string }).rev);
    return status;
  }
  await server.call('PUT', DATABASE);
  for (let n = 0; n < 20; n += 1) expect(await write()).toBe(201);
  // Full for a single write; then so that LevelDB cannot even begin another file.
  for (const bytes of [130_001, 20_001, 1_001]) {
    room(bytes);
    const full: number[] = [];
    for (let n = 0; n < 20; n += 1) full.push(await write());
    expect([...new Set(full)].filter((status) => status !== 201 && status < 500)).toEqual([]);
    expect(full.some((status) => status >= 500)).toBe(true);
    room('unlimited');
    for (let n = 0; n < 5; n += 1) expect(await write(), 'there is room again').toBe(201);
  }
  expect(server.said.join('\n')).toContain('write-failed');
  await server.kill();
  await server.start();
  const { body } = await server.call('POST', `${DATABASE}/_all_docs`, { keys: [...acknowledged.keys()] });
  const lost = (body as { rows: { key: string; value?: { rev: string } }[] }).rows
    .filter(({ key, value }) => value?.rev !== acknowledged.get(key))
    .map(({ key }) => key);
  expect(lost).toEqual([]);
  expect(await write()).toBe(201);
});
