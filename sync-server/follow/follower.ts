import type { Engine } from '../engine/engine.ts';
import type { Log } from '../log.ts';
import { jsonLog, reasonOf } from '../log.ts';

export interface Follower {
  /** Stops after the work in hand. */
  stop(): Promise<void>;
  /** Resolves when everything written before the call has been worked through. Rejects with what the work threw. */
  settled(): Promise<void>;
}

export interface RunningFollower extends Follower {
  /** Looks at a database although nothing has changed in it. */
  look(name: string): void;
  /** Runs something between two databases, so that it meets none half worked through. */
  between<T>(run: () => Promise<T>): Promise<T>;
}

export interface FollowOptions {
  readonly what: string;
  /** Is a database of this name followed? */
  readonly wants: (name: string) => boolean;
  /** Brings the result up to date with one database, from its cursor on. Called for one database at a time; may be repeated. */
  readonly work: (name: string) => Promise<void>;
  readonly log?: Log;
  /** Milliseconds before failed work is tried again. */
  readonly retryAfter?: number;
}

/** Runs `work` for each followed database on start and whenever it changes: the one loop under projector and rollups. */
export function startFollower(engine: Engine, options: FollowOptions): RunningFollower {
  const { what, wants, work, log = jsonLog, retryAfter = 2_000 } = options;
  /** What has changed just now goes before what is only looked at: after a start of the server hundreds of databases wait. */
  const news = new Set<string>();
  const dirty = new Set<string>();
  const retries = new Map<string, NodeJS.Timeout>();
  let running: Promise<void> | null = null;
  let stopped = false;
  /** The database in hand, and whatever else must not meet it. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = turn.then(run, run);
    turn = next.catch(() => undefined);
    return next;
  };

  const drain = async (): Promise<void> => {
    while (!stopped) {
      const name = news.values().next().value ?? dirty.values().next().value;
      if (name === undefined) return;
      news.delete(name);
      dirty.delete(name);
      try {
        await inTurn(() => work(name));
      } catch (error) {
        if (stopped) return;
        log('error', `${what}-failed`, { database: name, error: reasonOf(error) });
        clearTimeout(retries.get(name));
        retries.set(
          name,
          setTimeout(() => mark(name), retryAfter),
        );
      }
    }
  };
  const run = (): Promise<void> =>
    (running ??= drain().finally(() => {
      running = null;
      if (news.size + dirty.size > 0 && !stopped) void run();
    }));
  const markIn = (names: Set<string>, name: string): void => {
    if (stopped || !wants(name)) return;
    names.add(name);
    void run();
  };
  const mark = (name: string): void => markIn(dirty, name);
  const markAll = async (): Promise<void> => {
    for (const name of await engine.list()) mark(name);
  };

  const unwatch = engine.watch((name) => markIn(news, name));
  const started = markAll().catch((error: unknown) => log('error', `${what}-failed`, { error: reasonOf(error) }));
  return {
    look: mark,
    between: inTurn,
    async stop() {
      stopped = true;
      unwatch();
      for (const timer of retries.values()) clearTimeout(timer);
      await started;
      await running;
      await turn;
    },
    async settled() {
      await started;
      await markAll();
      while (running) await running;
    },
  };
}
