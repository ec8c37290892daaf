/** Writes a chunk; calls back when the next one may follow. */
export type WriteChunk = (chunk: string, done: () => void) => void;

export interface LineWriter {
  /** `important`: kept even where the reader has stopped reading. */
  readonly line: (text: string, important: boolean) => void;
  /** Lines that were thrown away because nobody read them. */
  readonly dropped: number;
  /** Resolves once everything so far is written. */
  readonly idle: () => Promise<void>;
  /** Whatever is not written yet, for the last write of a process. */
  readonly rest: () => string;
}

/** Characters that may wait for a reader that does not read: a full pipe must stop neither the till nor fill its memory. */
const MOST = 4 * 1024 * 1024;

/**
 * Gathers the lines of a turn of the event loop into one write, one write at a time. A receipt makes eight lines: eight writes to a pipe
 * would cost as much as the receipt itself.
 */
export function createLineWriter(write: WriteChunk, schedule: (work: () => void) => void = setImmediate): LineWriter {
  let waiting = '';
  let writing = false;
  let scheduled = false;
  let dropped = 0;
  const idlers: (() => void)[] = [];

  function flush(): void {
    scheduled = false;
    if (writing) return;
    if (waiting === '') {
      for (const go of idlers.splice(0)) go();
      return;
    }
    const chunk = waiting;
    waiting = '';
    writing = true;
    write(chunk, () => {
      writing = false;
      flush();
    });
  }

  return {
    line(text, important) {
      if (waiting.length + text.length > (important ? 2 * MOST : MOST)) {
        dropped += 1;
        return;
      }
      waiting += text;
      if (scheduled || writing) return;
      scheduled = true;
      schedule(flush);
    },
    get dropped() {
      return dropped;
    },
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        if (!scheduled) flush();
      }),
    rest() {
      const text = waiting;
      waiting = '';
      return text;
    },
  };
}
