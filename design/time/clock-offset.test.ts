import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenOffset, clockLevel, dateSample, exactSample, narrowOffset, type ClockOffset } from './clock-offset.ts';

describe('the offset of this PC’s clock', () => {
  it('is known within half a round trip after many answers, whatever the network did, and never excludes the truth', () => {
    const delay = fc.nat(3_000);
    const answer = fc.record({ pause: fc.nat(60_000), up: delay, down: delay, isExact: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.array(answer, { minLength: 1, maxLength: 30 }), (truth, answers) => {
        let known: ClockOffset | null = null;
        let local = 1_763_700_000_000;
        let quickest = Infinity;
        for (const { pause, up, down, isExact } of answers) {
          const sentAt = local + pause;
          const server = sentAt + up + truth;
          local = sentAt + up + down;
          if (isExact) quickest = Math.min(quickest, up + down);
          const header = Math.floor(server / 1000) * 1000;
          known = narrowOffset(known, isExact ? exactSample(server, sentAt, local) : dateSample(header, sentAt, local));
          expect(known.least).toBeLessThanOrEqual(truth);
          expect(known.most).toBeGreaterThanOrEqual(truth);
        }
        // Vaguer by the drift of the time since, which is at most 200 ms here.
        expect(known!.most - known!.least).toBeLessThanOrEqual(quickest + 400);
      }),
    );
  });

  it('begins anew when an answer contradicts all before it: a clock was changed', () => {
    const before = narrowOffset(null, exactSample(1_000_000, 1_000_000, 1_000_020));
    const after = narrowOffset(before, exactSample(1_060_000, 4_660_000, 4_660_020));
    expect(after).toEqual({ least: -3_600_020, most: -3_600_000, at: 4_660_020 });
  });

  it('stays as it is while it may be right', () => {
    const known = { least: -100, most: 300, at: 0 };
    expect([chosenOffset(0, known), chosenOffset(299, known), chosenOffset(5_000, known)]).toEqual([0, 299, 100]);
  });

  it('is told from five seconds on, and an alarm from ten (C-06)', () => {
    expect([0, 5_000, -5_001, 10_000, 10_001, -3_600_000].map(clockLevel)).toEqual([
      'ok',
      'ok',
      'notice',
      'notice',
      'alert',
      'alert',
    ]);
  });
});
