import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PRODUCTS } from '../design/databases.ts';
import { GUESS_ALL, STANDARD_RULES } from '../design/import/profile.ts';
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

it('E-10: --profile takes the supplier’s profile by its name: a dry run changes nothing, a real one counts as its use', async () => {
  const { imports, engine } = fixture.server;
  const rules = { ...STANDARD_RULES, vat: 'none', category: 'Оправы', kind: 'frame' } as const;
  const mapping = { sku: 'Код', name: 'Вещь', price: 'Опт' };
  const profile = { name: 'Оптик-А', supplier: 'Оптик', active: true, file: GUESS_ALL, mapping, rules, notes: '' };
  const { _id } = await imports.putProfile(null, profile);
  await imports.putProfile(null, { ...profile, name: 'Выключен', active: false });
  const file = join(fixture.folder, 'by-profile.csv');
  writeFileSync(file, 'Код;Вещь;Опт;Розница\nY-1;Оправа Y-1;1 000;2 500\n');

  const dry = await run(file, '--profile', 'оптик-а', '--dry-run');
  expect(dry.code).toBe(0);
  // Nothing but the report is on standard output: one line of JSON.
  expect(dry.out.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(dry.out)).toMatchObject({
    profile_id: _id,
    dry_run: true,
    summary: { total_rows: 1, created: 1, errors: 0 },
  });
  const products = await engine.open(PRODUCTS);
  expect(await products.get('product:Y-1')).toBeNull();

  const real = await run(file, '--profile', 'Оптик-А');
  expect(JSON.parse(real.out)).toMatchObject({ profile_id: _id, dry_run: false, summary: { created: 1 } });
  expect(await products.get('product:Y-1')).toMatchObject({ price: 1_000_00, supplier: 'Оптик', kind: 'frame' });
  expect(await imports.profile(_id)).toMatchObject({ jobs: 2, lastDone: expect.any(Number) as number });

  const off = await run(file, '--profile', 'Выключен', '--dry-run');
  expect([off.code, JSON.parse(off.out)]).toMatchObject([1, { code: 'NOT_FOUND', details: { profiles: ['Оптик-А'] } }]);
}, 120_000);
