import { DAY, HOUR } from './clock.ts';
import { localDate, localDateTime } from './local-time.ts';

/** Epoch ms at which the wall clock of a zone shows a local date and time, `YYYY-MM-DDTHH:MM:SS`. In a gap of summer time: just after. */
export function instantOf(local: string, timeZone: string): number {
  const target = Date.parse(`${local}Z`);
  let at = target;
  // The zone's offset differs at most near a switch: two corrections settle it.
  for (let i = 0; i < 2; i += 1) at -= Date.parse(`${localDateTime(at, timeZone)}Z`) - target;
  return at;
}

/** First instant of a calendar day of a shop and first of the next, epoch ms: `from ≤ at < to`. Days are 23 to 25 hours long. */
export function dayRange(day: string, timeZone: string): { from: number; to: number } {
  const from = instantOf(`${day}T00:00:00`, timeZone);
  const next = localDate(from + DAY + 6 * HOUR, timeZone);
  return { from, to: instantOf(`${next}T00:00:00`, timeZone) };
}
