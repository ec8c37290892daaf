import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createOrchestrator } from './orchestrator.ts';
import { planStart } from './plan.ts';
import type { Plan, PlannedProgram } from './plan.ts';
import { CannotStart, holdData, prepareData, requirePorts } from './preflight.ts';
import { createScreen, startTable } from './screen.ts';
import { buildWhereStale } from './stale-build.ts';

/**
 * `npm start` and `npm run dev`: builds what is stale, starts the emulators, the sync server and the gateways, shows where everything is,
 * and keeps them running: one that falls is started again; when one is given up, or the person presses Ctrl-C, all stop.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const VITE_OFFSET = 1_000;
/** How often we look whether npm is still there, ms. */
const PARENT_EVERY = 500;

interface Options {
  readonly dev: boolean;
  /** `--no-build` serves the build that is there. */
  readonly build: boolean;
  readonly tills: number;
}

function options(): Options {
  const { values } = parseArgs({
    options: { dev: { type: 'boolean' }, 'no-build': { type: 'boolean' }, tills: { type: 'string', default: '1' } },
  });
  const tills = z.coerce.number().int().min(1).max(20).safeParse(values.tills);
  if (!tills.success) throw new CannotStart('--tills takes a number from 1 to 20');
  return { dev: values.dev ?? false, build: !values.dev && !values['no-build'], tills: tills.data };
}

/** The first line of what went wrong: a person reads it, the logs have the rest. */
function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
}

const screen = createScreen(process.stdout);
const data = resolve(process.env['OPTICS_DATA'] || './.data');
const interrupted = new AbortController();
const stopped = new Promise<'stopped'>((done) => {
  const stop = (): void => {
    interrupted.abort();
    done('stopped');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // npm that gets SIGTERM kills its shell and not us: our parent is then another process.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event']) setInterval(() => process.ppid === parent || stop(), PARENT_EVERY).unref();
});

/** Where the administrator sets a password; the sync server prints it until that has happened. */
let adminLink: string | null = null;
let isReady = false;
const orchestrator = createOrchestrator(join(data, 'logs'), {
  say: (text) => screen.say(text),
  onLine(name, line) {
    if (line.event === 'progress') screen.progress(line);
    else if (line.event === 'admin-link' && typeof line['url'] === 'string') {
      adminLink = line['url'];
      // The link of the server that fell is dead with it.
      if (isReady) screen.say(`  Administration: ${adminLink}`);
    } else if (line.level === 'error') screen.say(`  ${name}: ${JSON.stringify(line)}`);
  },
});

async function run({ dev, build, tills }: Options): Promise<void> {
  const viteUrl = dev ? `http://localhost:${Number(process.env['SYNC_PORT'] || 8080) + VITE_OFFSET}` : null;
  const plan = planStart(process.env, tills, () => randomBytes(24).toString('base64url'), viteUrl);
  prepareData(data);
  held = holdData(data);
  await requirePorts(plan.ports);
  if (build) await buildWhereStale(ROOT, () => screen.say('Building the app …'), interrupted.signal);
  screen.say('Starting …');
  if (viteUrl) await orchestrator.start([vite(viteUrl)]);
  for (const stage of plan.stages) await orchestrator.start(stage.map((program) => service(program, dev)));
  tellReady(plan);
  isReady = true;
}

function service({ name, file, env }: PlannedProgram, dev: boolean) {
  return {
    name,
    command: process.execPath,
    args: dev ? ['--watch', '--watch-preserve-output', file] : ['--import', join(ROOT, 'ops/start/follow-parent.ts'), file],
    env: { ...process.env, OPTICS_DEMO: '1', OPTICS_DATA: data, ...env },
    isReady: (line: string) => /"event":\s*"ready"/.test(line),
  };
}

function vite(url: string) {
  return {
    name: 'vite',
    command: process.execPath,
    args: ['node_modules/vite/bin/vite.js', 'dev', '--host', '127.0.0.1', '--port', new URL(url).port, '--strictPort'],
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
    isReady: (line: string) => line.includes('Local:'),
  };
}

function tellReady(plan: Plan): void {
  const url = process.env['SYNC_PUBLIC_URL'] || `http://localhost:${plan.syncPort}`;
  screen.say(startTable(plan, { data, url, adminLink }));
  screen.say('Ctrl-C stops everything.');
  screen.say(`ready http://localhost:${plan.syncPort}`);
}

let held: { release(): void } | null = null;
process.chdir(ROOT);
let failure: string | null = null;
try {
  const ended = await Promise.race([run(options()), stopped]);
  if (ended !== 'stopped') failure = await Promise.race([orchestrator.broken, stopped.then(() => null)]);
} catch (error) {
  failure = interrupted.signal.aborted ? null : sentenceOf(error);
}
if (failure !== null) process.stderr.write(`npm start: ${failure}\n`);
await orchestrator.stop();
(held as { release(): void } | null)?.release();
process.exit(failure === null ? 0 : 1);
