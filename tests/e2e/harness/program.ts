import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** The pinned Node 26, whatever Node runs the tests. */
export const NODE = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_COMPILE_CACHE'];

/** Only what a program needs of our environment: a test never inherits somebody's `SYNC_PORT`. */
const inherited = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.includes(name))) as Record<string, string>;

/** What a dead program said is read within this time, or somebody else holds its streams, ms. */
const LAST_WORDS = 5_000;
/** A program that was asked to stop ends by itself in 5 s on a machine that has time for it; on a busy one it needs longer, ms. */
const STOP_PATIENCE = 20_000;

/** Resolves when the process is gone and what it said is read: its end is often heard of before its last lines. */
const endOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    for (const end of ['close', 'error']) child.once(end, () => resolve());
    child.once('exit', () => setTimeout(resolve, LAST_WORDS).unref());
  });

/** One of our programs as a real process that can be killed and started again on the same data. */
export class Program {
  readonly name: string;
  readonly script: string;
  readonly env: Record<string, string>;
  /** Last lines of both streams, shown when something fails. */
  readonly lines: string[] = [];
  #child: ChildProcess | null = null;
  /** Resolves when the latest process is gone and what it said is in `lines`. */
  #over: Promise<void> = Promise.resolve();

  constructor(name: string, script: string, env: Record<string, string>) {
    this.name = name;
    this.script = script;
    this.env = env;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves at the line `"event":"ready"`; rejects with the last lines where the program ends before. `env` adds to this start only. */
  async start(env: Record<string, string> = {}, within = 60_000): Promise<void> {
    if (this.#child) throw new Error(`${this.name} runs already`);
    const child = spawn(NODE, [this.script], {
      cwd: ROOT,
      env: { ...inherited(), ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const over = (this.#over = endOf(child));
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
    });
    let timer: NodeJS.Timeout | undefined;
    const ready = new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${this.name} ${why}\n${this.lines.slice(-20).join('\n')}`));
      timer = setTimeout(() => fail(`not ready within ${within} ms`), within);
      void over.then(() => fail(`ended before it was ready (${child.exitCode ?? child.signalCode})`));
      child.once('error', (error) => fail(error.message));
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          this.lines.push(line);
          if (this.lines.length > 2_000) this.lines.splice(0, 1_000);
          if (/"event":\s*"ready"/.test(line)) resolve();
        });
      }
    });
    try {
      await ready;
    } catch (error) {
      await this.kill();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** kill -9: what a power cut does to a process. Resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Resolves when the process has ended by itself (a crash point) and all that it said is in `lines`. */
  async gone(): Promise<void> {
    await this.#over;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return this.#over;
    child.kill(signal);
    const patience = signal === 'SIGTERM' ? setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE) : undefined;
    await this.#over;
    clearTimeout(patience);
  }
}
