import type { Clock } from '$design/time/clock.ts';
import { chosenOffset, dateSample, exactSample, narrowOffset, type ClockOffset } from '$design/time/clock-offset.ts';
import { createHlcClock, formatHlc, parseHlc, type Hlc, type HlcClock } from '$design/time/hlc.ts';
import type { LocalStore } from './local-store.ts';

const OFFSET = 'clock-offset';
const STAMP = 'hlc';
const LOCK = 'optics-hlc';

/** The device's clock corrected by the server's: months and stamps follow the server even where the PC's clock is wrong. */
export class ServerClock implements Clock {
  private readonly local: Clock;
  private readonly store: LocalStore;
  private readonly onAhead: (ahead: number) => void;
  private offset: number;
  private known: ClockOffset | null = null;

  constructor(local: Clock, store: LocalStore, onAhead: (ahead: number) => void = () => undefined) {
    this.local = local;
    this.store = store;
    this.onAhead = onAhead;
    this.offset = store.read<number>(OFFSET) ?? 0;
  }

  now(): number {
    return this.local.now() + this.offset;
  }

  /** ms that the server is ahead of this PC. */
  get ahead(): number {
    return this.offset;
  }

  /** The server's own word, exact: `serverNow` was read between `sentAt` and `receivedAt` (local epoch ms). */
  correct(serverNow: number, sentAt: number, receivedAt: number): void {
    this.learn(narrowOffset(this.known, exactSample(serverNow, sentAt, receivedAt)));
  }

  /** The `Date` header of any answer of the server: whole seconds. */
  hear(date: string, sentAt: number, receivedAt: number): void {
    const at = Date.parse(date);
    if (!Number.isNaN(at)) this.learn(narrowOffset(this.known, dateSample(at, sentAt, receivedAt)));
  }

  /**
   * This PC's clock jumped by `by` ms. Set back, it can only have been changed: the corrected time goes on as if nothing had happened.
   * Forward it may have slept just as well, so the server is asked before anything is believed.
   */
  jumped(by: number): void {
    this.known = null;
    if (by < 0) this.use(this.offset - by);
  }

  private learn(known: ClockOffset): void {
    this.known = known;
    this.use(chosenOffset(this.offset, known));
  }

  private use(offset: number): void {
    this.onAhead(offset);
    if (offset === this.offset) return;
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
