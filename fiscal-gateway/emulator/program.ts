import process from 'node:process';
import { z } from 'zod';

export interface Running {
  /** What the ready line tells besides the program's name; `port` always. */
  readonly ready: Readonly<Record<string, unknown>> & { readonly port: number };
  stop(): Promise<void>;
}

export const log = (event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
  process.stdout.write(`${JSON.stringify({ level: 'info', event, ...fields })}\n`);
};

/**
 * Runs an emulator as a process: refuses outside demo mode, tells when it listens, stops on the first SIGINT or SIGTERM (Ctrl-C comes
 * from the terminal and from the parent, so both may arrive). A start that fails is one line on stderr and exit code 1.
 */
export async function runEmulator(name: string, start: () => Promise<Running>): Promise<void> {
  if (process.env['OPTICS_DEMO'] !== '1') return fail(name, 'is a test double and runs with OPTICS_DEMO=1 only');
  let running: Running | null = null;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void (running?.stop() ?? Promise.resolve()).then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    running = await start();
  } catch (error) {
    return fail(name, reasonOf(error));
  }
  log('ready', { program: name, ...running.ready });
}

function fail(name: string, why: string): void {
  process.stderr.write(`${name}: ${why}\n`);
  process.exitCode = 1;
  process.exit();
}

/** A sentence for the person who started the program. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  const { code, port, path, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use`;
  if (code === 'EACCES' || code === 'EROFS') return `cannot write to ${path ?? 'the data folder'} (${code})`;
  if (/database is locked/.test(message)) return 'another process runs on the same data folder';
  if (/readonly database|unable to open database/.test(message)) return `cannot write to the data folder (${message})`;
  return message;
}
