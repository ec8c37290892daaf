import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportReport } from '../design/import/report.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-import-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `npm run import -- …` as a program of its own, without a data folder and without a server. */
function run(...args: string[]): Promise<Run> {
  const program = new URL('import.ts', import.meta.url).pathname;
  const env = { PATH: process.env['PATH'], OPTICS_DATA: join(folder, 'none'), SYNC_PORT: '1', INIT_CWD: folder };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const TITLES = 'SKU,Product Name,Price,Stock,Category,Brand';
const VALID = [
  'SKU001,progressive lens 1.67,5000,10,Lenses,Zeiss',
  ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `SKU00${n},Frame Classic ${n},${n}500.50,${n},Frames,Ray-Ban`),
  'SKU010,Cleaning spray 50 ml,390,100,Care,OptiClean',
];

describe('npm run import, as a program', () => {
  it('K-22: checks ten rows without server, data folder and profile; nothing but the report is on standard output', async () => {
    const { code, out } = await run(file('valid.csv', [TITLES, ...VALID, ''].join('\n')), '--dry-run', '--json');
    const report = JSON.parse(out) as ImportReport;
    expect(code).toBe(0);
    expect(report).toMatchObject({ profile_id: null, dry_run: true });
    expect(report.summary).toEqual({ total_rows: 10, processed: 10, created: 10, updated: 0, skipped: 0, errors: 0 });
    expect(report.errors.filter(({ level }) => level === 'error')).toEqual([]);
    expect(Date.parse(report.completed_at)).toBeGreaterThanOrEqual(Date.parse(report.started_at));
  });

  it('K-22: a price that is no number, no code, cells that moved, a negative price, no price: each row is named', async () => {
    const rows = [
      'SKU001,progressive lens 1.67,дорого,10,Lenses,Zeiss',
      ',Frame without a code,3000,5,Frames,Ray-Ban',
      'SKU003,3000,5,Frames,Ray-Ban',
      'SKU004,Frame below nought,-100,5,Frames,Ray-Ban',
      'SKU005,Frame without a price,,5,Frames,Ray-Ban',
      'SKU006,Frame that is right,3000,5,Frames,Ray-Ban',
    ];
    const { code, out } = await run(file('invalid.csv', [TITLES, ...rows].join('\r\n')), '--dry-run', '--json');
    const { summary, errors } = JSON.parse(out) as ImportReport;
    expect(code).toBe(0);
    expect(summary).toMatchObject({ total_rows: 6, processed: 1, created: 1, skipped: 5, errors: 5 });
    expect(errors.filter(({ level }) => level === 'error').map(({ row, type, field }) => [row, type, field])).toEqual([
      [2, 'NUMBER_INVALID', 'price'],
      [3, 'REQUIRED_EMPTY', 'sku'],
      [4, 'ROW_SHIFTED', null],
      [5, 'PRICE_NEGATIVE', 'price'],
      [6, 'REQUIRED_EMPTY', 'price'],
    ]);
  });

  it('without --json tells a person what it found', async () => {
    file('short.csv', [TITLES, VALID[0], 'SKU001,again,1,1,Lenses,Zeiss'].join('\n'));
    const { code, out } = await run('short.csv', '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('Строк с товаром: 2. Новых: 1, изменённых: 0');
    expect(out).toContain('строка 3, ошибка: Артикул «SKU001» повторяется: строки 2 и 3.');
  });

  it('a header without rows is no rows and no error', async () => {
    const { code, out } = await run(file('header.csv', `${TITLES}\n`), '--dry-run', '--json');
    expect([code, (JSON.parse(out) as ImportReport).summary.total_rows]).toEqual([0, 0]);
  });

  it('what is no table is refused with its code, and a word for people beside it', async () => {
    const old = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array<number>(1024).fill(0)];
    const noise = Array.from({ length: 4096 }, (_, i) => (i * 197 + 5) % 251);
    const runs = await Promise.all([
      run(file('empty.csv', ''), '--dry-run', '--json'),
      run(file('noise.xlsx', Uint8Array.from(noise)), '--dry-run', '--json'),
      run(file('old.xls', Uint8Array.from(old)), '--dry-run', '--json'),
      run(file('page.xls', '<html><table><tr><td>SKU</td></tr></table></html>'), '--dry-run', '--json'),
    ]);
    expect(runs.map(({ code, out }) => [code, (JSON.parse(out) as { code: string }).code])).toEqual([
      [1, 'IMPORT_FILE_EMPTY'],
      [1, 'IMPORT_FILE_UNKNOWN'],
      [1, 'IMPORT_FILE_XLS'],
      [1, 'IMPORT_FILE_HTML'],
    ]);
    for (const { err } of runs) expect(err).toMatch(/[а-я]/);
  });

  it('without the server refuses what needs it, and what it cannot find or understand', async () => {
    const path = file('real.csv', `${TITLES}\n${VALID[0]}\n`);
    const runs = await Promise.all([
      run(path, '--json'),
      run(path, '--dry-run', '--json', '--profile', 'Оптик-А'),
      run(join(folder, 'nowhere.csv'), '--dry-run', '--json'),
      run(folder, '--dry-run', '--json'),
      run('--dry-run', '--json'),
      run(path, '--dryrun', '--json'),
    ]);
    const codes = runs.map(({ code, out }) => [code, (JSON.parse(out) as { code: string }).code]);
    expect(codes).toEqual([
      [1, 'IMPORT_NEEDS_SERVER'],
      [1, 'IMPORT_NEEDS_SERVER'],
      [1, 'IMPORT_FILE_MISSING'],
      [1, 'IMPORT_FILE_MISSING'],
      [2, 'IMPORT_ARGUMENTS'],
      [2, 'IMPORT_ARGUMENTS'],
    ]);
  });
});
