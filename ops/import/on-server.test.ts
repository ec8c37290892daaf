import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DomainError } from '../../design/errors.office.ts';
import { onServer } from './on-server.ts';

const REPORT = {
  ...{
    import_id: 'IMP/00001',
    profile_id: null,
    started_at: '2026-11-22T09:00:00.000Z',
    completed_at: '2026-11-22T09:00:01.000Z',
  },
  ...{ duration_seconds: 1, dry_run: false, errors: [] },
  summary: { total_rows: 0, processed: 0, created: 0, updated: 0, skipped: 0, errors: 0 },
};
let folder: string;
let server: Server;
let state: string;
/** A look at the job was answered. */
let looked: () => void;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'optics-import-command-'));
  mkdirSync(join(folder, 'sync'));
  writeFileSync(join(folder, 'sync/import.token'), 'secret\n');
  writeFileSync(join(folder, 'goods.csv'), 'sku;name;price\n');
  [state, looked] = ['checking', () => undefined];
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isLook = request.method === 'GET';
      const job = { job_id: 'IMP-00001', state, progress: { done: 0, of: 0 }, failure: null, held: 2, held_page: '/admin/…' };
      const told = isLook ? { ...job, ...REPORT } : request.url?.endsWith('/files') ? { file_id: 'f' } : { job_id: 'IMP-00001' };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(told), () => isLook && looked());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const run = (dryRun: boolean, signal = new AbortController().signal) =>
  onServer(
    join(folder, 'goods.csv'),
    {
      ...{ file: 'goods.csv', profile: null, sheet: null, dryRun, json: true, data: folder },
      server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    () => undefined,
    signal,
  );

it('--json: the report of E-24 and nothing else that the server tells', async () => {
  state = 'done';
  expect(await run(false)).toEqual({ report: REPORT, waits: 2 });
});

it.each([
  ['an import that has begun goes on at the server, and that is said with its number', false, 'IMPORT_GOES_ON'],
  ['a check is over', true, 'IMPORT_CANCELLED'],
])('Ctrl-C in the middle: %s', async (_, dryRun, code) => {
  const stopped = new AbortController();
  looked = () => stopped.abort(new DomainError('IMPORT_CANCELLED'));
  await expect(run(dryRun, stopped.signal)).rejects.toMatchObject({ code });
});

it('a file beyond the limit is refused before a byte of it is sent', async () => {
  writeFileSync(join(folder, 'goods.csv'), new Uint8Array(52_428_801));
  await expect(run(false)).rejects.toMatchObject({ code: 'IMPORT_FILE_TOO_LARGE' });
});
