/** Calls `run` once after `ms`; the answer calls it off. */
export type After = (ms: number, run: () => void) => () => void;

export interface CommitTimer {
  /** This folder has something that only the operating system's cache knows. */
  written(location: string): void;
  /** Resolves when everything written to this folder before the call is on the disk. @throws what the disk says */
  flush(location: string): Promise<void>;
  /** Forces what is left and stops. */
  close(): Promise<void>;
}

export interface CommitTimerOptions {
  /** Puts a folder's writes on the disk. */
  readonly sync: (location: string) => Promise<void>;
  /** ms between a write and the moment when it is forced. */
  readonly every: number;
  readonly after: After;
  readonly failed: (error: unknown) => void;
}

/** The disk's queue is shared with LevelDB's own reads, so that few folders are forced at a time. */
const AT_ONCE = 2;

/**
 * Forces written folders to the disk a short while after their first unforced write: many writes share one `fsync`, and an idle server
 * has no timer at all. A folder that could not be forced stays marked and is tried again; a write during its `fsync` marks it anew.
 */
export function createCommitTimer({ sync, every, after, failed }: CommitTimerOptions): CommitTimer {
  const dirty = new Set<string>();
  let callOff: (() => void) | null = null;
  let round: Promise<void> = Promise.resolve();
  let closed = false;

  async function force(location: string): Promise<void> {
    dirty.delete(location);
    try {
      await sync(location);
    } catch (error) {
      dirty.add(location);
      throw error;
    }
  }

  async function forceAll(): Promise<void> {
    const waiting = [...dirty];
    async function next(): Promise<void> {
      for (let location = waiting.shift(); location !== undefined; location = waiting.shift()) {
        await force(location).catch(failed);
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    if (dirty.size > 0) arm();
  }

  function arm(): void {
    if (callOff || closed) return;
    callOff = after(every, () => {
      callOff = null;
      round = round.then(forceAll);
    });
  }

  return {
    written(location) {
      dirty.add(location);
      arm();
    },
    flush: force,
    async close() {
      closed = true;
      callOff?.();
      await round;
      await forceAll();
    },
  };
}

/** The process's own timers; a waiting one does not keep the process alive. */
export const realAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
