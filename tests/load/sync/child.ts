import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { NODE } from '../../e2e/harness/program.ts';

/** A program of a load run that is talked to; it ends with its parent. */
export class Child {
  readonly #child: ChildProcess;
  readonly #said: unknown[] = [];
  #heard: (() => void) | null = null;
  #ended: string | null = null;

  constructor(script: string) {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] };
    this.#child = fork(fileURLToPath(new URL(script, import.meta.url)), {
      env,
      execPath: NODE,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      this.#said.push(message);
      this.#heard?.();
    });
    this.#child.once('exit', (code, signal) => {
      this.#ended = `${script} ended (${code ?? signal})`;
      this.#heard?.();
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  tell(message: string | object): void {
    this.#child.send(message);
  }

  /** What it says next. @throws where it ends, or says that it failed */
  async hear<T>(): Promise<T> {
    while (this.#said.length === 0) {
      if (this.#ended !== null) throw new Error(this.#ended);
      await new Promise<void>((resolve) => (this.#heard = resolve));
    }
    const said = this.#said.shift();
    if (typeof said === 'object' && said !== null && 'failed' in said) throw new Error(String(said.failed));
    return said as T;
  }

  async stop(): Promise<void> {
    if (this.#ended !== null) return;
    const gone = once(this.#child, 'exit');
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), 30_000);
    this.tell('stop');
    await gone;
    clearTimeout(patience);
  }
}
