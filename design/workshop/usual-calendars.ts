import type { WorkCalendar } from './calendar.ts';
import type { Calendars } from './promise.ts';

const DAY = { from: '10:00', to: '20:00' };
const BENCH = { from: '10:00', to: '19:00' };

/** Where the chain has said nothing: shops sell every day, the bench rests on Sundays. */
export function usualCalendars(timeZone: string): Calendars {
  const shop: WorkCalendar = { timeZone, week: [DAY, DAY, DAY, DAY, DAY, DAY, DAY], exceptions: {} };
  return { shop, workshop: { timeZone, week: [BENCH, BENCH, BENCH, BENCH, BENCH, BENCH, null], exceptions: {} } };
}
