import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../e2e/harness/ports.ts';

/** `npm start` as a person uses it: one command in a terminal, with its own process group as Ctrl-C needs. */
class Start {
  readonly lines: string[] = [];
  stderr = '';
  readonly exited: Promise<number | null>;
  readonly child: ChildProcess;

  constructor(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
    this.child = spawn('npm', ['start', '--', '--no-build', ...args], {
      env: {
        PATH: process.env['PATH'],
        npm_config_loglevel: 'silent',
        OPTICS_DEMO_PRODUCTS: '200',
        OPTICS_DEMO_DAYS: '2',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.lines.push(line));
    this.exited = once(this.child, 'close').then(([code]) => code as number | null);
  }

  async ready(): Promise<void> {
    const line = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.lines.some((text) => text.startsWith('ready '))) resolve();
      };
      this.child.stdout?.on('data', () => setImmediate(look));
      look();
    });
    const ended = this.exited.then((code) => Promise.reject(new Error(`ended with ${code}: ${this.stderr}`)));
    await Promise.race([line, ended]);
  }

  /** What the terminal does on Ctrl-C: every process of the group gets SIGINT. */
  interrupt(): void {
    process.kill(-this.child.pid!, 'SIGINT');
  }
}

let data: string;
let env: Record<string, string>;
let start: Start | null = null;

/** Pids whose environment names this test's data folder. */
async function processesLeft(): Promise<number[]> {
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    const environment = await readFile(`/proc/${entry}/environ`, 'latin1').catch(() => '');
    if (environment.includes(`OPTICS_DATA=${data}\0`)) found.push(Number(entry));
  }
  return found;
}

/** It may have ended by itself since it was seen. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const programOf = async (file: string): Promise<number> => {
  for (const pid of await processesLeft()) {
    if ((await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).includes(file)) return pid;
  }
  throw new Error(`${file} does not run`);
};

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'optics-start-'));
  const [sync, gateway, register, ofd] = [await freePort(), await freePort(2), await freePort(4), await freePort()];
  env = {
    OPTICS_DATA: data,
    SYNC_PORT: String(sync),
    GATEWAY_PORT: String(gateway),
    REGISTER_PORT: String(register),
    OFD_PORT: String(ofd),
  };
});

afterEach(async () => {
  for (const pid of await processesLeft()) killIfThere(pid);
  await start?.exited;
  start = null;
  await rm(data, { recursive: true, force: true, maxRetries: 5 });
});

describe('npm start', () => {
  it('runs everything, says where, ends with the ready line, and Ctrl-C leaves no process behind', async () => {
    start = new Start(env, ['--tills', '2']);
    await start.ready();
    expect(start.lines.at(-1)).toBe(`ready http://localhost:${env['SYNC_PORT']}`);
    const shown = start.lines.join('\n');
    for (const part of [data, 'cashier 1111', 'administrator 5555', `http://127.0.0.1:${Number(env['GATEWAY_PORT']) + 1}`]) {
      expect(shown).toContain(part);
    }
    const health = await Promise.all(
      [
        `http://127.0.0.1:${env['SYNC_PORT']}/api/health`,
        `http://127.0.0.1:${env['GATEWAY_PORT']}/v1/health`,
        `http://127.0.0.1:${Number(env['GATEWAY_PORT']) + 1}/v1/health`,
        `http://127.0.0.1:${env['OFD_PORT']}/received`,
        `http://127.0.0.1:${Number(env['REGISTER_PORT']) + 3}/state`,
      ].map(async (url) => (await fetch(url)).status),
    );
    expect(health).toEqual([200, 200, 200, 200, 200]);
    start.interrupt();
    expect([await start.exited, start.stderr, await processesLeft()]).toEqual([0, '', []]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops everything when only npm gets %s', async (signal) => {
    start = new Start(env);
    await start.ready();
    start.child.kill(signal);
    expect([await start.exited, await processesLeft()]).toEqual([0, []]);
  });

  it('refuses a second start on the same data, and leaves the first one running', async () => {
    start = new Start(env);
    await start.ready();
    const second = new Start(env);
    expect(await second.exited).toBe(1);
    expect(second.stderr).toBe(`npm start: another start already runs on the data folder ${data}\n`);
    expect((await fetch(`http://127.0.0.1:${env['SYNC_PORT']}/api/health`)).status).toBe(200);
    start.child.kill('SIGTERM');
    expect([await start.exited, await processesLeft()]).toEqual([0, []]);
  });

  it('starts a killed gateway and a killed server again on their data, says so, and leaves the others running', async () => {
    start = new Start(env);
    await start.ready();
    const [gateway, server] = [
      `http://127.0.0.1:${env['GATEWAY_PORT']}/v1/health`,
      `http://127.0.0.1:${env['SYNC_PORT']}/api/health`,
    ];
    const answers = (url: string): Promise<number> =>
      fetch(url).then(
        ({ status }) => status,
        () => 0,
      );
    const ofd = await programOf('emulator/ofd');
    for (const [name, file, url] of [
      ['gateway POS-001', 'fiscal-gateway/main.ts', gateway],
      ['sync-server', 'sync-server/main.ts', server],
    ] as const) {
      const killed = await programOf(file);
      process.kill(killed, 'SIGKILL');
      await expect.poll(() => start!.lines, { timeout: 120_000, interval: 200 }).toContain(`  ${name} runs again`);
      expect(start.lines.find((line) => line.startsWith(`  ${name} ended by SIGKILL`))).toMatch(/started again in 0\.5 s$/);
      expect([await answers(url), await programOf(file)]).toEqual([200, expect.not.toSatisfy((pid) => pid === killed)]);
    }
    expect(await programOf('emulator/ofd')).toBe(ofd);
    start.interrupt();
    expect([await start.exited, await processesLeft()]).toEqual([0, []]);
  });

  it('leaves nothing running when it is itself killed without a word', async () => {
    start = new Start(env);
    await start.ready();
    start.child.kill('SIGKILL');
    await start.exited;
    await expect.poll(processesLeft, { timeout: 120_000, interval: 200 }).toEqual([]);
  });

  it('names the port that is in use', async () => {
    const other = createServer().listen(Number(env['OFD_PORT']), '127.0.0.1');
    await once(other, 'listening');
    start = new Start(env);
    expect(await start.exited).toBe(1);
    expect(start.stderr).toBe(`npm start: port ${env['OFD_PORT']} is in use; OFD_PORT chooses another\n`);
    other.close();
  });

  it('says that the data folder cannot be written', async () => {
    const file = join(data, 'a-file');
    await writeFile(file, '');
    start = new Start({ ...env, OPTICS_DATA: join(file, 'data') });
    expect(await start.exited).toBe(1);
    expect(start.stderr).toBe(`npm start: cannot write to the data folder ${join(file, 'data')} (ENOTDIR)\n`);
  });

  it('refuses a number of tills that is none', async () => {
    start = new Start(env, ['--tills', 'many']);
    expect(await start.exited).toBe(1);
    expect(start.stderr).toBe('npm start: --tills takes a number from 1 to 20\n');
  });
});
