import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { NODE, ROOT } from '../../e2e/harness/program.ts';

/**
 * The gateway's process with its lines in a file: read through a pipe, eight lines a receipt would take their time from the clients of
 * the same bench.
 */
export class GatewayProcess {
  readonly env: Record<string, string>;
  readonly linesFile: string;
  #child: ChildProcess | null = null;

  constructor(env: Record<string, string>, linesFile: string) {
    this.env = env;
    this.linesFile = linesFile;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Spawns it and returns at once. */
  spawn(): void {
    const lines = openSync(this.linesFile, 'a');
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(NODE, ['fiscal-gateway/main.ts'], {
      cwd: ROOT,
      env: { PATH, HOME, ...this.env },
      stdio: ['ignore', lines, lines],
    });
    closeSync(lines);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** The last lines it wrote, for an error's message. */
  tail(): string {
    return readFileSync(this.linesFile, 'utf8').split('\n').slice(-8).join('\n');
  }
}
