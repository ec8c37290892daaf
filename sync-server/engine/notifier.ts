import type { Seq } from './engine.ts';

export type ChangeListener = (name: string, seq: Seq) => void;

export interface Notifier {
  listen(listener: ChangeListener): () => void;
  /** Something was written to this database: listeners hear at once, then at most once per `quiet` ms. */
  changed(name: string): void;
  close(): void;
}

/** Tells listeners which database changed, with the sequence read at that moment. A listener's fault never reaches the writer. */
export function createNotifier(sequenceOf: (name: string) => Promise<Seq>, quiet = 100): Notifier {
  const listeners = new Set<ChangeListener>();
  const resting = new Map<string, { timer: NodeJS.Timeout; again: boolean }>();
  let closed = false;

  async function tell(name: string): Promise<void> {
    if (listeners.size === 0) return;
    let seq: Seq;
    try {
      seq = await sequenceOf(name);
    } catch {
      return; // closing, or the back end is away: the next change tells
    }
    for (const listener of listeners) listener(name, seq);
  }

  function changed(name: string): void {
    if (closed) return;
    const rest = resting.get(name);
    if (rest) {
      rest.again = true;
      return;
    }
    const timer = setTimeout(() => {
      const ended = resting.get(name);
      resting.delete(name);
      if (ended?.again) changed(name);
    }, quiet);
    resting.set(name, { timer, again: false });
    void tell(name);
  }

  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
    close() {
      closed = true;
      for (const { timer } of resting.values()) clearTimeout(timer);
      resting.clear();
      listeners.clear();
    },
  };
}
