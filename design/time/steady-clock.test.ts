import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from './clock.ts';
import { createSteadyClock, LEAP_AHEAD, STEP_BACK, type SteadyClock } from './steady-clock.ts';

const TODAY = Date.UTC(2026, 10, 22, 9);
const RELEASE = Date.UTC(2025, 0, 1);

/** A machine whose clock can be put anywhere while real time goes on. */
function machine(at = TODAY) {
  let [real, wall] = [0, at];
  return {
    pass(ms: number) {
      real += ms;
      wall += ms;
    },
    put: (to: number) => void (wall = to),
    start: (known: number | null): SteadyClock =>
      createSteadyClock({ wall: { now: () => wall }, elapsed: () => real, known, notBefore: RELEASE }),
  };
}

describe('a server whose clock jumps', () => {
  it('goes on counting where a dead battery says 2010 or 2099, and believes the clock again once it is put right', () => {
    for (const [year, trust] of [
      [2010, 'behind'],
      [2099, 'ahead'],
    ] as const) {
      const pc = machine();
      const clock = pc.start(null);
      pc.pass(HOUR);
      expect([clock.now(), clock.trust()]).toEqual([TODAY + HOUR, 'right']);
      pc.put(Date.UTC(year, 0, 1));
      pc.pass(MINUTE);
      expect([clock.now(), clock.trust()]).toEqual([TODAY + HOUR + MINUTE, trust]);
      pc.put(TODAY + 2 * HOUR);
      expect([clock.now(), clock.trust()]).toEqual([TODAY + 2 * HOUR, 'right']);
    }
  });

  it('that is wrong from the start goes on from what was known, at the first start from the day of the programs', () => {
    const pc = machine(Date.UTC(2099, 0, 1));
    expect(pc.start(TODAY).now()).toBe(TODAY);
    pc.put(Date.UTC(2010, 0, 1));
    expect(pc.start(TODAY).now()).toBe(TODAY);
    const first = pc.start(null);
    expect([first.now(), first.trust()]).toEqual([RELEASE, 'behind']);
  });

  it('follows the time service by minutes either way, a wrong time zone back, and a fortnight in which it was off', () => {
    const pc = machine();
    const clock = pc.start(TODAY - 14 * DAY);
    expect(clock.now()).toBe(TODAY);
    for (const step of [-3 * MINUTE, 5 * MINUTE, -11 * HOUR, 20 * DAY]) {
      const to = clock.now() + step;
      pc.put(to);
      expect([clock.now(), clock.trust()]).toEqual([to, 'right']);
    }
  });

  it('that lay in a cupboard for two months, or was put back from a copy so old, is believed; while it runs, such a leap is not', () => {
    const pc = machine(TODAY + 61 * DAY);
    const clock = pc.start(TODAY);
    expect([clock.now(), clock.trust()]).toEqual([TODAY + 61 * DAY, 'right']);
    pc.put(TODAY + 122 * DAY);
    expect([clock.now(), clock.trust()]).toEqual([TODAY + 61 * DAY, 'ahead']);
  });

  it('that lay there for two years is believed on a person’s word', () => {
    const pc = machine(TODAY + 731 * DAY);
    const clock = pc.start(TODAY);
    expect([clock.now(), clock.trust()]).toEqual([TODAY, 'ahead']);
    clock.believe();
    expect([clock.now(), clock.trust()]).toEqual([TODAY + 731 * DAY, 'right']);
    pc.pass(MINUTE);
    expect(clock.now()).toBe(TODAY + 731 * DAY + MINUTE);
  });

  it('never moves in one reading further than it may, whatever is done to the clock (a planned price is never early by more)', () => {
    const step = fc.record({
      pass: fc.integer({ min: 0, max: 3 * DAY }),
      put: fc.option(fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2110, 0, 1) }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const pc = machine();
        const clock = pc.start(TODAY);
        let before = clock.now();
        for (const { pass, put } of steps) {
          pc.pass(pass);
          if (put !== null) pc.put(put);
          const now = clock.now();
          expect(now - before - pass).toBeLessThanOrEqual(LEAP_AHEAD);
          expect(now - before - pass).toBeGreaterThanOrEqual(-STEP_BACK);
          before = now;
        }
      }),
    );
  });

  it('is right again within one reading, however long it was wrong', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * DAY }), fc.boolean(), (wrongFor, isAhead) => {
        const pc = machine();
        const clock = pc.start(TODAY);
        pc.put(isAhead ? Date.UTC(2099, 0, 1) : Date.UTC(2010, 0, 1));
        pc.pass(wrongFor);
        expect(clock.now()).toBe(TODAY + wrongFor);
        pc.put(TODAY + wrongFor + MINUTE);
        expect(clock.now()).toBe(TODAY + wrongFor + MINUTE);
      }),
    );
  });
});
