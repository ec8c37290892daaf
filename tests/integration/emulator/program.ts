import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of ours as a child process, up to its ready line. */
export interface StartedProgram {
  readonly child: ChildProcess;
  /** The fields of the ready line. */
  readonly ready: Readonly<Record<string, unknown>> & { readonly port: number };
  /** SIGKILL, as a power cut. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
  exited: Promise<number | null>;
}

/** Starts `file` under this Node; throws with what it said on stderr where it ends before it is ready. */
export async function startProgram(file: string, env: Readonly<Record<string, string>>): Promise<StartedProgram> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [file], {
    env: { PATH, NODE_COMPILE_CACHE, OPTICS_DEMO: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const ready = await new Promise<StartedProgram['ready']>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"event":"ready"')) resolve(JSON.parse(line) as StartedProgram['ready']);
    });
    void exited.then((code) => reject(new Error(`exit ${code}: ${stderr.trim()}`)));
  });
  return {
    child,
    ready,
    exited,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
