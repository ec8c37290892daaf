import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import process from 'node:process';
import { buildWhereStale } from './start/stale-build.ts';
import { appScripts, BUDGET_KB, overBudget } from './till-scripts.ts';

/** `npm run check`: everything that can be said of the code without running the product. Each check must pass; warnings fail. */
const ROOT = resolve(import.meta.dirname, '..');

interface Check {
  readonly name: string;
  /** Resolves with what to show when it fails, `null` when it holds. */
  run(): Promise<string | null>;
}

/** A tool of node_modules/.bin; its output is shown only where it fails. */
const tool = (name: string, command: string, ...args: string[]): Check => ({
  name,
  async run() {
    const child = spawn(resolve(ROOT, 'node_modules/.bin', command), args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? null : said.trim();
  },
});

const bundle: Check = {
  name: `scripts: until a first scan ≤ ${BUDGET_KB.till}, a later screen ≤ ${BUDGET_KB.piece}, the app ≤ ${BUDGET_KB.app} kB gzip`,
  async run() {
    await buildWhereStale(ROOT);
    const over = overBudget(await appScripts(ROOT));
    return over.length === 0 ? null : over.join('\n');
  },
};

/** The types of the routes are generated; whatever reads types comes after. */
const FIRST = tool('svelte-kit sync', 'svelte-kit', 'sync');
/** The longest first: it takes as long as most of the others together, which run beside it. */
const CHECKS: readonly Check[] = [
  tool('lint', 'eslint', '.', '--max-warnings', '0'),
  tool('svelte-check', 'svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'),
  tool('types', 'tsc', '--noEmit', '-p', '.'),
  tool('format', 'prettier', '--check', '--log-level', 'warn', '.'),
  tool('dead code', 'knip', '--no-progress'),
  bundle,
];

async function report(check: Check): Promise<boolean> {
  const started = performance.now();
  const complaint = await check.run().catch((error: unknown) => (error as Error).message);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  process.stdout.write(`${complaint === null ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)\n`);
  if (complaint !== null) process.stdout.write(`${complaint}\n\n`);
  return complaint === null;
}

/** Two at a time: the build machine has two cores. */
async function all(checks: readonly Check[]): Promise<number> {
  const waiting = [...checks];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) if (!(await report(check))) failed += 1;
  };
  await Promise.all([worker(), worker()]);
  return failed;
}

const failed = (await report(FIRST)) ? await all(CHECKS) : 1;
process.stdout.write(failed === 0 ? 'check: all hold\n' : `check: ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
