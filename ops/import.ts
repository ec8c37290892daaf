import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { ERRORS } from '../design/errors.ts';
import { DomainError } from '../design/errors.office.ts';
import type { ImportArguments } from './import/arguments.ts';
import { HELP, importArguments } from './import/arguments.ts';
import { dryRun } from './import/dry-run.ts';
import { onServer } from './import/on-server.ts';
import { reportText } from './import/report-text.ts';

/** npm changes into the project's folder; what the person typed is meant from where they stood. */
function pathOf(file: string): string {
  const here = resolve(file);
  const path = existsSync(here) ? here : resolve(process.env['INIT_CWD'] ?? '.', file);
  if (!isFile(path)) throw new DomainError('IMPORT_FILE_MISSING', { file });
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw new DomainError('IMPORT_FILE_MISSING', { file, message: 'нет права читать его' });
  }
  return path;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Not there, links in a ring, a name that no disk takes.
    return false;
  }
}

/** A dry run without a profile needs nobody; everything else is the running server's. */
async function run(asked: ImportArguments): Promise<void> {
  const { file, profile, sheet, json } = asked;
  const path = pathOf(file);
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stopped.abort(new DomainError('IMPORT_CANCELLED')));
  const progress = (done: number, of: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\rПрочитано строк: ${done} из ${of}${done >= of ? '\n' : ''}`);
  };
  const isAlone = asked.dryRun && profile === null;
  const { report, waits } = isAlone
    ? { ...(await dryRun(path, sheet, progress, stopped.signal)), waits: 0 }
    : await onServer(path, asked, progress, stopped.signal);
  process.stdout.write(`${json ? JSON.stringify(report) : reportText(report, basename(file))}\n`);
  if (waits > 0) process.stderr.write(`Ждут подтверждения: ${waits}. Откройте ${asked.server}/admin/import\n`);
}

/** With --json the answer is on standard output whatever it is; words for people go to standard error. */
function refuse(error: unknown, json: boolean): void {
  const known = error instanceof DomainError ? error : new DomainError('INTERNAL', { message: String(error) });
  const { code, details } = known;
  const { what, next } = ERRORS[code].ru;
  const message = typeof details['message'] === 'string' ? `${what} (${details['message']})` : what;
  if (json) process.stdout.write(`${JSON.stringify({ code, message, resolution: next, details })}\n`);
  process.stderr.write(`${message} ${next}\n`);
  process.exitCode = code === 'IMPORT_ARGUMENTS' ? 2 : 1;
}

// A reader that has seen enough (`| head`) is no error; a disk that does not take the report is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

const args = process.argv.slice(2);
try {
  const asked = importArguments(args, process.env);
  if (asked === null) process.stdout.write(`${HELP}\n`);
  else await run(asked);
} catch (error) {
  refuse(error, args.includes('--json'));
}
