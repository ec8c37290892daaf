import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareHlc,
  createHlcClock,
  formatHlc,
  HLC_MAX_AHEAD,
  mergeHlc,
  parseHlc,
  tickHlc,
  type Hlc,
  type HlcStore,
} from './hlc.ts';

const NOW = 1_763_683_200_000;
const hlc = fc.record({
  wall: fc.integer({ min: NOW - 1e9, max: NOW + 1e9 }),
  counter: fc.nat(36 ** 4 - 1),
  device: fc.nat(36 ** 4 - 1),
});
const memory = (): HlcStore => {
  let kept: Hlc | null = null;
  return { load: () => kept, save: (h) => (kept = h) };
};

describe('hybrid logical clock', () => {
  it('sorts as text like the clock', () => {
    fc.assert(
      fc.property(
        hlc,
        hlc,
        (a, b) =>
          Math.sign(compareHlc(a, b)) === Math.sign(formatHlc(a) < formatHlc(b) ? -1 : formatHlc(a) > formatHlc(b) ? 1 : 0),
      ),
    );
  });

  it('reads back what it writes, and nothing else', () => {
    fc.assert(
      fc.property(hlc, (h) => {
        expect(parseHlc(formatHlc(h))).toEqual(h);
      }),
    );
    for (const bad of ['', '1763683200000', '1763683200000-0-0', 'x763683200000-0000-0001', '1763683200000-0000-0001 '])
      expect(parseHlc(bad)).toBeNull();
  });

  it('stays monotonic when the wall clock stands still, steps back or jumps (M-09), across restarts and remote stamps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.record({ now: fc.integer({ min: NOW - 1e7, max: NOW + 1e7 }) }), fc.record({ remote: hlc })), {
          maxLength: 60,
        }),
        (steps) => {
          const store = memory();
          let now = NOW;
          let last = '';
          for (const step of steps) {
            // A fresh clock object each step is a restart: only the store survives.
            const clock = createHlcClock({ now: () => now }, 7, store);
            if ('now' in step) now = step.now;
            else clock.observe(formatHlc(step.remote));
            const next = clock.stamp();
            if (next <= last) return false;
            last = next;
          }
          return true;
        },
      ),
    );
  });

  it('never adopts a stamp more than 5 minutes ahead: it reports how far', () => {
    const far = { wall: NOW + HLC_MAX_AHEAD + 1, counter: 0, device: 2 };
    expect(mergeHlc(null, far, NOW, 1)).toEqual({ hlc: { wall: NOW, counter: 0, device: 1 }, refusedAhead: HLC_MAX_AHEAD + 1 });
    const near = { wall: NOW + HLC_MAX_AHEAD, counter: 3, device: 2 };
    expect(mergeHlc(null, near, NOW, 1)).toEqual({ hlc: { wall: near.wall, counter: 4, device: 1 }, refusedAhead: 0 });
  });

  it('goes on to the next millisecond where the counter is full', () => {
    expect(tickHlc({ wall: NOW, counter: 36 ** 4 - 1, device: 1 }, NOW, 1)).toEqual({ wall: NOW + 1, counter: 0, device: 1 });
  });
});
