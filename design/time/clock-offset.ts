import { SECOND } from './clock.ts';

/** How far this PC's clock may be off before it is told, and before it is an alarm, ms (requirements C-06). */
export const CLOCK_NOTICE = 5 * SECOND;
export const CLOCK_ALERT = 10 * SECOND;

export const clockLevel = (ahead: number): 'ok' | 'notice' | 'alert' =>
  Math.abs(ahead) > CLOCK_ALERT ? 'alert' : Math.abs(ahead) > CLOCK_NOTICE ? 'notice' : 'ok';

/** A PC's crystal is off by some seconds a day at most: what was known of the offset grows vaguer by this share of the time since. */
const DRIFT = 1e-4;

/** What an answer says: the server's clock stood between `from` and `to` at some moment between `sentAt` and `receivedAt` (local). */
export interface ClockSample {
  readonly from: number;
  readonly to: number;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** ms that the server is ahead of this PC: somewhere between `least` and `most`, as known at local time `at`. */
export interface ClockOffset {
  readonly least: number;
  readonly most: number;
  readonly at: number;
}

/** An exact time (the session's) and the `Date` header of an answer, whole seconds rounded down. */
export const exactSample = (time: number, sentAt: number, receivedAt: number): ClockSample => ({
  from: time,
  to: time,
  sentAt,
  receivedAt,
});
export const dateSample = (date: number, sentAt: number, receivedAt: number): ClockSample => ({
  from: date,
  to: date + SECOND - 1,
  sentAt,
  receivedAt,
});

/**
 * What is known after one more answer: each bounds the offset, together they bound it better than any average. An answer that
 * contradicts all before it means that a clock was changed: only it counts then.
 */
export function narrowOffset(known: ClockOffset | null, sample: ClockSample): ClockOffset {
  const { from, to, sentAt, receivedAt } = sample;
  const here = { least: from - receivedAt, most: to - sentAt, at: receivedAt };
  if (!known || receivedAt < known.at) return here;
  const vaguer = (receivedAt - known.at) * DRIFT;
  const least = Math.max(here.least, known.least - vaguer);
  const most = Math.min(here.most, known.most + vaguer);
  return least > most ? here : { least, most, at: receivedAt };
}

/** The offset to go on with: the one in use where it may be right, so that stamps do not dance about with the network, else the middle. */
export function chosenOffset(inUse: number, { least, most }: ClockOffset): number {
  return inUse >= least && inUse <= most ? inUse : Math.round((least + most) / 2);
}
