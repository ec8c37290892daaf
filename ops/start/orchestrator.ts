import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './child.ts';
import type { Child, ChildCommand, LogLine } from './child.ts';
import { afterFall, waitOf } from './restarts.ts';

/** Programs get this long to stop by themselves; then they are killed. Ctrl-C promises 5 s in all. */
const STOP_PATIENCE = 4_000;

type Command = Omit<ChildCommand, 'logFile'>;

export interface Orchestrator {
  /** Starts these side by side and waits until all listen. Rejects with the first one's reason. */
  start(commands: readonly Command[]): Promise<void>;
  /** Resolves with a sentence when a program is given up that fell again and again. */
  readonly broken: Promise<string>;
  /** Stops what runs, last started first to be asked; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

export interface OrchestratorHooks {
  onLine(name: string, line: LogLine): void;
  /** A sentence on a program that fell or runs again. */
  say(text: string): void;
  /** How long to wait after so many falls in a row; a test's patience. */
  readonly waitOf?: typeof waitOf;
}

/**
 * Keeps the programs of a start together. One that cannot start in the first place stops the start; one that ran and fell (a kill, a crash,
 * a disk that was full) is started again on its own data, each time later, while the others go on: they are made to live without it.
 */
export function createOrchestrator(logFolder: string, hooks: OrchestratorHooks): Orchestrator {
  /** Of each command the child that runs, or ran last; in the order of their starts. */
  const children = new Map<Command, Child>();
  const stopping = new AbortController();
  let report: (how: string) => void;
  const broken = new Promise<string>((resolve) => (report = resolve));

  function launch(command: Command, isFirst: boolean): Child {
    const logFile = join(logFolder, `${command.name.replace(/\W+/g, '-')}.log`);
    const child = startChild({ ...command, logFile, keepLog: !isFirst }, { onLine: (line) => hooks.onLine(command.name, line) });
    children.set(command, child);
    return child;
  }

  /** Brings the program back as often as it falls, until it is given up or everything stops. */
  async function keep(command: Command, first: Child): Promise<void> {
    let [child, falls, since] = [first, 0, performance.now()];
    for (;;) {
      const how = await child.gone;
      if (stopping.signal.aborted) return;
      falls = afterFall(falls, performance.now() - since);
      const wait = (hooks.waitOf ?? waitOf)(falls);
      if (wait === null) return report(`${how}; it fell ${falls} times in a row and is given up`);
      hooks.say(`  ${how}; started again in ${wait / 1_000} s`);
      await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      since = performance.now();
      child = launch(command, false);
      child.ready.then(
        () => hooks.say(`  ${command.name} runs again`),
        () => undefined, // `gone` tells it
      );
    }
  }

  return {
    broken,
    async start(commands) {
      if (stopping.signal.aborted) throw new Error('stopped before everything ran');
      await Promise.all(
        commands.map(async (command) => {
          const child = launch(command, true);
          await child.ready;
          void keep(command, child);
        }),
      );
    },
    async stop() {
      stopping.abort();
      const all = [...children.values()];
      const gone = Promise.all(all.map((child) => child.gone));
      for (const child of all.toReversed()) child.signal('SIGTERM');
      const late = new AbortController();
      const patience = delay(STOP_PATIENCE, undefined, { signal: late.signal, ref: false }).then(
        () => all.forEach((child) => child.signal('SIGKILL')),
        () => undefined,
      );
      await gone;
      late.abort();
      await patience;
    },
  };
}
