import type { Clock } from '$design/time/clock.ts';
import { createHlcClock, formatHlc, parseHlc, type Hlc, type HlcClock } from '$design/time/hlc.ts';
import type { LocalStore } from './local-store.ts';

const OFFSET = 'clock-offset';
const STAMP = 'hlc';
const LOCK = 'optics-hlc';

/** The device's clock corrected by the server's: months and stamps follow the server even where the PC's clock is wrong. */
export class ServerClock implements Clock {
  private readonly local: Clock;
  private readonly store: LocalStore;
  private offset: number;

  constructor(local: Clock, store: LocalStore) {
    this.local = local;
    this.store = store;
    this.offset = store.read<number>(OFFSET) ?? 0;
  }

  now(): number {
    return this.local.now() + this.offset;
  }

  /** ms that the server is ahead of this PC. */
  get ahead(): number {
    return this.offset;
  }

  /** `serverNow` was read between `sentAt` and `receivedAt` (local epoch ms): the middle is the best guess. */
  correct(serverNow: number, sentAt: number, receivedAt: number): void {
    const offset = Math.round(serverNow - (sentAt + receivedAt) / 2);
    // Network jitter is no clock error: a stamp should not dance about with it.
    if (Math.abs(offset - this.offset) < 250) return;
    this.offset = offset;
    this.store.write(OFFSET, offset);
  }
}

export interface Stamps {
  next(): Promise<string>;
  /** Takes notice of a stamp of another device, unless it is far ahead (HLC_MAX_AHEAD): that one is reported, not adopted. */
  observe(stamp: string): Promise<void>;
}

/** Stamps of this device; its tabs share the counter under a Web Lock. */
export function createStamps(clock: Clock, device: () => number, store: LocalStore, locks?: LockManager): Stamps {
  let held: { device: number; hlc: HlcClock } | null = null;
  const current = (): HlcClock => {
    const number = device();
    if (held?.device !== number) {
      const hlcStore = {
        load: () => parseHlc(store.read<string>(STAMP) ?? ''),
        save: (hlc: Hlc) => store.write(STAMP, formatHlc(hlc)),
      };
      held = { device: number, hlc: createHlcClock(clock, number, hlcStore) };
    }
    return held.hlc;
  };
  return {
    next: async () => (locks ? await locks.request(LOCK, () => current().stamp()) : current().stamp()),
    async observe(stamp) {
      const ahead = locks ? await locks.request(LOCK, () => current().observe(stamp)) : current().observe(stamp);
      if (ahead > 0) console.warn(`clock: a document is stamped ${Math.round(ahead / 1000)} s ahead of the server's time`);
    },
  };
}
