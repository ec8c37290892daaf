import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PRODUCTS } from '../design/databases.ts';
import type { ImportReport } from '../design/import/report.ts';
import { startFixture, type ServerFixture } from '../tests/integration/server/sync-server.fixture.ts';

let fixture: ServerFixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.end());

function run(...args: string[]): Promise<{ code: number | null; out: string }> {
  const env = { PATH: process.env['PATH'], OPTICS_DATA: fixture.folder, SYNC_PORT: String(fixture.server.port) };
  const program = new URL('import.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, ...args, '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, out })));
}

it('E-22: with the server running, what is right becomes part of the catalogue, and a profile is known by its name', async () => {
  const file = join(fixture.folder, 'price.csv');
  writeFileSync(
    file,
    'Артикул;Название;Цена;НДС;Категория\nX-1;Оправа X-1;4 900,00;без НДС;Оправы\nX-2;Оправа X-2;дорого;без НДС;Оправы\n',
  );
  const real = await run(file);
  expect(real.code).toBe(0);
  expect((JSON.parse(real.out) as ImportReport).summary).toMatchObject({ total_rows: 2, created: 1, skipped: 1, errors: 1 });
  expect(Object.keys(JSON.parse(real.out) as object)).not.toContain('job_id');
  expect(await (await fixture.server.engine.open(PRODUCTS)).get('product:X-1')).toMatchObject({ price: 490_000, vat: 'none' });

  const strange = await run(file, '--dry-run', '--profile', 'Нет такого');
  expect([strange.code, (JSON.parse(strange.out) as { code: string }).code]).toEqual([1, 'NOT_FOUND']);
});
