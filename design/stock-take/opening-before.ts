import type { Opening } from '../documents/opening.ts';
import { DAY } from '../time/clock.ts';
import { addMonths, localMonth } from '../time/local-time.ts';

/**
 * A sale lies in the month in which its shift was opened, and a shift that goes over midnight sells in the next one. A drive ends a shift
 * after 24 hours, and a shop's month begins half a day earlier or later than that of Greenwich.
 */
const SHIFT_AND_ZONE = 3 * DAY;

/**
 * The newest of these months (`YYYYMM`, of sealed openings) from which the books can be told for every instant after `since` (epoch ms): a
 * later opening holds what was sold after that, too. `null`: none is so old.
 */
export function openingBefore(months: readonly string[], since: number): string | null {
  const month = localMonth(Math.max(0, since - SHIFT_AND_ZONE), 'UTC');
  return months.reduce<string | null>((newest, one) => (one <= month && one > (newest ?? '') ? one : newest), null);
}

/**
 * From which opening a device that holds some months tells the books of every instant since a take began; `null`: from none, it holds all
 * that ever was. Where it does not hold what it would need it takes the newest opening: the totals are right then, the instants are not.
 */
export function openingOfTake(
  openings: readonly Pick<Opening, 'month' | 'previous'>[],
  since: number,
  holds: (month: string) => boolean,
): string | null {
  const months = openings.map(({ month }) => month).sort();
  const before = openingBefore(months, since);
  if (before !== null && holds(before)) return before;
  // The first opening was sealed from the month before it: the shop has no older one.
  const [first] = openings.filter(({ previous }) => previous === null).map(({ month }) => month);
  if (before === null && first !== undefined && first === months[0] && holds(addMonths(first, -1))) return null;
  return months.at(-1) ?? null;
}
