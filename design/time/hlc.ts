import type { Clock } from './clock.ts';
import { MINUTE } from './clock.ts';

/**
 * Hybrid logical clock (Kulkarni et al. 2014) of one device: wall milliseconds, a counter within the millisecond, the device number.
 * Its text has fixed width and sorts like the clock, so it serves as the key of documents: `allDocs` ranges list a type in time order.
 * `1763683200000-00a4-0007` = wall (13 digits) – counter (base 36, 4) – device (base 36, 4).
 */
export interface Hlc {
  readonly wall: number;
  readonly counter: number;
  readonly device: number;
}

export const HLC_COUNTER_LIMIT = 36 ** 4 - 1;
export const HLC_DEVICE_LIMIT = 36 ** 4 - 1;
/** A remote stamp further ahead than this is reported, never adopted (requirements C-06; design §4). */
export const HLC_MAX_AHEAD = 5 * MINUTE;

const PATTERN = /^(\d{13})-([0-9a-z]{4})-([0-9a-z]{4})$/;
const base36 = (n: number): string => n.toString(36).padStart(4, '0');

/** Where the stamps of an instant (epoch ms) begin, for ranges of ids: a PC without its battery stamps the year 2000, a digit less. */
export const stampFrom = (at: number): string => String(Math.max(0, at)).padStart(13, '0');

export const formatHlc = (h: Hlc): string => `${String(h.wall).padStart(13, '0')}-${base36(h.counter)}-${base36(h.device)}`;

/** `null` where the text is not a stamp. */
export function parseHlc(text: string): Hlc | null {
  const m = PATTERN.exec(text);
  return m ? { wall: Number(m[1]), counter: parseInt(m[2]!, 36), device: parseInt(m[3]!, 36) } : null;
}

/** The part of a stamp that names its device: two stamps of one device have it in common. */
export const deviceOfStamp = (stamp: string): string => stamp.slice(-4);

export const compareHlc = (a: Hlc, b: Hlc): number => a.wall - b.wall || a.counter - b.counter || a.device - b.device;

/** The next stamp of this device: greater than `last` even where the wall clock stood still, stepped back or the counter is full. */
export function tickHlc(last: Hlc | null, now: number, device: number): Hlc {
  if (!last || now > last.wall) return { wall: now, counter: 0, device };
  if (last.counter < HLC_COUNTER_LIMIT) return { wall: last.wall, counter: last.counter + 1, device };
  return { wall: last.wall + 1, counter: 0, device };
}

export interface MergedHlc {
  readonly hlc: Hlc;
  /** Milliseconds that the remote stamp is ahead of the wall clock beyond the limit, else 0. Reported, not adopted. */
  readonly refusedAhead: number;
}

/** The local clock after seeing a remote stamp: not less than either, unless the remote one is more than 5 minutes ahead. */
export function mergeHlc(last: Hlc | null, remote: Hlc, now: number, device: number): MergedHlc {
  if (remote.wall - now > HLC_MAX_AHEAD) {
    return { hlc: last ?? { wall: now, counter: 0, device }, refusedAhead: remote.wall - now };
  }
  const highest = last && compareHlc(last, remote) >= 0 ? last : remote;
  return { hlc: tickHlc(highest, now, device), refusedAhead: 0 };
}

/** Where the last stamp is kept across restarts (a file, `localStorage`, a table). */
export interface HlcStore {
  load(): Hlc | null;
  save(hlc: Hlc): void;
}

export interface HlcClock {
  /** A new stamp, greater than every one before it on this device, also before the last restart. */
  stamp(): string;
  /** Take notice of another device's stamp. Returns how far (ms) it was ahead beyond the limit, 0 if it was adopted. */
  observe(stamp: string): number;
}

/** A stateful clock over the pure functions; tabs of a device share it under a Web Lock through `store`. */
export function createHlcClock(clock: Clock, device: number, store: HlcStore): HlcClock {
  return {
    stamp() {
      const next = tickHlc(store.load(), clock.now(), device);
      store.save(next);
      return formatHlc(next);
    },
    observe(stamp) {
      const remote = parseHlc(stamp);
      if (!remote) return 0;
      const merged = mergeHlc(store.load(), remote, clock.now(), device);
      if (merged.refusedAhead === 0) store.save(merged.hlc);
      return merged.refusedAhead;
    },
  };
}
