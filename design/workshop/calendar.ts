import { DAY } from '../time/clock.ts';
import { localDate, localDateTime } from '../time/local-time.ts';

/** Wall time of the zone, `HH:MM`. */
export interface Hours {
  readonly from: string;
  readonly to: string;
}

/** When a shop or a workshop works. `week`: Monday first, `null` closed. `exceptions`: holidays, and working days that were moved. */
export interface WorkCalendar {
  readonly timeZone: string;
  readonly week: readonly (Hours | null)[];
  readonly exceptions: Readonly<Record<string, Hours | null>>;
}

/** Beyond this many days ahead a calendar is taken for closed for ever. */
const HORIZON = 400;

/** `YYYY-MM-DD` moved by calendar days. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** From one day to another, negative backwards. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY;

export function hoursOf({ week, exceptions }: WorkCalendar, day: string): Hours | null {
  const exception = exceptions[day];
  if (exception !== undefined) return exception;
  return week[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? null;
}

export const isOpen = (calendar: WorkCalendar, day: string): boolean => hoursOf(calendar, day) !== null;

/** The day itself or the first one after it that is worked; the day itself where none is within sight. */
export function openFrom(calendar: WorkCalendar, day: string): string {
  for (let n = 0; n < HORIZON; n += 1) if (isOpen(calendar, addDays(day, n))) return addDays(day, n);
  return day;
}

/** So many working days after a day, which itself does not count; 0: the first working day from it on. */
export function addWorkingDays(calendar: WorkCalendar, day: string, days: number): string {
  let at = openFrom(calendar, day);
  for (let n = 0; n < days; n += 1) at = openFrom(calendar, addDays(at, 1));
  return at;
}

/** The day of an instant (epoch ms) and what the clock on the wall shows, `HH:MM`. */
export function wallTime(calendar: WorkCalendar, at: number): { readonly day: string; readonly time: string } {
  return { day: localDate(at, calendar.timeZone), time: localDateTime(at, calendar.timeZone).slice(11, 16) };
}
