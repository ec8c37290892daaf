import { DAY, MINUTE, type Clock } from './clock.ts';

/**
 * A clock that leaps further ahead while the server runs has lost its year (a hand), and would let every planned price begin, and everything
 * that is kept for a time be thrown away.
 */
export const LEAP_AHEAD = 31 * DAY;
/**
 * At a start it may stand further ahead of what was known: the server lay in a cupboard, or what it remembers comes from an old copy. There a
 * right clock that was not believed would mislead every till.
 */
export const OFF_AT_MOST = 366 * DAY;
/** A time service takes back minutes and, after a wrong time zone, hours. Further back is a clock that began anew (2010). */
export const STEP_BACK = 2 * DAY;

/** `ahead`, `behind`: the machine's clock is not believed; the server goes by its own count since the time that was known. */
export type ClockTrust = 'right' | 'ahead' | 'behind';

export interface SteadyClock extends Clock {
  trust(): ClockTrust;
  /** What the machine's own clock says. */
  wall(): number;
  /** A person says that the machine's clock is right. */
  believe(): void;
}

export interface SteadyClockOptions {
  /** The machine's clock, which may jump. */
  readonly wall: Clock;
  /** Milliseconds since any moment; never jumps and never goes back. */
  readonly elapsed: () => number;
  /** The time known last, before this start; `null`: this is the first. */
  readonly known: number | null;
  /** Earlier it cannot be: the programs are of this day. */
  readonly notBefore: number;
}

/** Is `wall` to be believed where it should be about `expected`? */
export function judgeWall(wall: number, expected: number, ahead = LEAP_AHEAD): ClockTrust {
  if (wall - expected > ahead) return 'ahead';
  return expected - wall > STEP_BACK ? 'behind' : 'right';
}

/**
 * The machine's clock for as long as it goes on from what was known, else a count from what was known last: prices planned for a day do
 * not begin in a wrong year, photos of orders do not grow old at once, and the tills, which go by this clock, do not follow it there. A
 * clock that is put right is believed again by itself; one that was right and looked wrong (a server that lay in a cupboard for years) by a
 * person's word.
 */
export function createSteadyClock({ wall, elapsed, known, notBefore }: SteadyClockOptions): SteadyClock {
  const at = (): { wall: number; elapsed: number } => ({ wall: wall.now(), elapsed: elapsed() });
  const start = at();
  let anchor = { time: known === null ? Math.max(start.wall, notBefore) : known, elapsed: start.elapsed };
  let trust: ClockTrust = 'right';
  /** Until the machine's clock has been believed once since the start. */
  let ahead = OFF_AT_MOST;

  function read(): number {
    const now = at();
    const expected = anchor.time + (now.elapsed - anchor.elapsed);
    trust = judgeWall(now.wall, expected, ahead);
    if (trust !== 'right') return expected;
    ahead = LEAP_AHEAD;
    anchor = { time: now.wall, elapsed: now.elapsed };
    return now.wall;
  }

  return {
    now: read,
    trust() {
      read();
      return trust;
    },
    wall: () => wall.now(),
    believe() {
      const now = at();
      anchor = { time: now.wall, elapsed: now.elapsed };
    },
  };
}

/** How often (ms) the time is written down for the next start. */
export const REMEMBER_EVERY = MINUTE;
