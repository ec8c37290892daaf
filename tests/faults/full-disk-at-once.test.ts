import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ImportServer } from './import/import-server.ts';

const MAIN = resolve(import.meta.dirname, '../../sync-server/main.ts');
const PRICES = 'Артикул;Наименование;Цена\n' + Array.from({ length: 200 }, (_, n) => `A-${n};Оправа ${n};100\n`).join('');
let server: ImportServer;
let device: { token: string };
beforeAll(async () => {
  server = new ImportServer(mkdtempSync(join(tmpdir(), 'optics-full-at-once-')));
  await server.start();
  device = await server.pair();
}, 240_000);
afterAll(async () => {
  await server.kill();
  rmSync(server.folder, { recursive: true, force: true });
});

const room = (bytes: number | 'unlimited'): void =>
  void execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:unlimited`]);
const secret = (name: string): string => readFileSync(join(server.folder, 'sync', `${name}.token`), 'utf8').trim();

/** A document by the administrator's door, to a database that is written for the first time or not. */
async function document(database: string, id: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`admin:${secret('admin')}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  await (await fetch(`${server.url}/db/${database}`, { method: 'PUT', headers })).body?.cancel();
  const url = `${server.url}/db/${database}/${encodeURIComponent(id)}`;
  const body = JSON.stringify({ type: 'order', schema: 1, store: 'demo-1', note: 'x'.repeat(3_000) });
  const answer = await fetch(url, { method: 'PUT', headers, body });
  await answer.body?.cancel();
  return answer.status;
}
async function photo(n: number): Promise<number> {
  const bytes = new Uint8Array(50_000).fill(n);
  bytes.set([0xff, 0xd8, 0xff]);
  const answer = await fetch(`${server.url}/api/orders/order:1/photos`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${device.token}`,
      'content-type': 'image/jpeg',
      'x-digest': createHash('sha256').update(bytes).digest('hex'),
    },
    body: bytes,
  });
  await answer.body?.cancel();
  return answer.status;
}
async function upload(): Promise<number> {
  const form = new FormData();
  form.set('file', new Blob([PRICES]), 'цены.csv');
  const headers = { authorization: `Bearer ${secret('import')}` };
  const answer = await fetch(`${server.url}/api/v1/connector/import/files`, { method: 'POST', headers, body: form });
  await answer.body?.cancel();
  return answer.status;
}
const leftovers = (): string[] =>
  readdirSync(join(server.folder, 'sync'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));

it('a disk that is full under documents, photos and files at once refuses each by 5xx, leaves no half file, and takes all of them once there is room, without a restart', async () => {
  expect(await document('store-demo-1', 'order:1')).toBe(201);
  expect([await photo(1), await upload()]).toEqual([201, 201]);
  room(1_001);
  for (let round = 0; round < 3; round += 1) {
    const answers = await Promise.all([
      document('store-demo-1', `order:full-${round}`),
      photo(2),
      upload(),
      document('guest', 'a'),
    ]);
    expect(answers.filter((status) => status < 500)).toEqual([]);
  }
  await expect.poll(leftovers).toEqual([]);
  room('unlimited');
  expect(await document('store-demo-1', 'order:2')).toBe(201);
  expect([await photo(2), await upload(), await document('guest', 'a')]).toEqual([201, 201, 201]);
  await server.kill();
  await server.start();
  // 409 and 200: each is there already.
  expect(
    await Promise.all([document('store-demo-1', 'order:1'), document('store-demo-1', 'order:2'), document('guest', 'a')]),
  ).toEqual([409, 409, 409]);
  expect([await photo(1), await photo(2)]).toEqual([200, 200]);
}, 240_000);

/** The server's own program on the folder of the others, ended as soon as it listens. */
async function startOnce(before: readonly string[]): Promise<{ code: number | null; stderr: string; ready: boolean }> {
  const [command, ...args] = [...before, process.execPath, MAIN];
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], OPTICS_DATA: server.folder, SYNC_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stderr = text(child.stderr);
  let ready = false;
  child.stdout.setEncoding('utf8').on('data', (line: string) => {
    if (!line.includes('"ready"')) return;
    ready = true;
    child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr: await stderr, ready };
}

it('a disk without room for the server to open anything: it says why by its code, ends with 1, and starts as it was once there is room', async () => {
  await server.kill();
  const full = await startOnce(['prlimit', '--fsize=0:unlimited']);
  expect(full).toMatchObject({ code: 1, ready: false });
  expect(full.stderr).toMatch(/^DATA_NO_ROOM: .* no room on the disk\. Make room; nothing is lost/);
  expect(await startOnce([])).toEqual({ code: 0, stderr: '', ready: true });
  await server.start();
  expect(await document('store-demo-1', 'order:1')).toBe(409);
}, 240_000);

it('a database whose file CURRENT is gone stops the start by its code; put back, all is there', async () => {
  await server.kill();
  const current = join(server.folder, 'sync/db/control/CURRENT');
  renameSync(current, `${current}.away`);
  const before = readdirSync(join(server.folder, 'sync/db/control')).sort();
  const damaged = await startOnce([]);
  expect(damaged).toMatchObject({ code: 1, ready: false });
  expect(damaged.stderr).toMatch(/^DATA_DAMAGED: The database .*control is damaged\. Nothing was changed/m);
  expect(readdirSync(join(server.folder, 'sync/db/control')).sort()).toEqual(before);
  renameSync(`${current}.away`, current);
  await server.start();
  expect((await photo(1)) === 200 && (await document('guest', 'a')) === 409).toBe(true);
}, 240_000);
