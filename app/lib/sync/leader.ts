import { SECOND } from '$design/time/clock.ts';
import type { RefusalKey } from './ledger.ts';
import type { SyncSnapshot } from './sync.snapshot.ts';

const LOCK = 'optics-leader';
/** A leader that says nothing for so long is frozen or hangs (ms): the lock is taken from it. */
const PATIENCE = 3 * SECOND;

export interface LeadOptions {
  /** Begins to lead; returns what ends it. */
  readonly start: () => () => void;
  readonly locks: LockManager;
  readonly channel: BroadcastChannel;
  /** Is this tab looked at? Timers of hidden tabs run once a minute: the tab that sells should lead. */
  readonly isVisible: () => boolean;
  /** Calls back when it is looked at (again); returns the unsubscriber. */
  readonly onVisible: (listener: () => void) => () => void;
  readonly patience?: number;
}

/**
 * One tab of a device leads: it holds the feed and runs the loop (each connection of a browser to a host is dear: six in all). The
 * others hear its state. When the leader closes, the browser hands the lock to the next tab; a hidden leader gives it to a tab that is
 * looked at, and one that does not answer loses it. A leader that was robbed while frozen stops when it wakes; whatever it sends until
 * then is sent twice at worst, which replication takes as once.
 */
export function lead(options: LeadOptions): () => void {
  const { locks, channel } = options;
  let ended = false;
  let leading: { stop: () => void } | null = null;
  let waiting: AbortController | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;

  const ask = (steal: boolean): void => {
    waiting?.abort();
    const over = new AbortController();
    waiting = over;
    const hold = (): Promise<void> => {
      if (ended) return Promise.resolve();
      clearTimeout(patience);
      const released = Promise.withResolvers<void>();
      const end = options.start();
      let isOver = false;
      const stop = (): void => {
        if (isOver) return;
        isOver = true;
        leading = null;
        end();
        released.resolve();
      };
      leading = { stop };
      return released.promise;
    };
    // The API takes no signal together with `steal`.
    const held = steal ? locks.request(LOCK, { steal: true }, hold) : locks.request(LOCK, { signal: over.signal }, hold);
    held.catch(() => {
      if (waiting !== over) return;
      // Robbed: stop, and queue up again.
      leading?.stop();
      if (!ended) ask(false);
    });
  };

  const claim = (): void => {
    if (ended || leading || !options.isVisible()) return;
    clearTimeout(patience);
    patience = setTimeout(() => {
      if (!ended && !leading && options.isVisible()) ask(true);
    }, options.patience ?? PATIENCE);
    channel.postMessage('who');
  };

  const onMessage = ({ data }: MessageEvent<unknown>): void => {
    if (data === 'mine') clearTimeout(patience);
    if (data !== 'who' || !leading) return;
    if (options.isVisible()) channel.postMessage('mine');
    else {
      leading.stop();
      ask(false);
    }
  };
  channel.addEventListener('message', onMessage);
  const off = options.onVisible(claim);
  ask(false);
  claim();

  return () => {
    ended = true;
    clearTimeout(patience);
    off();
    channel.removeEventListener('message', onMessage);
    waiting?.abort();
    leading?.stop();
  };
}

type Message =
  | { readonly type: 'ask' }
  | { readonly type: 'snapshot'; readonly snapshot: SyncSnapshot }
  | { readonly type: 'offer'; readonly keys: readonly RefusalKey[] | null };

/** State of the leader for the other tabs, and their wishes for it; a tab that opens later asks for the state. */
export class SyncChannel {
  private readonly channel = new BroadcastChannel('optics-sync');
  private last: SyncSnapshot | null = null;

  constructor(onSnapshot: (snapshot: SyncSnapshot) => void, onOffer: (keys: readonly RefusalKey[] | null) => void) {
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.type === 'snapshot') onSnapshot(data.snapshot);
      else if (data.type === 'offer') onOffer(data.keys);
      else if (this.last) this.channel.postMessage({ type: 'snapshot', snapshot: this.last } satisfies Message);
    };
    this.channel.postMessage({ type: 'ask' } satisfies Message);
  }

  tell(snapshot: SyncSnapshot): void {
    this.last = snapshot;
    this.channel.postMessage({ type: 'snapshot', snapshot } satisfies Message);
  }

  /** This tab leads no longer: what it last told is no answer any more. */
  forget(): void {
    this.last = null;
  }

  /** Asks whoever leads to offer refused documents again; `null`: all of them. */
  offer(keys: readonly RefusalKey[] | null): void {
    this.channel.postMessage({ type: 'offer', keys } satisfies Message);
  }

  close(): void {
    this.channel.close();
  }
}
