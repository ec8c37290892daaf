import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './child.ts';
import type { Child, ChildCommand, LogLine } from './child.ts';

/** Programs get this long to stop by themselves; then they are killed. Ctrl-C promises 5 s in all. */
const STOP_PATIENCE = 4_000;

export interface Orchestrator {
  /** Starts these side by side and waits until all listen. Rejects with the first one's reason. */
  start(commands: readonly Omit<ChildCommand, 'logFile'>[]): Promise<void>;
  /** Resolves with a sentence when any program ends that was not asked to. */
  readonly broken: Promise<string>;
  /** Stops what runs, last started first to be asked; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** Keeps the programs of a start together: all run, or none. */
export function createOrchestrator(logFolder: string, onLine: (name: string, line: LogLine) => void): Orchestrator {
  const children: Child[] = [];
  let stopping = false;
  let report: (how: string) => void;
  const broken = new Promise<string>((resolve) => (report = resolve));

  return {
    broken,
    async start(commands) {
      if (stopping) throw new Error('stopped before everything ran');
      const started = commands.map((command) => {
        const logFile = join(logFolder, `${command.name.replace(/\W+/g, '-')}.log`);
        const child = startChild({ ...command, logFile }, { onLine: (line) => onLine(command.name, line) });
        children.push(child);
        void child.gone.then((how) => stopping || report(how));
        return child;
      });
      await Promise.all(started.map((child) => child.ready));
    },
    async stop() {
      stopping = true;
      const gone = Promise.all(children.map((child) => child.gone));
      for (const child of children.toReversed()) child.signal('SIGTERM');
      const late = new AbortController();
      const patience = delay(STOP_PATIENCE, undefined, { signal: late.signal, ref: false }).then(
        () => children.forEach((child) => child.signal('SIGKILL')),
        () => undefined,
      );
      await gone;
      late.abort();
      await patience;
    },
  };
}
