import type { Clock } from '../design/time/clock.ts';
import { createHlcClock, type Hlc } from '../design/time/hlc.ts';

/** Stamps of documents that the server writes itself: device 0 of the hybrid logical clock. */
export type Stamps = () => string;

export function createStamps(clock: Clock): Stamps {
  let last: Hlc | null = null;
  const hlc = createHlcClock(clock, 0, { load: () => last, save: (next) => void (last = next) });
  return () => hlc.stamp();
}
