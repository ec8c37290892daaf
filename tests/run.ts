import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { buildWhereStale } from '../ops/start/stale-build.ts';
import {
  type Failure,
  failuresOfPlaywright,
  failuresOfVitest,
  playwrightReport,
  tellFailures,
  vitestReport,
} from './failures.ts';

/**
 * `npm test`: every suite with small counts from a printed seed; `npm run soak` (`--soak`) with the full ones. A skipped test counts as
 * failed: it proves nothing. The last line is `N passed, N failed`.
 */
const ROOT = resolve(import.meta.dirname, '..');
const RESULTS = join(ROOT, 'test-results');

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
}

/** A suite that wrote no report failed as a whole. */
const NO_REPORT: Count = { passed: 0, failed: 1, failures: [] };

/** The day, so that every day tries other data and a failure can be repeated: `SEED=20261121 npm test`. */
const seedOfToday = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '');

async function command(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(join(ROOT, 'node_modules/.bin', name), args, { cwd: ROOT, stdio: 'inherit', env });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

/** The report of a suite, `null` where it wrote none: the suite itself then failed. */
async function readReport<T extends z.ZodType>(file: string, shape: T): Promise<z.output<T> | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text === '' ? null : shape.parse(JSON.parse(text));
}

async function runVitest(env: NodeJS.ProcessEnv): Promise<Count> {
  const file = join(RESULTS, 'vitest.json');
  const code = await command('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], env);
  const report = await readReport(file, vitestReport);
  if (!report) return NO_REPORT;
  const failed = report.numTotalTests - report.numPassedTests;
  // A file that does not load has no tests to count, and an error outside of tests shows in the exit code only.
  const outside = failed === 0 && (code !== 0 || report.numFailedTestSuites > 0) ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + outside, failures: failuresOfVitest(report) };
}

async function runPlaywright(env: NodeJS.ProcessEnv): Promise<Count> {
  const file = join(RESULTS, 'playwright.json');
  const code = await command('playwright', ['test', '--reporter=list,json,./tests/uat/summary.reporter.ts'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const report = await readReport(file, playwrightReport);
  if (!report) return NO_REPORT;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky + skipped;
  const outside = failed === 0 && (code !== 0 || report.errors.length > 0) ? 1 : 0;
  return { passed: expected, failed: failed + outside, failures: failuresOfPlaywright(report) };
}

/** The browser stories drive the machine's own Chromium. Debian's package is installed where it is absent and we may. */
function requireChromium(): void {
  const found = (): boolean =>
    (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, 'chromium')));
  if (found()) return;
  if (process.getuid?.() === 0) {
    process.stdout.write('Installing chromium (apt-get) …\n');
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (!found()) throw new Error('Chromium is needed for the browser tests: sudo apt-get install -y chromium');
}

async function main(): Promise<Count> {
  const { values } = parseArgs({ options: { soak: { type: 'boolean' } } });
  const seed = process.env['SEED'] || seedOfToday();
  process.stdout.write(`seed ${seed}${values.soak ? ', full counts' : ''}\n`);
  requireChromium();
  await rm(RESULTS, { recursive: true, force: true });
  await mkdir(RESULTS, { recursive: true });
  await buildWhereStale(ROOT, () => process.stdout.write('Building the app …\n'));
  // Node keeps here what it compiled: hundreds of servers and gateways are started, and a second start takes half of the first.
  const compiled = { NODE_COMPILE_CACHE: join(RESULTS, 'compiled') };
  const env = { ...process.env, ...compiled, SEED: seed, ...(values.soak ? { SOAK: '1' } : {}) };
  // One after the other: both suites use all the cores, and browsers starved of processor time fail for no reason of ours.
  const counts = [await runVitest(env), await runPlaywright(env)];
  return counts.reduce((sum, { passed, failed, failures }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    failures: [...sum.failures, ...failures],
  }));
}

let count: Count;
try {
  count = await main();
} catch (error) {
  process.stderr.write(`npm test: ${(error as Error).message}\n`);
  count = NO_REPORT;
}
process.stdout.write(tellFailures(count.failures));
process.stdout.write(`${count.passed} passed, ${count.failed} failed\n`);
process.exitCode = count.failed === 0 ? 0 : 1;
