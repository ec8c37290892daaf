import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../../sync-server/main.ts');
let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'optics-sync-process-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Program {
  readonly child: ChildProcess;
  /** The first line of this event. */
  line(event: string): Promise<Record<string, unknown>>;
  /** Exit code, or the signal's name; and what was said on stderr. */
  readonly ended: Promise<{ code: number | string; stderr: string }>;
}

function start(env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      OPTICS_DATA: folder,
      OPTICS_DEMO: '1',
      SYNC_PORT: '0',
      OPTICS_DEMO_PRODUCTS: '40',
      OPTICS_DEMO_DAYS: '1',
      ...env,
    },
  });
  started.push(child);
  let [stdout, stderr] = ['', ''];
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const look of waiting) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<{ code: number | string; stderr: string }>((done) =>
    child.once('close', (code, signal) => done({ code: code ?? signal ?? '', stderr })),
  );
  return {
    child,
    ended,
    line: (event) =>
      new Promise((done, fail) => {
        const look = (): void => {
          // The last one may be half written.
          const found = stdout
            .split('\n')
            .slice(0, -1)
            .find((line) => line.includes(`"event":"${event}"`));
          if (!found) return;
          waiting.delete(look);
          done(JSON.parse(found) as Record<string, unknown>);
        };
        waiting.add(look);
        void ended.then(({ code }) => fail(new Error(`ended with ${code} before ${event}: ${stderr}`)));
        look();
      }),
  };
}

const addressOf = async (program: Program) => `http://127.0.0.1:${Number((await program.line('ready'))['port'])}`;
async function pair(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/pair`, { method: 'POST', headers, body: JSON.stringify({ code: null, name: 'Касса' }) });
  return ((await answer.json()) as { token: string }).token;
}

it('fills the demo, serves, and stops cleanly with streams open', async () => {
  const program = start();
  const url = await addressOf(program);
  expect(String((await program.line('admin-link'))['url'])).toMatch(/\/admin\/first\?secret=[\w-]{43}$/);
  const authorization = `Bearer ${await pair(url)}`;
  const feed = await fetch(`${url}/api/feed`, { headers: { authorization } });
  const poll = fetch(`${url}/db/catalog/_changes?feed=longpoll&since=99999`, { headers: { authorization } }).then(
    () => 'answered',
    () => 'cut off',
  );
  const reader = feed.body!.getReader();
  await reader.read();
  program.child.kill('SIGINT');
  program.child.kill('SIGTERM');
  expect(await program.ended).toEqual({ code: 0, stderr: '' });
  expect(['answered', 'cut off']).toContain(await poll);
});

it('says one clear line where the data is in use or a setting is wrong', async () => {
  await addressOf(start());
  const second = await start().ended;
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/^DATA_IN_USE: The data folder .* is in use by another sync server\.\n$/);
  const wrong = await start({ SYNC_PORT: 'eighty' }).ended;
  expect([wrong.code, wrong.stderr]).toEqual([1, 'SYNC_PORT is not a number from 0 to 65535.\n']);
});

it('knows its devices again after kill -9, and takes the folder over at once', async () => {
  const first = start();
  const token = await pair(await addressOf(first));
  first.child.kill('SIGKILL');
  await first.ended;
  const url = await addressOf(start());
  const session = await fetch(`${url}/api/session`, { headers: { authorization: `Bearer ${token}` } });
  expect(session.status).toBe(200);
});
