import { MINUTE } from '../../../design/time/clock.ts';
import { startReader, type ReaderChild } from './reader-child.ts';

/** Nobody has been at a file for so long: the shop does not pay for a waiting process all day. */
const LET_GO_AFTER = 2 * MINUTE;

/** At most one reading process that has started, has read nothing yet, and waits for the next file. */
export interface ReadyReader {
  /** Somebody is at a file: one is begun unless one waits, and kept for two minutes from now. */
  getReady(): void;
  /** The one that waits, else a new one. Each reads one file and ends. */
  readonly take: () => ReaderChild;
  letGo(): void;
}

interface ReadyReaderOptions {
  readonly start?: () => ReaderChild;
  /** Runs something once after so many ms; returns the canceller. A test's clock. */
  readonly after?: (ms: number, run: () => void) => () => void;
}

const realAfter = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};

export function createReadyReader({ start = startReader, after = realAfter }: ReadyReaderOptions = {}): ReadyReader {
  let waiting: ReaderChild | null = null;
  let callOff: () => void = () => undefined;

  function letGo(): void {
    callOff();
    waiting?.kill();
    waiting = null;
  }

  return {
    letGo,
    getReady() {
      callOff();
      if (!waiting || waiting.isGone()) {
        waiting = start();
        waiting.holdsUs(false);
      }
      callOff = after(LET_GO_AFTER, letGo);
    },
    take() {
      const taken = waiting;
      waiting = null;
      callOff();
      if (!taken || taken.isGone()) return start();
      taken.holdsUs(true);
      return taken;
    },
  };
}
