import type { SyncSnapshot } from './sync-engine.ts';

/**
 * One tab of a device leads: it holds the feed and runs the loop (each connection of a browser to a host is dear: six in all). The
 * others hear its state. When the leader closes, the browser hands the lock to the next tab.
 */
export function lead(lead: () => () => void, locks: LockManager = navigator.locks): () => void {
  const over = new AbortController();
  let stop: (() => void) | null = null;
  let release: (() => void) | null = null;
  locks
    .request('optics-leader', { signal: over.signal }, () => {
      stop = lead();
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => null);
  return () => {
    over.abort();
    stop?.();
    release?.();
  };
}

/** State of the leader for the other tabs; a tab that opens later asks for it. */
export class SyncChannel {
  private readonly channel = new BroadcastChannel('optics-sync');
  private last: SyncSnapshot | null = null;

  constructor(onSnapshot: (snapshot: SyncSnapshot) => void) {
    this.channel.onmessage = (event: MessageEvent<SyncSnapshot | 'ask'>) => {
      if (event.data !== 'ask') onSnapshot(event.data);
      else if (this.last) this.channel.postMessage(this.last);
    };
    this.channel.postMessage('ask');
  }

  tell(snapshot: SyncSnapshot): void {
    this.last = snapshot;
    this.channel.postMessage(snapshot);
  }

  close(): void {
    this.channel.close();
  }
}
