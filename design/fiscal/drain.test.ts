import { describe, expect, it } from 'vitest';
import { drainLeft, drainPercent, drainSeen, type BufferSeen, type Drain } from './drain.ts';

const seen = (queued: number, at: number, open = true): BufferSeen => ({ queued, at, open });

function after(steps: readonly BufferSeen[]): Drain | null {
  let drain: Drain | null = null;
  let before: BufferSeen | null = null;
  for (const step of steps) {
    drain = drainSeen(drain, before, step);
    before = step;
  }
  return drain;
}

describe('A-68 progress of the sending', () => {
  it('counts from the backlog when the operator came back', () => {
    const drain = after([seen(30, 0, false), seen(30, 1_000), seen(20, 3_000)])!;
    expect(drain).toMatchObject({ total: 30, queued: 20 });
    expect(drainPercent(drain)).toBe(33);
    expect(drainLeft(drain, 3_000)).toBe(4_000);
  });

  it('a receipt sold meanwhile makes the way longer, not the bar go back', () => {
    const steps = [seen(30, 0, false), seen(30, 1_000), seen(10, 3_000), seen(11, 3_100)];
    expect(after(steps)).toMatchObject({ total: 31, queued: 11 });
    expect(drainPercent(after(steps)!)).toBe(64);
  });

  it('shows nothing for a handful, while the operator is away, and at the end', () => {
    expect(after([seen(9, 0), seen(8, 100)])).toBeNull();
    expect(after([seen(30, 0, false), seen(31, 1_000, false)])).toBeNull();
    expect(after([seen(30, 0), seen(20, 1_000), seen(20, 2_000, false)])).toBeNull();
    expect(after([seen(30, 0), seen(20, 1_000), seen(0, 2_000)])).toBeNull();
  });

  it('never says 100 % while one is left, and no time before the first is gone', () => {
    expect(drainPercent({ total: 1_000, queued: 1, startedAt: 0, at: 9 })).toBe(99);
    expect(drainLeft({ total: 10, queued: 10, startedAt: 0, at: 9 }, 9)).toBeNull();
  });
});
