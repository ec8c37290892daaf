import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

export interface LogLine {
  readonly event?: string;
  readonly level?: string;
  readonly [field: string]: unknown;
}

export interface ChildHooks {
  /** A JSON line of its log. */
  onLine(line: LogLine): void;
}

export interface Child {
  readonly name: string;
  /** Resolves at the ready line. Rejects with a sentence where the program ended before. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone, with a sentence on how it went. */
  readonly gone: Promise<string>;
  signal(name: NodeJS.Signals): void;
}

export interface ChildCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where everything it says is kept. */
  readonly logFile: string;
  /** The log goes on behind what a run before has written: why that one fell must not be lost. */
  readonly keepLog?: boolean;
  /** Does this line say that it listens? */
  readonly isReady: (line: string) => boolean;
}

/** A program under the orchestrator. It is tied to us by a channel, so that it ends even where we are killed without a word. */
export function startChild(wanted: ChildCommand, hooks: ChildHooks): Child {
  const { name, command, args, env, logFile, isReady } = wanted;
  const log = createWriteStream(logFile, { flags: wanted.keepLog ? 'a' : 'w' });
  // A disk without room for a log is no reason for a shop to stop: the programs say by themselves what it does to their data.
  log.on('error', () => undefined);
  const child: ChildProcess = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let lastError = '';
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      const how = signal ? `by ${signal}` : `with code ${code}`;
      const told = (signal === null && lastError) || `${name} ended ${how} (see ${logFile})`;
      // Whoever is sent to the log finds it whole.
      finished(log, () => resolve(told));
      log.end();
    });
  });
  const ready = new Promise<void>((resolve, reject) => {
    // Under `node --watch` a program that cannot start leaves its watcher waiting for a change of files.
    const noteFailure = (line: string): void => {
      if (line.startsWith('Failed running')) reject(new Error(lastError || `${name}: ${line}`));
    };
    createInterface({ input: child.stdout! }).on('line', (line) => {
      log.write(`${line}\n`);
      if (isReady(line)) resolve();
      noteFailure(line);
      const parsed = jsonLine(line);
      if (parsed) hooks.onLine(parsed);
    });
    createInterface({ input: child.stderr! }).on('line', (coloured) => {
      const line = stripVTControlCharacters(coloured);
      log.write(`${line}\n`);
      noteFailure(line);
      if (line.startsWith('Failed running')) return;
      // Node's own warnings and stack frames explain nothing to the person who started us; the log has them.
      if (/^[A-Za-zА-я]/.test(line) && !/^Node\.js v|Warning:/.test(line))
        lastError = line.startsWith(name.split(' ')[0]!) ? line : `${name}: ${line}`;
    });
    void gone.then((how) => reject(new Error(how)));
  });
  // A child that dies later is told by `gone`; nobody waits for `ready` any more then.
  ready.catch(() => undefined);
  return {
    name,
    ready,
    gone,
    signal(kind) {
      if (child.exitCode === null && child.signalCode === null) child.kill(kind);
    },
  };
}

function jsonLine(line: string): LogLine | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return null;
  }
}
